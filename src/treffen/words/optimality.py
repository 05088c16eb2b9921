"""How much better a plan could still be: one sentence on its first goal, one on the others."""

from __future__ import annotations

import math

from treffen.problem import Goal
from treffen.timetable import GoalResult, Plan
from treffen.words.goals import goal
from treffen.words.language import Language, Text, joined_words, number, percent

BEST_VALUE = Text("Mehr Wert ist unmöglich.", "More value is impossible.")
BEST_ALL = Text("Mehr geht nicht.", "More is impossible.")
BEST_LEAST = Text("Weniger ist unmöglich.", "Fewer is impossible.")
NO_VALUE = Text("Wert {value}, Schranke {bound}, Lücke {gap}.", "Value {value}, bound {bound}, gap {gap}.")
OPEN_VALUE = Text(
    "Höchstens {share} mehr Wert ist noch möglich.", "At most {share} more value is still possible."
)
OPEN_LEAST = Text(
    "Ob es mit weniger geht, ist offen; weniger als {bound} ist unmöglich.",
    "Whether fewer will do is open; fewer than {bound} is impossible.",
)
OPEN_AT_ALL = Text("Ob es mit weniger geht, ist offen.", "Whether fewer will do is open.")
OPEN_GOALS = Text("Nicht zu Ende bewiesen: {goals}.", "Not proved to the end: {goals}.")


def optimality(plan: Plan, language: Language) -> str:
    """What is proved of the most important goal, as a sentence; empty where there is nothing to say.

    >>> from treffen.timetable import GoalStatus, PlanStatus, ProofKind
    >>> trivial = {"status": GoalStatus.FEASIBLE, "proof": ProofKind.TRIVIAL}
    >>> value = GoalResult(goal=Goal.VALUE, value=200, bound=203, **trivial)
    >>> optimality(Plan(problem="", status=PlanStatus.FEASIBLE, goals=(value,)), "en")
    'At most 1.5% more value is still possible.'
    """
    if not plan.goals:
        return ""
    first = plan.goals[0]
    if first.goal is not Goal.VALUE:
        return _least(first, language)
    if first.gap == 0:
        return (BEST_VALUE if plan.unscheduled else BEST_ALL).said(language)
    if first.value <= 0:
        return NO_VALUE.said(language).format_map(figures(first, language))
    return OPEN_VALUE.said(language).format(share=_excess(first.gap, first.value, language))


def _least(first: GoalResult, language: Language) -> str:
    if first.value == 0:
        return ""
    if first.gap == 0:
        return BEST_LEAST.said(language)
    text = OPEN_LEAST if first.bound else OPEN_AT_ALL
    return text.said(language).format(bound=number(first.bound, language))


def open_goals(plan: Plan, language: Language) -> str:
    """The goals behind the first that could perhaps be better, as a sentence; empty if there are none."""
    later = [goal(g.goal, language) for g in plan.goals[1:] if g.gap]
    return OPEN_GOALS.said(language).format(goals=joined_words(later, language)) if later else ""


def figures(result: GoalResult, language: Language) -> dict[str, str]:
    """A goal's name, value, bound and gap, to be put into a text."""
    return {
        "goal": goal(result.goal, language),
        "value": number(result.value, language),
        "bound": number(result.bound, language),
        "gap": number(result.gap, language),
    }


def _excess(part: int, whole: int, language: Language) -> str:
    """A share in per cent to two digits, rounded up, so that a gap is never said too small."""
    share = 100 * part / whole
    digits = max(1, 1 - math.floor(math.log10(share))) if share > 0 else 0
    return percent(math.ceil(share * 10**digits - 1e-9) / 10**digits / 100, language, digits=digits)

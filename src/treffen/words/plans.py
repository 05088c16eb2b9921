"""A whole plan in one sentence, and what differs between two of them."""

from __future__ import annotations

import math
from collections.abc import Iterator

from treffen.problem import EntityKind, Goal, Meeting
from treffen.timetable import Differences, GoalResult, Move, Plan, PlanStatus, StopReason
from treffen.words.entity_labels import MEETINGS, Name, called, label_of_id
from treffen.words.goals import amount, goal
from treffen.words.language import Count, Language, Text, joined_words, number, percent

ALL_HELD = Count(
    Text("Das eine Gespräch findet statt", "The one meeting takes place"),
    Text("Alle {n} Gespräche finden statt", "All {n} meetings take place"),
)
SOME_HELD = Text(
    "{held} von {n} angefragten Gesprächen finden statt",
    "{held} of {n} requested meetings take place",
)
NONE_ASKED = Text("Es sind keine Gespräche angefragt", "No meetings were requested")
WITHOUT: dict[Goal, Text] = {
    Goal.BREAKS: Text(", ohne Pause", ", without a break"),
    Goal.IDLE: Text(", ohne Leerlauf", ", without an idle slot"),
    Goal.CHANGES: Text(", ohne Ortswechsel", ", without a change of place"),
}
WITH = Count(
    Text("; es bleibt {amount}", ", with {amount}"),
    Text("; es bleiben {amount}", ", with {amount}"),
)
PROVED = Text("Besser geht es nicht, das ist bewiesen.", "There is no better plan: this is proved.")
NOT_PROVED = Text(
    "Ob es besser geht, ist noch nicht bewiesen.",
    "Whether there is a better plan is not yet proved.",
)
INFEASIBLE = Text(
    "Einen Plan für alle Gespräche, die stattfinden müssen, gibt es nicht. Das ist bewiesen.",
    "No plan holds all the meetings that must take place. This is proved.",
)
UNKNOWN = Text(
    "In der Zeit fand sich kein Plan. Es kann einen geben: Geben Sie mehr Zeit.",
    "No plan was found in time. There may be one: allow more time.",
)
UNKNOWN_INTERRUPTED = Text(
    "Bis zur Unterbrechung fand sich kein Plan. Es kann einen geben.",
    "No plan was found before the interruption. There may be one.",
)


def answer(plan: Plan, language: Language) -> str:
    """What a plan achieves and what is proved of it: the first thing to say about it."""
    if plan.status is PlanStatus.INFEASIBLE:
        return INFEASIBLE.said(language)
    if plan.status is PlanStatus.UNKNOWN:
        was_asked = plan.stopped is StopReason.INTERRUPTED
        return (UNKNOWN_INTERRUPTED if was_asked else UNKNOWN).said(language)
    head = _held(plan, language) + _with(plan, language)
    if plan.status is PlanStatus.OPTIMAL:
        said = [PROVED.said(language)]
    elif plan.goals:
        said = [evidence(plan, language), open_goals(plan, language)]
    else:
        said = [NOT_PROVED.said(language)]
    return " ".join([f"{head}.", *filter(None, said)])


def _held(plan: Plan, language: Language) -> str:
    held = len(plan.timetable.meetings)
    asked = held + len(plan.unscheduled)
    if asked == 0:
        return NONE_ASKED.said(language)
    if held == asked:
        text = ALL_HELD.one if held == 1 else ALL_HELD.many
        return text.said(language).format(n=number(held, language))
    return SOME_HELD.said(language).format(held=number(held, language), n=number(asked, language))


def _with(plan: Plan, language: Language) -> str:
    """The goal that comes first where it is not value; else breaks or idle slots, what people feel first."""
    felt = [r for i, r in enumerate(plan.goals) if r.goal in WITHOUT or (i == 0 and r.goal is not Goal.VALUE)]
    if not felt or not plan.timetable.meetings:
        return ""
    first = felt[0]
    some = WITH.one if first.value == 1 else WITH.many
    text = some if first.value else WITHOUT.get(first.goal, some)
    return text.said(language).format(amount=amount(first.goal, first.value, language=language))


# --- what is proved ---------------------------------------------------------------------------

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


def evidence(plan: Plan, language: Language) -> str:
    """What is proved of the most important goal, as a sentence; empty where there is nothing to say.

    >>> from treffen.timetable import GoalStatus, PlanStatus, ProofKind
    >>> trivial = {"status": GoalStatus.FEASIBLE, "proof": ProofKind.TRIVIAL}
    >>> value = GoalResult(goal=Goal.VALUE, value=200, bound=203, **trivial)
    >>> evidence(Plan(problem="", status=PlanStatus.FEASIBLE, goals=(value,)), "en")
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


# --- differences ------------------------------------------------------------------------------

KEPT = Count(
    Text("{n} Gespräch bleibt, wie es war.", "{n} meeting stays as it was."),
    Text("{n} Gespräche bleiben, wie sie waren.", "{n} meetings stay as they were."),
)
MOVED = Count(
    Text("{n} Gespräch wandert:", "{n} meeting moves:"),
    Text("{n} Gespräche wandern:", "{n} meetings move:"),
)
DROPPED = Count(
    Text("{n} Gespräch entfällt:", "{n} meeting is dropped:"),
    Text("{n} Gespräche entfallen:", "{n} meetings are dropped:"),
)
ADDED = Count(
    Text("{n} Gespräch kommt hinzu:", "{n} meeting is added:"),
    Text("{n} Gespräche kommen hinzu:", "{n} meetings are added:"),
)
OTHER_PEOPLE = Text("andere Delegierte", "other delegates")
OTHER_INTERPRETER = Text("andere Dolmetschung", "another interpreter")


def differences(d: Differences, language: Language, *, name: Name | None = None) -> Iterator[str]:
    """What was kept, moved, dropped and added, a line each; the heads end in a colon."""
    yield _head(KEPT, len(d.kept), language)
    if d.moved:
        yield _head(MOVED, len(d.moved), language)
        yield from (f"  {move(m, language, name=name)}" for m in d.moved)
    for head, meetings in ((DROPPED, d.dropped), (ADDED, d.added)):
        if meetings:
            yield _head(head, len(meetings), language)
            yield from (f"  {meeting(m, language, name=name)}" for m in meetings)


def meeting(m: Meeting, language: Language, *, name: Name | None = None) -> str:
    """One meeting in a line: `Gespräch 12: Zeitfenster 5, Ort t7`."""
    where = called(EntityKind.PLACE, m.place, language=language, name=name)
    slot = called(EntityKind.SLOT, m.slot, language=language, name=name)
    return f"{_title(m, language, name)}: {slot}, {where}"


def move(m: Move, language: Language, *, name: Name | None = None) -> str:
    """One moved meeting in a line, old and new: `Gespräch 12: Zeitfenster 5 → Zeitfenster 6`."""
    changes = []
    for kind, old, new in (
        (EntityKind.SLOT, m.before.slot, m.after.slot),
        (EntityKind.PLACE, m.before.place, m.after.place),
    ):
        if old != new:
            pair = (called(kind, one, language=language, name=name) for one in (old, new))
            changes.append(" → ".join(pair))
    if m.before.delegates != m.after.delegates:
        changes.append(OTHER_PEOPLE.said(language))
    if m.before.interpreter != m.after.interpreter:
        changes.append(OTHER_INTERPRETER.said(language))
    return f"{_title(m.after, language, name)}: {', '.join(changes)}"


def _title(m: Meeting, language: Language, name: Name | None) -> str:
    return f"{MEETINGS.one.said(language)} {label_of_id(EntityKind.REQUEST, m.request, name=name)}"


def _head(forms: Count, count: int, language: Language) -> str:
    text = forms.one if count == 1 else forms.many
    return text.said(language).format(n=number(count, language))

"""Goals, their units, and what is proved of them."""

from __future__ import annotations

from treffen.problem import Goal
from treffen.timetable import GoalResult, GoalStatus, PlanStatus, ProofKind, StopReason
from treffen.words.language import Count, Language, Text, counted, number

GOALS: dict[Goal, Text] = {
    Goal.VALUE: Text("Wert der Gespräche", "Value of meetings"),
    Goal.SHORTFALL: Text("Fehlende Gespräche zum Minimum", "Shortfall to the minimum"),
    Goal.TALKS: Text("Verpasste Vorträge", "Missed talks"),
    Goal.BREAKS: Text("Pausen", "Breaks"),
    Goal.IDLE_RANGE: Text("Spanne des Leerlaufs", "Range of idle slots"),
    Goal.IDLE: Text("Leerlauf", "Idle slots"),
    Goal.CHANGES: Text("Ortswechsel", "Place changes"),
    Goal.WALKING: Text("Wege", "Walking"),
    Goal.PLACES: Text("Genutzte Orte", "Places used"),
    Goal.CHANGED: Text("Geänderte Zusagen", "Promises changed"),
}
UNITS: dict[Goal, Count] = {
    Goal.VALUE: Count(Text("Punkt", "point"), Text("Punkte", "points")),
    Goal.SHORTFALL: Count(
        Text("fehlendes Gespräch", "meeting short"), Text("fehlende Gespräche", "meetings short")
    ),
    Goal.TALKS: Count(
        Text("Punkt für verpasste Vorträge", "point of missed talks"),
        Text("Punkte für verpasste Vorträge", "points of missed talks"),
    ),
    Goal.BREAKS: Count(Text("Pause", "break"), Text("Pausen", "breaks")),
    Goal.IDLE_RANGE: Count(
        Text("Zeitfenster Unterschied", "slot of difference"),
        Text("Zeitfenster Unterschied", "slots of difference"),
    ),
    Goal.IDLE: Count(Text("leeres Zeitfenster", "idle slot"), Text("leere Zeitfenster", "idle slots")),
    Goal.CHANGES: Count(Text("Ortswechsel", "place change"), Text("Ortswechsel", "place changes")),
    Goal.WALKING: Count(Text("Minute Fußweg", "minute on foot"), Text("Minuten Fußweg", "minutes on foot")),
    Goal.PLACES: Count(Text("Ort", "place"), Text("Orte", "places")),
    Goal.CHANGED: Count(
        Text("geändertes Gespräch", "changed meeting"), Text("geänderte Gespräche", "changed meetings")
    ),
}
GOAL_STATUSES: dict[GoalStatus, Text] = {
    GoalStatus.OPTIMAL: Text("bewiesen bestmöglich", "proved best possible"),
    GoalStatus.FEASIBLE: Text("noch nicht bewiesen", "not yet proved"),
}
PLAN_STATUSES: dict[PlanStatus, Text] = {
    PlanStatus.OPTIMAL: Text("bewiesen bestmöglich", "proved best possible"),
    PlanStatus.FEASIBLE: Text("gültig, nicht bewiesen bestmöglich", "valid, not proved best possible"),
    PlanStatus.INFEASIBLE: Text("bewiesen unmöglich", "proved impossible"),
    PlanStatus.UNKNOWN: Text("kein Plan gefunden", "no plan found"),
}
PROOFS: dict[ProofKind, Text] = {
    ProofKind.TRIVIAL: Text("folgt von selbst", "self-evident"),
    ProofKind.CERTIFICATE: Text("nachrechenbar", "checkable"),
    ProofKind.SEARCH: Text("vollständige Suche", "exhaustive search"),
}
LONG_PROOFS: dict[ProofKind, Text] = {
    ProofKind.TRIVIAL: Text(
        "Die Schranke braucht keinen Beleg: Weniger als nichts und mehr als alles gibt es nicht, "
        "und Gespräche zur selben Zeit brauchen je einen Ort.",
        "The bound needs no evidence: nothing is less than none, nothing is more than all, "
        "and meetings at one time need a place each.",
    ),
    ProofKind.CERTIFICATE: Text(
        "Der Beleg liegt dem Plan bei. Jede Stelle kann ihn in ganzen Zahlen nachrechnen, ohne Löser.",
        "The evidence is stored with the plan. Anyone can check it in whole numbers, without a solver.",
    ),
    ProofKind.SEARCH: Text(
        "Ein Löser hat alle Möglichkeiten ausgeschlossen. Müssen alle Gespräche stattfinden, schreibt "
        "treffen prove dafür einen Beleg; sonst hilft nur ein zweiter Lauf.",
        "A solver ruled out every other way. Where all meetings must be held, treffen prove writes "
        "evidence of that; elsewhere, run it again.",
    ),
}
STOPS: dict[StopReason, Text] = {
    StopReason.FINISHED: Text("Die Suche ist zu Ende.", "The search is complete."),
    StopReason.TIME_LIMIT: Text("Die Zeit war um.", "Time was up."),
    StopReason.INTERRUPTED: Text("Die Suche wurde unterbrochen.", "The search was interrupted."),
}
BEST_MOST = Text("Mehr geht nicht.", "More is not possible.")
BEST_LEAST = Text("Weniger geht nicht.", "Fewer is not possible.")
OPEN_MOST = Text("Mehr als {bound} sind nicht möglich.", "More than {bound} is not possible.")
OPEN = Text("Ob es weniger sein kann, ist noch offen.", "Whether it can be fewer is still open.")
OPEN_LEAST = Text("Weniger als {bound} sind nicht möglich.", "Fewer than {bound} is not possible.")


def goal(which: Goal, language: Language) -> str:
    """The name of a goal, as a heading: `Leerlauf`."""
    return GOALS[which].said(language)


def amount(which: Goal, value: int, *, language: Language) -> str:
    """A value with the goal's unit.

    >>> amount(Goal.BREAKS, 1, language="de"), amount(Goal.BREAKS, 2, language="en")
    ('1 Pause', '2 breaks')
    """
    return counted(value, UNITS[which], language=language)


def goal_status(status: GoalStatus, language: Language) -> str:
    """What is known of one goal, in two or three words."""
    return GOAL_STATUSES[status].said(language)


def plan_status(status: PlanStatus, language: Language) -> str:
    """What is known of a plan, in two or three words."""
    return PLAN_STATUSES[status].said(language)


def proof(kind: ProofKind, language: Language, *, long: bool = False) -> str:
    """What a bound rests on: one or two words, or with `long` one or two sentences."""
    return (LONG_PROOFS if long else PROOFS)[kind].said(language)


def stop_reason(why: StopReason, language: Language) -> str:
    """Why the scheduler stopped, as a sentence."""
    return STOPS[why].said(language)


def goal_result(result: GoalResult, language: Language) -> str:
    """One goal of a plan as a sentence: `Pausen: 2. Weniger geht nicht.`"""
    head = f"{goal(result.goal, language)}: {number(result.value, language)}."
    most = result.goal is Goal.VALUE
    if result.gap == 0:
        tail = BEST_MOST if most else BEST_LEAST
        return f"{head} {tail.said(language)}"
    tail = OPEN_MOST if most else OPEN_LEAST if result.bound else OPEN
    return f"{head} {tail.said(language).format(bound=number(result.bound, language))}"

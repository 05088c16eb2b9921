"""The verifier's report in words: verdicts on bounds and cores, and why a plan is refused."""

from __future__ import annotations

from treffen.problem import Goal
from treffen.verification import BoundVerdict, CoreVerdict, GoalCheck, Objection, Report
from treffen.words.goals import goal
from treffen.words.language import Language, Text, joined_words, number

ACCEPTED = Text(
    "Der Plan stimmt: Alle Regeln sind eingehalten, alle Werte nachgerechnet.",
    "The plan is right: every rule is kept, every value was recomputed.",
)
ACCEPTED_ON_TRUST = Text(
    "Regeln und Werte stimmen, aber nicht jede Schranke ist nachgewiesen: Sie gilt auf das Wort des Lösers.",
    "Rules and values are right, but not every bound is proved: it stands on the solver's word.",
)
CORE_ACCEPTED = Text(
    "Das Urteil stimmt: Einen Plan gibt es nicht.",
    "The verdict is right: there is no plan.",
)
CORE_ON_TRUST = Text(
    "Dass es keinen Plan gibt, ist nicht nachgewiesen: Es gilt auf das Wort des Lösers.",
    "That there is no plan is not proved: it stands on the solver's word.",
)
REFUSED = Text("Der Plan wird nicht anerkannt.", "The plan is refused.")
BOUND_VERDICTS: dict[BoundVerdict, Text] = {
    BoundVerdict.PROVED: Text("nachgerechnet", "recomputed"),
    BoundVerdict.TRIVIAL: Text("folgt von selbst", "self-evident"),
    BoundVerdict.ON_TRUST: Text("auf das Wort des Lösers", "on the solver's word"),
    BoundVerdict.REFUTED: Text("widerlegt", "refuted"),
}
CORE_VERDICTS: dict[CoreVerdict, Text] = {
    CoreVerdict.CONFIRMED: Text(
        "Der Widerspruch wurde nachgeprüft: Diese Gespräche gehen zusammen nicht auf.",
        "The conflict was checked: these meetings do not work out together.",
    ),
    CoreVerdict.REFUTED: Text(
        "Der angegebene Widerspruch ist keiner.",
        "The conflict that is named is none.",
    ),
    CoreVerdict.TOO_LARGE: Text(
        "Der Widerspruch ist zu groß, um ihn nachzuprüfen. Er gilt auf das Wort des Lösers.",
        "The conflict is too large to be checked. It stands on the solver's word.",
    ),
}
OBJECTIONS: dict[Objection, Text] = {
    Objection.OTHER_PROBLEM: Text(
        "Der Plan gehört zu einer anderen Veranstaltung, oder sie wurde seitdem geändert.",
        "The plan belongs to another event, or the event was changed since.",
    ),
    Objection.VIOLATIONS: Text("Regeln sind verletzt.", "Rules are broken."),
    Objection.WRONG_VALUE: Text(
        "Ein angegebener Wert ist nicht der nachgerechnete.",
        "A stated value is not the one recomputed.",
    ),
    Objection.BOUND_REFUTED: Text(
        "Eine angegebene Schranke ist nicht belegt.",
        "A stated bound has no evidence.",
    ),
    Objection.STATUS_UNFOUNDED: Text(
        "Der Plan nennt sich bestmöglich, ohne es zu sein.",
        "The plan calls itself best possible without being so.",
    ),
    Objection.GOAL_TWICE: Text("Ein Ziel steht zweimal da.", "A goal is given twice."),
    Objection.MEETINGS_WITHOUT_PLAN: Text(
        "Die Datei sagt, es gebe keinen Plan, und enthält doch Gespräche oder Ziele.",
        "The file says that there is no plan, and yet holds meetings or goals.",
    ),
    Objection.CORE_MISSING: Text(
        "Die Datei sagt, einen Plan gebe es nicht, nennt aber keinen Grund.",
        "The file says that there is no plan, but names no reason.",
    ),
    Objection.CORE_REFUTED: Text(
        "Der angegebene Grund hält nicht: Diese Gespräche gehen zusammen auf, oder sie sind nicht Pflicht.",
        "The reason named does not hold: these meetings work out together, or are not required.",
    ),
    Objection.HELD_AND_UNSCHEDULED: Text(
        "Eine Anfrage steht im Plan und zugleich unter dem, was fehlt.",
        "A request is in the plan and among what is missing as well.",
    ),
    Objection.REASON_UNTRUE: Text(
        "Was über eine Anfrage gesagt wird, die nicht stattfindet, ist nicht wahr.",
        "What is said of a request that is not held is not true.",
    ),
    Objection.REASON_MISSING: Text(
        "Anfragen fehlen im Plan, und er sagt nicht, warum.",
        "Requests are missing in the plan, and it does not say why.",
    ),
}
OTHER_GOALS = Text(
    "Gemessen an anderen Zielen als denen der Veranstaltung: {goals}.",
    "Judged by other goals than the event's: {goals}.",
)
PROVED_SO_FAR = Text(
    "{goal}: Behauptet wird die Schranke {bound}; nachrechnen lässt sich nur {proved}.",
    "{goal}: the bound {bound} is claimed; only {proved} can be recomputed.",
)
OVERSTEPPED = Text(
    "{goal}: Die Schranke {bound} ist falsch; der Plan selbst hat den Wert {value}.",
    "{goal}: the bound {bound} is wrong; the plan itself has the value {value}.",
)


def bound_verdict(verdict: BoundVerdict, language: Language) -> str:
    """What a bound rests on, in a few words."""
    return BOUND_VERDICTS[verdict].said(language)


def core_verdict(verdict: CoreVerdict, language: Language) -> str:
    """What the verifier found of a conflicting core, as a sentence."""
    return CORE_VERDICTS[verdict].said(language)


def objection(why: Objection, language: Language) -> str:
    """Why a plan is refused, as a sentence."""
    return OBJECTIONS[why].said(language)


def other_goals(report: Report, language: Language) -> str:
    """The goals a plan was judged by, as a sentence, where they are not the event's; else empty."""
    if not report.has_other_goals:
        return ""
    goals = joined_words((goal(g.goal, language) for g in report.goals), language)
    return OTHER_GOALS.said(language).format(goals=goals)


def verdict(report: Report, language: Language) -> str:
    """The report in one sentence: whether the plan, or the claim that there is none, is right."""
    if not report.is_accepted:
        return REFUSED.said(language)
    if report.core is not None:
        return (CORE_ON_TRUST if report.rests_on_trust else CORE_ACCEPTED).said(language)
    return (ACCEPTED_ON_TRUST if report.rests_on_trust else ACCEPTED).said(language)


def bound_remark(check: GoalCheck, language: Language) -> str:
    """A sentence on a bound that the verifier could not confirm; empty where it could."""
    if check.verdict in (BoundVerdict.PROVED, BoundVerdict.TRIVIAL):
        return ""
    if check.verdict is BoundVerdict.REFUTED and _is_overstepped(check):
        text, other = OVERSTEPPED, check.value
    elif check.proved is not None:
        text, other = PROVED_SO_FAR, check.proved
    else:
        return ""
    words = {"bound": check.bound, "value": other, "proved": other}
    written = {key: number(value, language) for key, value in words.items()}
    return text.said(language).format(goal=goal(check.goal, language), **written)


def _is_overstepped(check: GoalCheck) -> bool:
    return check.value > check.bound if check.goal is Goal.VALUE else check.value < check.bound

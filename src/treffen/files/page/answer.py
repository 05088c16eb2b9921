"""The answer in one sentence, with what it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.files.page.markup import Markup, tag
from treffen.files.page.view import View
from treffen.problem import EntityKind, Goal, Request
from treffen.timetable import GoalResult, PlanStatus, StopReason, Unscheduled
from treffen.verification import Report
from treffen.words import (
    Count,
    Text,
    amount,
    bound_remark,
    called,
    called_all,
    capitalised,
    core,
    core_verdict,
    evidence,
    figures,
    number,
    objection,
    open_goals,
    other_goals,
    percent,
    reason,
    violation,
)

REFUSED_HEAD = Text("Der Prüfer lehnt diesen Plan ab.", "The verifier refuses this plan.")
UNTRUE = Text("Nicht wahr ist: {what}", "Not true: {what}")
MINIMAL = Text(
    "Fällt eine dieser Anfragen weg, ist dieser Widerspruch gelöst.",
    "If one of these requests is given up, this conflict is resolved.",
)
AND_MORE = Text("und {count} weitere", "and {count} more")
MOST_VIOLATIONS = 50
INFEASIBLE_HEAD = Text(
    "Diese Veranstaltung geht so nicht auf.", "This event cannot be scheduled as it stands."
)
UNKNOWN_HEAD = Text(
    "Es wurde kein Plan gefunden. Ob es einen gibt, ist offen.",
    "No plan was found. Whether there is one remains open.",
)
EMPTY_HEAD = Text("Es gibt keine Anfragen.", "There are no requests.")
ALL = Text("Alle {total} Anfragen finden statt", "All {total} requests take place")
ONLY = Text("Die eine Anfrage findet statt", "The one request takes place")
NONE = Text("Keine der {total} Anfragen findet statt", "None of the {total} requests takes place")
ONE = Text(
    "Eine von {total} Anfragen findet statt ({share})", "One of {total} requests takes place ({share})"
)
SOME = Text(
    "{held} von {total} Anfragen finden statt ({share})", "{held} of {total} requests take place ({share})"
)
WITH = Text("mit {amount}", "with {amount}")
WITHOUT = {
    Goal.BREAKS: Text("ohne Pause", "without a break"),
    Goal.IDLE: Text("ohne Leerlauf", "without an idle slot"),
    Goal.CHANGES: Text("ohne Ortswechsel", "without a change of place"),
}
PROVED = Text("Bewiesen bestmöglich", "Proved best possible")
PROVED_FIRST = Text("Wichtigstes Ziel bewiesen", "Most important goal proved")
STILL_OPEN = Text("Noch offen", "Still open")
IMPOSSIBLE = Text("Bewiesen unmöglich", "Proved impossible")
GROUNDS_VALUE = Text(
    "Wert {value}, Schranke {bound}, Lücke {gap}.", "Value {value}, bound {bound}, gap {gap}."
)
GROUNDS_LEAST = Text(
    "{goal}: {value}, Schranke {bound}, Lücke {gap}.", "{goal}: {value}, bound {bound}, gap {gap}."
)
TIME = Text("Gerechnet in {seconds}.", "Computed in {seconds}.")
STOPPED = {
    StopReason.TIME_LIMIT: Text(
        "Nach {seconds} an der Zeitgrenze beendet.", "Ended by the time limit after {seconds}."
    ),
    StopReason.INTERRUPTED: Text("Nach {seconds} von Hand beendet.", "Stopped by hand after {seconds}."),
}
CHECKED = Text("Unabhängig nachgeprüft: kein Verstoß.", "Checked independently: no violation.")
UNCHECKED = Text("Noch nicht nachgeprüft.", "Not checked yet.")
SECONDS = Count(Text("Sekunde", "second"), Text("Sekunden", "seconds"))


def written_seconds(seconds: float, view: View) -> str:
    """A duration in words: hundredths below a second, tenths below a minute."""
    digits = 2 if seconds < 1 else 1 if seconds < 60 else 0
    noun = SECONDS.one if f"{seconds:.{digits}f}" == "1" else SECONDS.many
    return f"{number(seconds, view.language, digits=digits)} {view.say(noun)}"


def _written_share(part: int, whole: int, view: View) -> str:
    """A share in per cent, rounded down, so that 100 % is said of all alone."""
    tenths = part * 1000 // whole if whole else 0
    return percent(tenths / 1000, view.language, digits=1 if tenths % 10 else 0)


def answer(view: View) -> Iterator[Markup]:
    """The section at the head of the page."""
    tone, head, grounds = _answer(view)
    yield tag(
        "section",
        tag("h1", head),
        *grounds,
        class_=f"answer {tone}",
        id="answer",
    )


def _answer(view: View) -> tuple[str, str, tuple[Markup, ...]]:
    if view.report is not None and not view.report.is_accepted:
        return "bad", view.say(REFUSED_HEAD), tuple(_objections(view.report, view))
    if view.plan.status is PlanStatus.INFEASIBLE:
        return (
            "bad",
            view.say(INFEASIBLE_HEAD),
            (*_core(view), _when(view, lead=_sign("bad", view.say(IMPOSSIBLE)))),
        )
    if view.plan.status is PlanStatus.UNKNOWN:
        return "warn", view.say(UNKNOWN_HEAD), (_when(view),)
    return _tone(view), _headline(view), (_grounds(view),)


def _objections(report: Report, view: View) -> Iterator[Markup]:
    for why in report.objections:
        yield tag("p", objection(why, view.language), class_="lead")
    said = [violation(v, view.language, name=view.names) for v in report.violations[:MOST_VIOLATIONS]]
    left = len(report.violations) - len(said)
    if left:
        said.append(view.say(AND_MORE, count=number(left, view.language)))
    said += [view.say(UNTRUE, what=_missed(u, view)) for u in report.untrue[:MOST_VIOLATIONS]]
    said += filter(None, (bound_remark(check, view.language) for check in report.goals))
    if said:
        yield tag("ul", *(tag("li", words) for words in said))


def _missed(told: Unscheduled, view: View) -> str:
    request = called(EntityKind.REQUEST, told.request, language=view.language, name=view.names)
    return f"{capitalised(request)}: {reason(told, view.language, name=view.names)}"


def _core(view: View) -> Iterator[Markup]:
    if view.plan.core is None:
        return
    yield tag("p", core(view.plan.core, view.language, name=view.names, problem=view.problem), class_="lead")
    yield from _core_requests(view)
    if view.report is not None and view.report.core is not None:
        yield tag("p", core_verdict(view.report.core, view.language))


def _core_requests(view: View) -> Iterator[Markup]:
    requests = {r.id: r for r in view.problem.requests}
    ids = view.plan.core.requests if view.plan.core else ()
    items = (_core_request(requests[id], view) for id in ids if id in requests)
    yield tag("ul", *items, class_="core")
    if view.plan.core and view.plan.core.is_minimal and len(ids) > 1:
        yield tag("p", view.say(MINIMAL))


def _core_request(request: Request, view: View) -> Markup:
    people = called_all(EntityKind.PARTICIPANT, request.participants, language=view.language, name=view.names)
    return tag("li", tag("b", called(EntityKind.REQUEST, request.id, language=view.language)), ": ", people)


def _tone(view: View) -> str:
    """Green is for what is proved and checked; all else stays neutral."""
    is_checked = view.report is not None
    return "ok" if is_checked and view.plan.status is PlanStatus.OPTIMAL else "plain"


def _headline(view: View) -> str:
    held, total = len(view.held), len(view.problem.requests)
    if total == 0:
        return view.say(EMPTY_HEAD)
    values = {"held": number(held, view.language), "total": number(total, view.language)}
    values["share"] = _written_share(held, total, view)
    said = view.say(_count(held, total), **values)
    if not view.plan.goals:
        return f"{said}."
    first = view.plan.goals[0]
    if first.goal is not Goal.VALUE:
        said = f"{said}, {_amount(first, view)}"
    return f"{said}. {evidence(view.plan, view.language)}".strip()


def _amount(first: GoalResult, view: View) -> str:
    if first.value == 0 and first.goal in WITHOUT:
        return view.say(WITHOUT[first.goal])
    return view.say(WITH, amount=amount(first.goal, first.value, language=view.language))


def _count(held: int, total: int) -> Text:
    if held == total:
        return ONLY if total == 1 else ALL
    return NONE if held == 0 else ONE if held == 1 else SOME


def _grounds(view: View) -> Markup:
    goals = view.plan.goals
    parts: list[str] = []
    if goals:
        text = GROUNDS_VALUE if goals[0].goal is Goal.VALUE else GROUNDS_LEAST
        parts.append(view.say(text, **figures(goals[0], view.language)))
    parts.append(open_goals(view.plan, view.language))
    if view.report is not None:
        parts.append(other_goals(view.report, view.language))
    return _when(view, *parts, lead=_proof_sign(view))


def _proof_sign(view: View) -> Markup:
    goals = view.plan.goals
    if goals and all(g.gap == 0 for g in goals):
        return _sign("ok", view.say(PROVED))
    if goals and goals[0].gap == 0:
        return _sign("ok", view.say(PROVED_FIRST))
    return _sign("warn", view.say(STILL_OPEN))


def _sign(kind: str, words: str) -> Markup:
    return tag("span", words, class_=f"sign {kind}")


def _when(view: View, *parts: str, lead: Markup | None = None) -> Markup:
    """The second line: figures, how long it took, why it ended, and whether it was checked."""
    seconds = written_seconds(view.plan.seconds, view)
    sentences = [*parts, view.say(STOPPED.get(view.plan.stopped, TIME), seconds=seconds)]
    if not view.is_without_plan:
        sentences.append(view.say(UNCHECKED if view.report is None else CHECKED))
    return tag("p", *((lead, " ") if lead else ()), " ".join(filter(None, sentences)), class_="grounds")

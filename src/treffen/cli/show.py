"""`treffen show`: a plan as tables on a terminal."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.inputs import Event, open_event, open_plan
from treffen.cli.proofs import proof_view
from treffen.cli.refusal import Refused
from treffen.cli.tables import table
from treffen.problem import EntityKind, Meeting
from treffen.timetable import Plan, differences
from treffen.words import Text, answer, core, core_details, joined_words, quoted, reason, remedy
from treffen.words import differences as told_differences


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Print the view that was asked for, of a plan or of lists."""
    if _is_of_lists(options):
        from treffen.cli import show_lists

        return show_lists.run(options, console)
    _check(options, console)
    event = open_event(options.input, console)
    plan = open_plan(options.plan, console)
    other = None if options.diff is None else open_plan(options.diff, console)
    if plan.problem != event.problem.digest():
        console.say(messages.NOTICE, notice=console.said(messages.PLAN_OF))
    if other is not None:
        lines = _difference(event, plan, other, console)
    elif options.participant is not None:
        lines = _of_one(event, plan, _person(options.participant, event, console), console)
    else:
        lines = _view(options.by or "time", event, plan, console)
    for line in lines:
        console.answer(line)
    return Exit.DONE


def _is_of_lists(options: argparse.Namespace) -> bool:
    from treffen.files.people.lists_reading import are_lists

    return are_lists(options.plan or options.input)


def _check(options: argparse.Namespace, console: Console) -> None:
    """A plan is shown with its event; some options speak of lists only."""
    if options.plan is None:
        console.say(messages.BOTH_NEEDED, command=f"treffen show INPUT {shlex.quote(options.input)}")
    elif options.why:
        console.say(messages.NOT_FOR_PLANS, flag="--why")
    else:
        return
    raise Refused(Exit.BAD_INPUT)


def _view(by: str, event: Event, plan: Plan, console: Console) -> Iterator[str]:
    if by == "proof":
        yield from proof_view(plan, console)
        yield from _core(event, plan, console)
    elif by == "unscheduled":
        yield from _unscheduled(event, plan, console)
    elif not plan.timetable.meetings:
        yield console.said(messages.NO_MEETINGS)
        yield answer(plan, console.language)
        yield from _core(event, plan, console)
    else:
        yield from {"time": _by_time, "participant": _by_participant, "place": _by_place}[by](
            event, plan, console
        )


def _core(event: Event, plan: Plan, console: Console) -> Iterator[str]:
    if plan.core is not None:
        yield core(plan.core, console.language, name=event.naming, problem=event.problem)
        yield core_details(plan.core, console.language, name=event.naming)


# --- meetings ---------------------------------------------------------------------------------


def _in_order(event: Event, meetings: Iterable[Meeting]) -> list[Meeting]:
    """By time, then length, then place, each as the problem orders them; unknown ids last."""
    slots = event.naming.slot_number
    places = {p.id: i for i, p in enumerate(event.problem.places)}
    lengths = {r.id: r.length for r in event.problem.requests}

    def key(m: Meeting) -> tuple[int, int, int, str]:
        return (
            slots.get(m.slot, len(slots)),
            lengths.get(m.request, 1),
            places.get(m.place, len(places)),
            m.request,
        )

    return sorted(meetings, key=key)


def _people(event: Event, meeting: Meeting, console: Console, *, without: str | None = None) -> str:
    naming = event.naming
    names = [naming(EntityKind.PARTICIPANT, p) for p in naming.attendees(meeting) if p != without]
    people = joined_words(names, console.language, most=len(names) + 1)
    if meeting.interpreter is None:
        return people
    helper = naming(EntityKind.INTERPRETER, meeting.interpreter)
    return console.said(messages.INTERPRETED, people=people, interpreter=helper)


def _table(console: Console, heads: Iterable[Text], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield from table([console.said(h) for h in heads], rows, width=console.width)


def _by_time(event: Event, plan: Plan, console: Console) -> Iterator[str]:
    naming = event.naming
    rows, before = [], ""
    for m in _in_order(event, plan.timetable.meetings):
        time = naming.occupied(m)
        where, title = naming(EntityKind.PLACE, m.place), naming(EntityKind.REQUEST, m.request)
        rows.append(("" if time == before else time, where, title, _people(event, m, console)))
        before = time
    yield from _table(console, (messages.TIME, messages.PLACE, messages.REQUEST, messages.WHO), rows)


def _by_participant(event: Event, plan: Plan, console: Console) -> Iterator[str]:
    agendas: dict[str, list[Meeting]] = {p.id: [] for p in event.problem.participants}
    for m in _in_order(event, plan.timetable.meetings):
        for p in event.naming.attendees(m):
            agendas.setdefault(p, []).append(m)
    for number, (person, meetings) in enumerate(agendas.items()):
        if number:
            yield ""
        yield from _agenda(event, person, meetings, console)


def _of_one(event: Event, plan: Plan, person: str, console: Console) -> Iterator[str]:
    mine = [m for m in plan.timetable.meetings if person in event.naming.attendees(m)]
    yield from _agenda(event, person, _in_order(event, mine), console)


def _agenda(event: Event, person: str, meetings: list[Meeting], console: Console) -> Iterator[str]:
    naming = event.naming
    yield naming(EntityKind.PARTICIPANT, person)
    if not meetings:
        yield console.said(messages.FREE)
        return
    rows = (
        (
            naming.occupied(m),
            naming(EntityKind.PLACE, m.place),
            _people(event, m, console, without=person),
            naming(EntityKind.REQUEST, m.request),
        )
        for m in meetings
    )
    yield from _table(console, (messages.TIME, messages.PLACE, messages.WITH, messages.REQUEST), rows)


def _by_place(event: Event, plan: Plan, console: Console) -> Iterator[str]:
    naming = event.naming
    there: dict[str, list[Meeting]] = {p.id: [] for p in event.problem.places}
    for m in _in_order(event, plan.timetable.meetings):
        there.setdefault(m.place, []).append(m)
    rows = []
    for place, meetings in there.items():
        name = naming(EntityKind.PLACE, place)
        if not meetings:
            rows.append((name, console.said(messages.FREE), "", ""))
        for n, m in enumerate(meetings):
            title = naming(EntityKind.REQUEST, m.request)
            rows.append(("" if n else name, naming.occupied(m), title, _people(event, m, console)))
    yield from _table(console, (messages.PLACE, messages.TIME, messages.REQUEST, messages.WHO), rows)


# --- what is not held, what differs -----------------------------------------------------------


def _unscheduled(event: Event, plan: Plan, console: Console) -> Iterator[str]:
    if not plan.unscheduled:
        yield console.said(messages.NOTHING_OPEN)
        return
    naming, language = event.naming, console.language
    rows = []
    for u in plan.unscheduled:
        request = naming.requests.get(u.request)
        names = () if request is None else (*request.participants, *request.delegates)
        people = joined_words([naming(EntityKind.PARTICIPANT, p) for p in names], language)
        why = reason(u, language, name=naming)
        help_ = "" if u.remedy is None else remedy(u.remedy, language, name=naming)
        rows.append((naming(EntityKind.REQUEST, u.request), people, why, help_))
    yield from _table(console, (messages.REQUEST, messages.WHO, messages.WHY, messages.REMEDY), rows)


def _difference(event: Event, plan: Plan, other: Plan, console: Console) -> Iterator[str]:
    found = differences(plan.timetable, other.timetable)
    yield from told_differences(found, console.language, name=event.naming)


def _person(wanted: str, event: Event, console: Console) -> str:
    """The id that was typed, or the one whose name was; a refusal that names near ones."""
    naming = event.naming
    ids = [p.id for p in event.problem.participants]
    if wanted in ids:
        return wanted
    by_name = [p for p in ids if naming(EntityKind.PARTICIPANT, p).casefold() == wanted.casefold()]
    if len(by_name) == 1:
        return by_name[0]
    console.say(messages.NO_SUCH_PERSON, id=wanted)
    known = [*ids, *(naming(EntityKind.PARTICIPANT, p) for p in ids)]
    near = by_name or get_close_matches(wanted, list(dict.fromkeys(known)), n=3)
    if near:
        texts = joined_words([quoted(n, console.language) for n in near], console.language)
        console.say(messages.MEANT, ids=texts)
    raise Refused(Exit.BAD_INPUT)

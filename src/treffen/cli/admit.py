"""`treffen admit`: may these yeses be given, beside everything that is promised?"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.inputs import Event, open_event, open_witness
from treffen.cli.outputs import Output, check_outputs, deliver_or_refuse
from treffen.cli.refusal import Refused
from treffen.cli.writers import answers_page_writer, answers_writer
from treffen.problem import EntityKind, ParticipantId, RequestId
from treffen.timetable import Timetable
from treffen.words import called, called_all, capitalised, number, possibility, reply, violation, way_out

if TYPE_CHECKING:
    from treffen.admission import AdmissionController, Answer
    from treffen.files.answers_json import Answers


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Read, answer, write, and say each answer in words; the exit status is the hardest of them."""
    outputs = [Output(flag="-o", path=options.output)]
    if options.html is not None:
        outputs.append(Output(flag="--html", path=options.html))
    check_outputs(outputs, [options.input, options.plan], console)
    event = open_event(options.input, console)
    witness = open_witness(options.plan, console)
    _refuse_unless_sound(event, witness, options, console)
    told = _answers(event, witness, options)
    writers = [answers_writer(told), answers_page_writer(event, told, language=console.language)]
    for output, writer in zip(outputs, writers, strict=False):
        deliver_or_refuse(output, writer, console)
    if not console.is_quiet:
        for line in _lines(event, told, console):
            console.answer(line)
        console.answer()
        console.answer(console.said(messages.WRITTEN, files=", ".join(o.path for o in outputs)))
    return _status(told)


def _status(told: Answers) -> Exit:
    from treffen.admission import Refused as No
    from treffen.admission import Undecided

    if told.waiting or any(isinstance(a, Undecided) for a in told.answers):
        return Exit.NOT_FOUND
    is_no = told.declined or any(isinstance(a, No) for a in told.answers)
    return Exit.NO if is_no else Exit.DONE


# --- what is wrong with what was asked -----------------------------------------------------------


def _refuse_unless_sound(
    event: Event, witness: Timetable, options: argparse.Namespace, console: Console
) -> None:
    """Everything that is wrong with the request, at once."""
    wrongs = list(_wrongs(event, witness, options, console))
    wrongs += _broken(event, witness, options.plan, console)
    for wrong in wrongs:
        console.note(wrong)
    if wrongs:
        raise Refused(Exit.BAD_INPUT)


def _wrongs(event: Event, witness: Timetable, options: argparse.Namespace, console: Console) -> Iterator[str]:
    people = {p.id for p in event.problem.participants}
    requests = {r.id for r in event.problem.requests}
    held = witness.by_request()
    asked: list[tuple[EntityKind, str, list[str], Collection[str]]] = [
        (EntityKind.REQUEST, "REQUEST", options.requests, requests),
        (EntityKind.REQUEST, "--withdraw", options.withdraw, requests),
        (EntityKind.PARTICIPANT, "--room", options.room, people),
    ]
    for noun, flag, ids, known in asked:
        for id in dict.fromkeys(ids):
            if id not in known:
                what = called(noun, id, language=console.language)
                yield console.said(messages.UNKNOWN_ID, flag=flag, what=what)
    for id in dict.fromkeys(options.withdraw):
        if id in requests and id not in held:
            what = called(EntityKind.REQUEST, id, language=console.language)
            yield console.said(messages.NOT_PROMISED, flag="--withdraw", what=what)
    if not (options.requests or options.withdraw or options.room or options.possible):
        yield console.said(messages.NOTHING_ASKED)


def _broken(event: Event, witness: Timetable, path: str, console: Console) -> list[str]:
    """The rules that the witness breaks; what is not in it need not be held."""
    from treffen.admission import broken_rules

    found = [violation(v, console.language, name=event.naming) for v in broken_rules(event.problem, witness)]
    head = [console.said(messages.WITNESS_BROKEN, path=path)] if found else []
    return head + [f"- {sentence}" for sentence in found]


# --- answers ------------------------------------------------------------------------------------


def _answers(event: Event, witness: Timetable, options: argparse.Namespace) -> Answers:
    from treffen.admission import AdmissionController, Policy, answer_requests
    from treffen.files.answers_json import Answers

    problem = event.problem
    desk = AdmissionController(problem, witness)
    withdrawn = tuple(dict.fromkeys(RequestId(r) for r in options.withdraw))
    for request in withdrawn:
        desk.withdraw(request)
    asked = tuple(dict.fromkeys(RequestId(r) for r in options.requests))
    answers: tuple[Answer, ...] = ()
    waiting: tuple[RequestId, ...] = ()
    declined: tuple[RequestId, ...] = ()
    if asked and not options.possible:
        heard = answer_requests(problem, desk.witness, requests=asked, policy=Policy(options.policy))
        answers, waiting, declined = heard.answers, heard.waiting, heard.declined
        desk = AdmissionController(problem, heard.witness)
    return Answers(
        problem=problem.digest(),
        policy=options.policy,
        answers=answers,
        waiting=waiting,
        declined=declined,
        possible=desk.possible(asked or _open(event, desk)) if options.possible else (),
        room={p: desk.room_for(p) for p in dict.fromkeys(map(ParticipantId, options.room))},
        withdrawn=withdrawn,
        witness=desk.witness,
    )


def _open(event: Event, desk: AdmissionController) -> tuple[RequestId, ...]:
    held = desk.witness.by_request()
    return tuple(r.id for r in event.problem.requests if r.id not in held)


def _lines(event: Event, told: Answers, console: Console) -> Iterator[str]:
    language, name = console.language, event.naming
    lists = (
        (messages.WITHDRAWN, told.withdrawn),
        (messages.DECLINED, told.declined),
        (messages.WAITING, told.waiting),
    )
    for said, ids in lists:
        if ids:
            what = called_all(EntityKind.REQUEST, ids, language=language, name=name)
            yield console.said(said, what=what)
    for answer in told.answers:
        yield reply(answer, language, name=name, problem=event.problem)
        for way in getattr(answer, "ways_out", ()):
            yield f"- {way_out(way, language, name=name)}"
    for one in told.possible:
        what = called(EntityKind.REQUEST, one.request, language=language, name=name)
        yield console.said(messages.CHANCE, what=capitalised(what), chance=possibility(one, language))
    for person, room in told.room.items():
        who = called(EntityKind.PARTICIPANT, person, language=language, name=name)
        yield console.said(messages.ROOM_LEFT, who=capitalised(who), n=number(room, language))

"""`treffen repair`: something happened on the day; the least change that mends the plan."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.display_names import DisplayNames
from treffen.cli.exits import Exit
from treffen.cli.inputs import Event, open_event, open_plan, tell_faults
from treffen.cli.outputs import Output, check_outputs, deliver_or_refuse
from treffen.cli.proofs import goals_table
from treffen.cli.refusal import Refused
from treffen.cli.signals import StopOnSignal
from treffen.cli.writers import plan_writer, problem_writer, repair_writer
from treffen.errors import InvalidProblem, RefusedTimetable
from treffen.problem import Fault, Problem, SlotId
from treffen.timetable import Plan, PlanStatus
from treffen.verification import Violation
from treffen.words import (
    choice,
    choice_kind,
    differences,
    disruption,
    loss,
    offer,
    repaired_bounds,
    smaller,
    stand_by,
    violation,
)

if TYPE_CHECKING:
    from treffen.files import DisruptionsReading
    from treffen.repair import Repaired

MOST_LINES = 40


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Read, repair, write, and say what changes for whom."""
    outputs = list(_outputs(options))
    check_outputs(outputs, [options.input, options.plan, options.disruptions], console)
    event = open_event(options.input, console)
    plan = open_plan(options.plan, console)
    if plan.status in (PlanStatus.INFEASIBLE, PlanStatus.UNKNOWN):
        console.say(messages.NOTHING_TO_REPAIR)
        raise Refused(Exit.BAD_INPUT)
    reading = _open_disruptions(options, console)
    mended = _repair(event, plan, reading, options=options, console=console)
    naming = DisplayNames(mended.problem, event.naming.labels, console.language)
    _write(event, mended, reading, options=options, console=console)
    if not console.is_quiet:
        for line in _lines(mended, reading, naming, console=console):
            console.answer(line)
        _tell_files(outputs, options, console)
    return Exit.DONE


def _outputs(options: argparse.Namespace) -> Iterator[Output]:
    yield Output(flag="-o", path=options.output)
    for kind in _kinds(options):
        yield Output(flag="--alternatives", path=_beside(options.output, kind))
    for flag, path in (("--event", options.event), ("--next", options.next)):
        if path is not None:
            yield Output(flag=flag, path=path, endings=(".json",))
    if options.html is not None:
        yield Output(flag="--html", path=options.html)


def _kinds(options: argparse.Namespace) -> list[str]:
    """The alternatives asked for, by the words that tell their files apart."""
    from treffen.repair import RepairOptionKind

    return [kind.value.replace("_", "-") for kind in list(RepairOptionKind)[1:]][: options.alternatives]


def _beside(path: str, kind: str) -> str:
    """`plan2.json` and `plan2.most-meetings.json` stand side by side."""
    whole = Path(path)
    return str(whole.with_name(f"{whole.stem}.{kind}{whole.suffix}"))


def _open_disruptions(options: argparse.Namespace, console: Console) -> DisruptionsReading:
    from treffen.files import read_disruptions

    reading = read_disruptions(options.disruptions)
    if reading.disruptions is None:
        tell_faults(options.disruptions, reading.faults, console)
        raise Refused(Exit.BAD_INPUT)
    return reading


def _repair(
    event: Event, plan: Plan, reading: DisruptionsReading, *, options: argparse.Namespace, console: Console
) -> Repaired:
    from treffen.repair import repair
    from treffen.solvers.base import Limits, Stop

    now = reading.now if options.now is None else SlotId(options.now)
    stop = Stop(options.time_limit)
    try:
        with StopOnSignal(stop.request, last_words=console.said(messages.ABORTED)):
            return repair(
                event.problem,
                plan.timetable,
                disruptions=reading.disruptions or (),
                now=now,
                limits=Limits(seconds=options.time_limit, seed=options.seed),
                alternatives=options.alternatives,
                stop=stop,
            )
    except InvalidProblem as invalid:
        _tell_disruptions(event.problem, reading, invalid, options=options, console=console)
    except RefusedTimetable as refused:
        console.say(messages.PLAN_OF)
        for one in refused.violations:
            if isinstance(one, Violation):
                console.note(f"- {violation(one, console.language, name=event.naming)}")
    raise Refused(Exit.BAD_INPUT)


def _tell_disruptions(
    problem: Problem,
    reading: DisruptionsReading,
    invalid: InvalidProblem,
    *,
    options: argparse.Namespace,
    console: Console,
) -> None:
    from treffen.files import located_in_disruptions

    lists = (problem.slots, problem.participants, problem.places, problem.requests, problem.talks)
    faults = located_in_disruptions(
        [f for f in invalid.faults if isinstance(f, Fault)],
        reading,
        sheet=Path(options.disruptions).name,
        ids=[one.id for nouns in lists for one in nouns],
    )
    tell_faults(options.disruptions, faults, console)


def _write(
    event: Event,
    mended: Repaired,
    reading: DisruptionsReading,
    *,
    options: argparse.Namespace,
    console: Console,
) -> None:
    plans = dict(zip(_kinds(options), mended.alternatives, strict=False))
    for output in _outputs(options):
        if output.flag == "-o":
            write = plan_writer(mended.plan)
        elif output.flag == "--alternatives":
            write = plan_writer(plans[Path(output.path).stem.rpartition(".")[2]].plan)
        elif output.flag == "--html":
            write = repair_writer(event, mended, reading.disruptions or (), language=console.language)
        else:
            problem = mended.problem if output.flag == "--event" else mended.lasting
            write = problem_writer(problem, event.naming.labels, console.language)
        deliver_or_refuse(output, write, console)


# --- words ------------------------------------------------------------------------------------


def _lines(
    mended: Repaired, reading: DisruptionsReading, naming: DisplayNames, *, console: Console
) -> Iterator[str]:
    language, happened = console.language, reading.disruptions or ()
    yield from _cut([disruption(d, language, name=naming) for d in happened], console)
    yield ""
    yield choice(mended.choice, language, repaired=mended)
    yield repaired_bounds(mended, language)
    yield ""
    yield from _cut(list(differences(mended.difference, language, name=naming)), console)
    for sentences in (
        [loss(one, language, disruptions=happened, name=naming) for one in mended.lost],
        [smaller(one, language, name=naming) for one in mended.smaller],
        [offer(one, language, name=naming) for one in mended.choice.offers],
        [stand_by(one, language, name=naming) for one in mended.choice.stand_bys],
    ):
        if sentences:
            yield ""
            yield from _cut(sentences, console)
    for other in mended.alternatives:
        yield ""
        yield f"{choice_kind(other.kind, language)}: {choice(other, language, repaired=mended)}"
    yield ""
    yield from goals_table(mended.plan, console)


def _cut(lines: list[str], console: Console) -> Iterator[str]:
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield console.said(messages.AND_MORE, n=len(lines) - MOST_LINES)


def _tell_files(outputs: list[Output], options: argparse.Namespace, console: Console) -> None:
    console.answer()
    console.answer(console.said(messages.WRITTEN, files=", ".join(o.path for o in outputs)))
    if options.event is not None:
        command = shlex.join(["treffen", "verify", options.event, options.output])
        console.answer(console.said(messages.CHECK, command=command))

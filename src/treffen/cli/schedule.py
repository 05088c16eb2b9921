"""`treffen schedule`: from an event to a plan with proof."""

from __future__ import annotations

import argparse
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.inputs import Event, open_event
from treffen.cli.outputs import Output, check_outputs, deliver, deliver_or_refuse
from treffen.cli.progress import Bar, Lines
from treffen.cli.proofs import goals_table
from treffen.cli.refusal import Refused
from treffen.cli.search_thread import search
from treffen.cli.signals import StopOnSignal
from treffen.cli.writers import page_writer, plan_writer, workbook_writer
from treffen.timetable import Plan, PlanStatus, StopReason
from treffen.verification import verify
from treffen.words import answer, core, core_details, number, stop_reason

if TYPE_CHECKING:
    from treffen.solvers.base import Stop

STATUSES = {
    PlanStatus.OPTIMAL: Exit.DONE,
    PlanStatus.FEASIBLE: Exit.DONE,
    PlanStatus.INFEASIBLE: Exit.NO,
    PlanStatus.UNKNOWN: Exit.NOT_FOUND,
}


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Read, search, write, and say what came of it."""
    outputs = list(_outputs(options))
    check_outputs(outputs, [options.input], console)
    event = open_event(options.input, console)
    from treffen.solvers.base import Stop  # numpy: not before the input was found sound

    stop = Stop(options.time_limit)
    with StopOnSignal(stop.request, last_words=console.said(messages.ABORTED)) as listening:
        plan = _plan(event, options, console, stop=stop, listening=listening)
        _write_plan(outputs[0], plan, console)
        written = [options.output]
        if plan.status is not PlanStatus.UNKNOWN:
            written += _write_views(event, plan, options, console)
    _tell(event, plan, console)
    if not console.is_quiet:
        _summarise(plan, written, options, console)
    return STATUSES[plan.status]


def _outputs(options: argparse.Namespace) -> Iterator[Output]:
    yield Output(flag="-o", path=options.output)
    if options.html is not None:
        yield Output(flag="--html", path=options.html)
    if options.xlsx is not None:
        yield Output(flag="--xlsx", path=options.xlsx, endings=(".xlsx",))


def _plan(
    event: Event, options: argparse.Namespace, console: Console, *, stop: Stop, listening: StopOnSignal
) -> Plan:
    from treffen.solvers.base import Limits

    limits = Limits(seconds=options.time_limit, seed=options.seed, threads=options.threads)
    problem, goals = event.problem, options.goals
    bar = (
        Lines(console.err)
        if options.progress_json
        else Bar(console.err, console.language, limit=limits.seconds, is_quiet=console.is_quiet)
    )
    return search(problem, console, limits=limits, goals=goals, stop=stop, listening=listening, bar=bar)


# --- files ------------------------------------------------------------------------------------


def _write_plan(output: Output, plan: Plan, console: Console) -> None:
    """Write the plan; one that took an hour must not be lost to a disk that has filled up."""
    try:
        deliver(output, plan_writer(plan))
    except OSError as error:
        spare = Output(flag=output.flag, path=str(Path(tempfile.mkdtemp(prefix="treffen-")) / "plan.json"))
        deliver_or_refuse(spare, plan_writer(plan), console)
        console.say(messages.LOST, why=error.strerror or error, path=spare.path)
        raise Refused(Exit.BAD_INPUT) from None


def _write_views(event: Event, plan: Plan, options: argparse.Namespace, console: Console) -> list[str]:
    """The page and the workbook, where they are asked for; their paths."""
    views = list(_outputs(options))[1:]
    report = verify(event.problem, plan) if views else None
    for output in views:
        assert report is not None
        writer = page_writer if output.flag == "--html" else workbook_writer
        write = writer(event, plan, report=report, language=console.language)
        deliver_or_refuse(output, write, console)
    return [output.path for output in views]


# --- words ------------------------------------------------------------------------------------


def _tell(event: Event, plan: Plan, console: Console) -> None:
    """What must be known even where quiet is asked for: that there is no plan, and why."""
    if plan.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE):
        return
    console.note(answer(plan, console.language))
    if plan.core is not None:
        sentence = core(plan.core, console.language, name=event.naming, problem=event.problem)
        console.note(sentence)
        console.note(core_details(plan.core, console.language, name=event.naming))


def _summarise(plan: Plan, written: list[str], options: argparse.Namespace, console: Console) -> None:
    if plan.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE):
        console.answer(answer(plan, console.language))
    if plan.stopped is not StopReason.FINISHED:
        console.answer(stop_reason(plan.stopped, console.language))
    if plan.goals:
        console.answer()
        for line in goals_table(plan, console):
            console.answer(line)
    console.answer()
    seconds = number(plan.seconds, console.language, digits=2)
    console.answer(console.said(messages.SECONDS, seconds=seconds))
    console.answer(console.said(messages.WRITTEN, files=", ".join(written)))
    command = shlex.join(["treffen", "verify", options.input, options.output])
    console.answer(console.said(messages.CHECK, command=command))

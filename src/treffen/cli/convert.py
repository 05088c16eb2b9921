"""`treffen convert`: an event in another format, from and to what others have."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.display_names import sizes
from treffen.cli.exits import Exit
from treffen.cli.inputs import (
    Event,
    event_of,
    open_event,
    open_plan,
    read_or_refuse,
    tell_faults,
    tell_notices,
)
from treffen.cli.outputs import Output, Write, check_folder, check_outputs, deliver_or_refuse
from treffen.cli.refusal import Refused
from treffen.cli.writers import problem_writer
from treffen.problem import Problem
from treffen.words import number

MINUTES = 20  # of a slot where nothing is said
ENDINGS = (".json", ".xlsx", ".dzn")
ENDINGS_OF_PLANS = (".json", ".csv")


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Write what was read; the same event always gives the same file."""
    if options.plan:
        _refuse_flags(options, ("goals", "no_break_spread"), console)
    endings = ENDINGS_OF_PLANS if options.plan else ENDINGS if Path(options.output).suffix else ()
    output = Output(flag="-o", path=options.output, endings=endings)
    inputs = [path for path in (options.input, options.event, options.speakers, options.plan) if path]
    if output.endings:
        check_outputs([output], inputs, console)
    else:
        check_folder(output, console)
    event = _event(options, console)
    if options.plan:
        deliver_or_refuse(output, _plan_writer(event, options, console), console)
        console.say(messages.WRITTEN, files=options.output)
        return Exit.DONE
    problem = event.problem
    if options.no_break_spread:
        problem = replace(problem, break_spread=None)
    if options.goals:
        problem = replace(problem, goals=options.goals)
    deliver_or_refuse(output, _writer(event, problem, options, console), console)
    console.say(messages.WRITTEN, files=options.output)
    return Exit.DONE


def _event(options: argparse.Namespace, console: Console) -> Event:
    """The event in a file of ours, or of another system; of the latter it is said what it holds."""
    from treffen.files import read_event
    from treffen.files.foreign import Frame, read_foreign

    frame = Frame(minutes=options.minutes or MINUTES, tables=options.tables)
    if options.event:
        _refuse_flags(options, ("tables", "minutes"), console)
        frame = replace(frame, event=read_or_refuse(options.event, read_event, console))
    reading = read_foreign(options.input, frame, speakers=options.speakers)
    if reading is None:
        event = open_event(options.input, console)
        _refuse_flags_of_exports(options, console)
        return event
    if Path(options.input).suffix.lower() != ".json":
        _refuse_flags(options, ("speakers",), console)  # a list of meetings knows no speakers
    event = event_of(options.input, reading, console)
    _say_what_it_holds(event, console)
    return event


def _refuse_flags_of_exports(options: argparse.Namespace, console: Console) -> None:
    """Flags that only exports of other systems need would do nothing here."""
    wrong = [
        flag for flag in ("event", "speakers", "tables", "minutes") if getattr(options, flag) is not None
    ]
    for flag in wrong:
        console.say(messages.NO_EXPORT, flag=f"--{flag}", path=options.input)
    if wrong:
        raise Refused(Exit.BAD_INPUT)


def _refuse_flags(options: argparse.Namespace, flags: Sequence[str], console: Console) -> None:
    """Flags that would do nothing beside the others."""
    useless = [flag for flag in flags if getattr(options, flag) not in (None, False)]
    for flag in useless:
        console.say(messages.USELESS_FLAG, flag=f"--{flag.replace('_', '-')}")
    if useless:
        raise Refused(Exit.BAD_INPUT)


def _say_what_it_holds(event: Event, console: Console) -> None:
    problem = event.problem
    console.say(messages.GENERATED, path=event.path, **sizes(problem, console.language))
    if not problem.requests:
        console.say(messages.NO_REQUESTS)


def _plan_writer(event: Event, options: argparse.Namespace, console: Console) -> Write:
    """The writer of a plan of this event for other systems."""
    from treffen.files.foreign.plans import has_times, write_meeting_list, write_schedule
    from treffen.verification import verify

    plan = open_plan(options.plan, console)
    is_schedule = Path(options.output).suffix.lower() == ".json"
    if plan.problem != event.problem.digest():
        console.say(messages.PLAN_OF)
        raise Refused(Exit.BAD_INPUT)
    if not verify(event.problem, plan, expects_reasons=False).is_accepted:
        console.say(messages.PLAN_NOT_ACCEPTED, path=options.plan)
        raise Refused(Exit.BAD_INPUT)
    if is_schedule and not has_times(event.problem):
        console.say(messages.NO_TIMES, path=event.path)
        raise Refused(Exit.BAD_INPUT)
    write = write_schedule if is_schedule else write_meeting_list
    return lambda path: write(path, event.problem, plan=plan, labels=event.naming.labels)


def _writer(event: Event, problem: Problem, options: argparse.Namespace, console: Console) -> Write:
    """The writer of the format; refuses what the format cannot say, and tells what it leaves out."""
    ending = Path(options.output).suffix.lower()
    if ending == ".dzn":
        from treffen.files.b2b_writing import beyond_b2b, left_by_b2b, write_b2b

        if beyond := beyond_b2b(problem):
            tell_faults(options.output, beyond, console)
            raise Refused(Exit.BAD_INPUT)
        tell_notices(left_by_b2b(problem), console)
        return lambda path: write_b2b(path, problem)
    if problem.promised and ending != ".json":
        console.say(messages.NO_PROMISES, n=number(len(problem.promised), console.language))
        raise Refused(Exit.BAD_INPUT)
    return problem_writer(problem, event.naming.labels, console.language)

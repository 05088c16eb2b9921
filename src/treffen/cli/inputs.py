"""Problems and plans from files; all that is wrong with them is said at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.naming import Naming
from treffen.cli.refusal import Refused
from treffen.problem import LocatedFault, Problem
from treffen.timetable import Plan
from treffen.words import located_fault, number


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A problem that was read, with the names to show for its ids."""

    path: str
    problem: Problem
    naming: Naming


def open_event(path: str, console: Console) -> Event:
    """The event in a file or folder, or a refusal that lists all its faults."""
    from treffen.files import read_problem  # reading workbooks takes libraries that --help does not need

    reading = read_problem(path)
    if reading.problem is None:
        _tell_faults(path, reading.faults, console)
        raise Refused(Exit.BAD_INPUT)
    if not console.is_quiet:
        for notice in reading.notices:
            console.say(messages.NOTICE, notice=located_fault(notice, console.language))
    naming = Naming(reading.problem, reading.labels, console.language)
    return Event(path=path, problem=reading.problem, naming=naming)


def open_plan(path: str, console: Console) -> Plan:
    """The plan in a file, or a refusal that lists all its faults."""
    from treffen.files import read_plan

    reading = read_plan(path)
    if reading.plan is None:
        _tell_faults(path, reading.faults, console)
        raise Refused(Exit.BAD_INPUT)
    return reading.plan


def _tell_faults(path: str, faults: Sequence[LocatedFault], console: Console) -> None:
    head = messages.FAULTY.one if len(faults) == 1 else messages.FAULTY.many
    console.say(head, path=path, n=number(len(faults), console.language))
    for one in faults:
        console.note(f"- {located_fault(one, console.language)}")

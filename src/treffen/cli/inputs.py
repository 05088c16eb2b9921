"""Problems and plans from files; all that is wrong with them is said at once."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.display_names import DisplayNames
from treffen.cli.exits import Exit
from treffen.cli.refusal import Refused
from treffen.problem import LocatedFault, Problem, ReadingFaultKind
from treffen.timetable import Plan, Timetable
from treffen.words import located_fault, number

if TYPE_CHECKING:
    from treffen.files import Reading

IGNORED = (ReadingFaultKind.IGNORED_SHEET, ReadingFaultKind.IGNORED_COLUMN, ReadingFaultKind.IGNORED_KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A problem that was read, with the names to show for its ids."""

    path: str
    problem: Problem
    naming: DisplayNames


def open_event(path: str, console: Console) -> Event:
    """The event in a file or folder, or a refusal that lists all its faults."""
    from treffen.files import read_problem  # reading workbooks takes libraries that --help does not need

    reading = read_problem(path)
    if reading.problem is None:
        _hint_at_convert(path, console)
    return event_of(path, reading, console)


def _hint_at_convert(path: str, console: Console) -> None:
    """Somebody else's export is no event yet."""
    from treffen.files.foreign import Frame, read_foreign

    if read_foreign(path, Frame()) is not None:
        console.say(messages.IS_EXPORT, path=path, command=shlex.join(["treffen", "convert", path]))


def read_or_refuse(path: str, read: Callable[[str], Reading], console: Console) -> Reading:
    """What a reader gives, notices told; a refusal that lists all faults where it gives nothing."""
    reading = read(path)
    event_of(path, reading, console)
    return reading


def event_of(path: str, reading: Reading, console: Console) -> Event:
    """The event that was read, or a refusal: all its faults, and what was ignored, often their cause."""
    if reading.problem is None:
        tell_faults(path, reading.faults, console)
        tell_notices([one for one in reading.notices if one.fault.kind in IGNORED], console)
        raise Refused(Exit.BAD_INPUT)
    tell_notices(reading.notices, console)
    naming = DisplayNames(reading.problem, reading.labels, console.language)
    return Event(path=path, problem=reading.problem, naming=naming)


def open_plan(path: str, console: Console) -> Plan:
    """The plan in a file, or a refusal that lists all its faults."""
    from treffen.files import read_plan

    reading = read_plan(path)
    if reading.plan is None:
        tell_faults(path, reading.faults, console)
        raise Refused(Exit.BAD_INPUT)
    return reading.plan


def open_witness(path: str, console: Console) -> Timetable:
    """The timetable in a plan or in earlier answers, or a refusal that lists all faults."""
    from treffen.files.answers_json import read_witness

    reading = read_witness(path)
    if reading.witness is None:
        tell_faults(path, reading.faults, console)
        raise Refused(Exit.BAD_INPUT)
    return reading.witness


def tell_notices(notices: Sequence[LocatedFault], console: Console) -> None:
    """What need not be repaired, unless quiet was asked for."""
    for notice in () if console.is_quiet else notices:
        console.say(messages.NOTICE, notice=located_fault(notice, console.language))


def tell_faults(path: str, faults: Sequence[LocatedFault], console: Console) -> None:
    """All that is wrong with an input."""
    sentences = [located_fault(_inside(path, one), console.language) for one in faults]
    if len(sentences) == 1:
        console.note(f"{path}: {sentences[0]}")
        return
    console.say(messages.FAULTY, path=path, n=number(_count(faults), console.language))
    for sentence in sentences:
        console.note(f"- {sentence}")


def _inside(path: str, fault: LocatedFault) -> LocatedFault:
    """The fault without the name of the file, where that stands at the head of the list."""
    if fault.where.sheet != Path(path).name:
        return fault
    return replace(fault, where=replace(fault.where, sheet=""))


def _count(faults: Sequence[LocatedFault]) -> int:
    """All faults, also those that a reader only counted."""
    more = [f.fault.value for f in faults if f.fault.kind is ReadingFaultKind.CUT_OFF_LIST]
    return len(faults) - len(more) + sum(int(m) for m in more if m.isdigit())

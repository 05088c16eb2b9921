"""The B2B meeting-scheduling benchmark (`.dzn`) as a problem.

Participants, requests and slots are named by their numbers, places `t1` to `tn`; all slots
are one block. Every request must be held, breaks are to be few, and nobody has more than two
breaks more than anybody else. Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret
describe the event in "Constraint solving approaches to the business-to-business meeting
scheduling problem", JAIR 74 (2022), 263-301.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from treffen.files.content import Unreadable, decode, read_bytes
from treffen.files.minizinc import Data, Value, read_data
from treffen.files.nearness import nearest
from treffen.files.reading import Reading
from treffen.files.source_map import SourceMap, cut, located_faults
from treffen.problem import (
    EntityKind,
    Goal,
    LocatedFault,
    Participant,
    ParticipantId,
    Place,
    PlaceId,
    Problem,
    ReadingFault,
    ReadingFaultKind,
    Request,
    RequestId,
    Slot,
    SlotId,
    Where,
)

LIMITS = {
    "nBusiness": 1_000_000,
    "nMeetings": 2_000_000,
    "nTables": 100_000,
    "nTotalSlots": 10_000,
    "nMorningSlots": 10_000,
}
ARRAYS = ("requested", "meetingsxBusiness", "nMeetingsBusiness", "forbidden", "fixed", "precedences")
RANGES = ("nBusiness", "nMeetings", "nTotalSlots", "nMorningSlots")
SPREAD = 2
MORNING, AFTERNOON, ANY = 1, 2, 3


def read_b2b(path: Path) -> Reading:
    """The problem in a benchmark file, or all its faults with line and column."""
    where = Where(sheet=path.name)
    try:
        data = read_data(decode(read_bytes(path, where), where), where)
    except Unreadable as error:
        return Reading(faults=(error.located,))
    return _Event(data).read()


class _Event:
    """One file being read: its numbers, and what is wrong with it so far."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.faults: list[LocatedFault] = []
        self.notices: list[LocatedFault] = []
        self.offsets: dict[RequestId, int] = {}
        self.people = self._count("nBusiness")
        self.meetings = self._count("nMeetings")
        self.tables = self._count("nTables")
        self.slots = self._count("nTotalSlots")
        self.morning = self._count("nMorningSlots")
        self.ids = tuple(SlotId(str(t)) for t in range(1, self.slots + 1))

    # --- finding and refusing -----------------------------------------------------------------

    def _fault(self, kind: ReadingFaultKind, at: int, *, field: str, value: object, expected: str) -> None:
        fault = ReadingFault(kind=kind, field=field, value=str(value)[:80], expected=expected)
        self.faults.append(LocatedFault(fault=fault, where=self.data.spot(at)))

    def _wrong_type(self, value: Value, field: str, expected: str) -> None:
        shown = _shown(value.content)
        kind = ReadingFaultKind.WRONG_TYPE
        self._fault(kind, value.at, field=field, value=shown, expected=expected)

    def _missing(self, name: str) -> None:
        fault = ReadingFault(kind=ReadingFaultKind.MISSING_KEY, field=name, value=name)
        there = [key for key in self.data.values if key not in (*LIMITS, *ARRAYS)]
        hint = nearest(name, there)
        self.faults.append(LocatedFault(fault=fault, where=self.data.where, suggestion=hint))

    def _count(self, name: str) -> int:
        value = self.data.values.get(name)
        if value is None:
            self._missing(name)
            return 0
        return self._whole(value, name, least=0, most=LIMITS[name])

    def _whole(self, value: Value, field: str, *, least: int, most: int) -> int:
        number = value.content
        if type(number) is not int:
            self._fault(
                ReadingFaultKind.WRONG_TYPE,
                value.at,
                field=field,
                value=_shown(number),
                expected="whole number",
            )
        elif not least <= number <= most:
            kind = ReadingFaultKind.OUT_OF_RANGE
            self._fault(kind, value.at, field=field, value=number, expected=f"{least}..{most}")
        else:
            return number
        return least

    def _array(self, name: str, size: int) -> tuple[Value, ...]:
        """An array of this size; one with nothing in it if it is missing or wrong."""
        value = self.data.values.get(name)
        if value is None:
            return ()
        if not isinstance(value.content, tuple):
            self._fault(
                ReadingFaultKind.WRONG_TYPE,
                value.at,
                field=name,
                value=_shown(value.content),
                expected="list",
            )
            return ()
        if len(value.content) != size:
            kind = ReadingFaultKind.WRONG_SHAPE
            self._fault(kind, value.at, field=name, value=len(value.content), expected=str(size))
            return ()
        return value.content

    def _set(self, value: Value, field: str, *, least: int, most: int) -> frozenset[int]:
        content = value.content
        if isinstance(content, range):
            ends = (content.start, max(content.start, content.stop - 1))
            for end in ends if len(content) else ():
                self._whole(Value(end, value.at), field, least=least, most=most)
            return frozenset(range(max(content.start, least), min(content.stop, most + 1)))
        if not isinstance(content, frozenset):
            self._wrong_type(value, field, "set")
            return frozenset()
        members = sorted(content, key=lambda member: member.at)
        return frozenset(self._whole(member, field, least=least, most=most) for member in members)

    # --- the parts ----------------------------------------------------------------------------

    def read(self) -> Reading:
        self._check_halves()
        if any(one.fault.field in RANGES for one in self.faults):
            return Reading(faults=tuple(self.faults))  # everything else is judged by these numbers
        requests = self._requests()
        problem = Problem(
            slots=tuple(Slot(id=id) for id in self.ids),
            places=tuple(Place(id=PlaceId(f"t{n}")) for n in range(1, self.tables + 1)),
            participants=self._participants(),
            requests=requests,
            pair_once=False,
            break_spread=SPREAD,
            goals=(Goal.BREAKS,),
        )
        self._check_meetings(requests)
        self._check_names()
        missing = {"slots", "places", "participants", "requests"} if self.faults else ()
        spots = SourceMap()
        if problem.faults():
            for id, at in self.offsets.items():
                spots.put(EntityKind.REQUEST, id, self.data.spot(at))
        faults = [*self.faults, *located_faults(problem, spots, body_missing=missing)]
        return Reading(problem=None if faults else problem, faults=cut(faults), notices=tuple(self.notices))

    def _participants(self) -> tuple[Participant, ...]:
        forbidden = self._array("forbidden", self.people)
        found = []
        for number in range(1, self.people + 1):
            id = ParticipantId(str(number))
            blocked: frozenset[int] = frozenset()
            if forbidden:
                value = forbidden[number - 1]
                blocked = self._set(value, "forbidden", least=0, most=self.slots) - {0}
            free = frozenset(t for n, t in enumerate(self.ids, 1) if n not in blocked) if blocked else None
            found.append(Participant(id=id, free=free))
        return tuple(found)

    def _requests(self) -> tuple[Request, ...]:
        if "requested" not in self.data.values:
            self._missing("requested")
            return ()
        morning, afternoon = frozenset(self.ids[: self.morning]), frozenset(self.ids[self.morning :])
        halves = {MORNING: morning, AFTERNOON: afternoon}
        fixed = self._array("fixed", self.meetings)
        before = self._array("precedences", self.meetings)
        found = []
        for number, row in enumerate(self._array("requested", self.meetings), 1):
            cells = self._row(row)
            if cells is None:
                continue
            one, other, half = cells
            start = self._whole(fixed[number - 1], "fixed", least=0, most=self.slots) if fixed else 0
            id, allowed = RequestId(str(number)), halves.get(half)
            slot = self.ids[start - 1] if start else None
            if slot is not None and allowed is not None and slot not in allowed:
                slot, allowed = None, frozenset()  # can never be held: no fault of the file
            self.offsets[id] = _offset(row)
            found.append(
                Request(
                    id=id,
                    participants=(ParticipantId(str(one)), ParticipantId(str(other))),
                    must=True,
                    slots=allowed,
                    slot=slot,
                    after=self._earlier(before[number - 1]) if before else (),
                )
            )
        return tuple(found)

    def _earlier(self, value: Value) -> tuple[RequestId, ...]:
        numbers = self._set(value, "precedences", least=0, most=self.meetings) - {0}
        return tuple(RequestId(str(n)) for n in sorted(numbers))

    def _row(self, row: object) -> tuple[int, int, int] | None:
        cells = row.content if isinstance(row, Value) else row
        if not isinstance(cells, tuple) or len(cells) != 3:
            size = len(cells) if isinstance(cells, tuple) else 1
            kind, at = ReadingFaultKind.WRONG_SHAPE, _offset(row) or self.data.values["requested"].at
            self._fault(kind, at, field="requested", value=size, expected="3")
            return None
        known = len(self.faults)
        one, other = (self._whole(c, "requested", least=1, most=max(1, self.people)) for c in cells[:2])
        half = self._whole(cells[2], "requested", least=1, most=ANY)
        return (one, other, half) if len(self.faults) == known else None

    # --- consistency --------------------------------------------------------------------------

    def _check_halves(self) -> None:
        if self.morning > self.slots and not any(f.fault.field in RANGES for f in self.faults):
            at = self.data.values["nMorningSlots"].at
            limit = f"0..{self.slots}"
            kind = ReadingFaultKind.OUT_OF_RANGE
            self._fault(kind, at, field="nMorningSlots", value=self.morning, expected=limit)

    def _check_meetings(self, requests: Iterable[Request]) -> None:
        """`meetingsxBusiness` follows from `requested`; it is only refused if it says otherwise."""
        told = self._array("meetingsxBusiness", self.people)
        if not told or self.faults:
            return
        true: dict[int, set[int]] = {number: set() for number in range(1, self.people + 1)}
        for request in requests:
            for person in request.participants:
                true[int(person)].add(int(request.id))
        for number, value in enumerate(told, 1):
            members = self._set(value, "meetingsxBusiness", least=1, most=self.meetings + 1)
            if {member - 1 for member in members} - {0} != true[number]:
                kind = ReadingFaultKind.CONTRADICTION
                expected = "{" + ",".join(str(m) for m in (1, *sorted(m + 1 for m in true[number]))) + "}"
                shown = "{" + ",".join(map(str, sorted(members))) + "}"
                self._fault(kind, value.at, field="meetingsxBusiness", value=shown, expected=expected)

    def _check_names(self) -> None:
        for name, value in self.data.values.items():
            if name not in LIMITS and name not in ARRAYS:
                fault = ReadingFault(kind=ReadingFaultKind.IGNORED_KEY, field=name, value=name)
                hint = nearest(name, [*LIMITS, *ARRAYS])
                where = self.data.spot(value.at)
                self.notices.append(LocatedFault(fault=fault, where=where, suggestion=hint))


def _offset(row: object) -> int:
    """Where a row of the table begins; 0 for an empty one."""
    if isinstance(row, Value):
        return row.at
    return row[0].at if isinstance(row, tuple) and row else 0


def _shown(content: object) -> str:
    """A value of the wrong kind as a person may see it."""
    if isinstance(content, (tuple, frozenset)):
        return "[...]" if isinstance(content, tuple) else "{...}"
    return str(content)

"""Lists of meetings and participants as networking platforms export them: who asked whom, and what became.

Workbooks or folders of CSV. Columns are known by many names; faults stand at their cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from treffen.files.foreign.columns import ACCEPTED, MEETINGS, OFF, PENDING, PEOPLE, STATUSES
from treffen.files.foreign.list_times import Clock, Times
from treffen.files.foreign.nodes import Findings
from treffen.files.foreign.people import Matching, guests
from treffen.files.foreign.programme import Frame
from treffen.files.reading import Reading
from treffen.files.sheets.cell_grid import Grid, Table, table_of, text_of
from treffen.files.sheets.csv_folder import ENDINGS, grid_of_csv
from treffen.files.sheets.entity_rows import participant, rows_with_ids
from treffen.files.sheets.headers import normalised_header
from treffen.files.sheets.lists import Item
from treffen.files.sheets.names import Names
from treffen.files.sheets.reading_context import K, ReadingContext, RowCells, tell_columns
from treffen.files.sheets.workbook import grids_of_workbook
from treffen.files.source_map import cut, located_faults
from treffen.problem import (
    EntityKind,
    Goal,
    Meeting,
    Participant,
    ParticipantId,
    Place,
    PlaceId,
    Problem,
    Request,
    RequestId,
    Where,
)

VALUES = {ACCEPTED: 2, PENDING: 1}
TOLD = (Goal.VALUE, Goal.CHANGED, Goal.SHORTFALL, Goal.IDLE, Goal.CHANGES)
"""The goals of an event in which people have been told of meetings already."""


def grids_of(path: Path) -> list[Grid]:
    """The visible sheets of a workbook, or the files of a folder; raises `Unreadable`."""
    if not path.is_dir():
        return [grid for grid, is_visible in grids_of_workbook(path) if is_visible and grid.rows]
    files = sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS)
    sheets = [PEOPLE if _is_of_people(file.name) else MEETINGS for file in files]
    return [grid_of_csv(f, sheet, Where(sheet=f.name)) for f, sheet in zip(files, sheets, strict=True)]


def _is_of_people(name: str) -> bool:
    """Whether a sheet or file is called as lists of people are."""
    bare = Path(name).stem if name.lower().endswith(ENDINGS) else name
    return normalised_header(bare) in PEOPLE.spellings()


def _meetings_in(grids: Sequence[Grid]) -> Table | None:
    """The sheet in which somebody asks somebody, and something became of it."""
    tables = (table_of(grid, MEETINGS) for grid in grids if not _is_of_people(grid.name))
    return next((t for t in tables if t and set(MEETINGS.needs) <= t.columns.keys()), None)


def is_meeting_list(grids: Sequence[Grid]) -> bool:
    """Whether one of the sheets is a list of meetings; our own sheets know no status."""
    return _meetings_in(grids) is not None


def read_meeting_list(grids: Sequence[Grid], frame: Frame) -> Reading:
    """The event of a list, its slots and places those of the frame, or of the meetings that have some."""
    meetings = _meetings_in(grids)
    assert meetings is not None
    others = [grid for grid in grids if grid.name != meetings.name]
    people = next((grid for grid in others if _is_of_people(grid.name)), None)
    desk = ReadingContext()
    for grid in others:
        if grid is not people or table_of(grid, PEOPLE) is None:
            desk.tell(K.IGNORED_SHEET, Where(sheet=grid.name), value=grid.name)
    return _List(desk, meetings, None if people is None else table_of(people, PEOPLE), frame).reading()


@dataclass(slots=True)
class _List:
    """One list being read."""

    desk: ReadingContext
    meetings: Table
    people: Table | None
    frame: Frame
    requests: list[Request] = field(default_factory=list)
    promised: list[Meeting] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    meant: dict[str, str] = field(default_factory=dict)  # ids of the list to those of the frame

    def reading(self) -> Reading:
        desk, own = self.desk, self.frame.event.problem
        findings = Findings(self.meetings.name)
        labels = {**self.frame.event.labels}
        for table in (self.people, self.meetings):
            if table is not None:
                tell_columns(desk, table)
        named = self._matched(list(rows_with_ids(desk, self.people)) if self.people else [], labels, findings)
        every = list(self._rows())
        self._name_everybody(named, every, labels)
        rows = [(cells, status) for cells in every if (status := self._status(cells, findings)) != OFF]
        times = Times.of(desk, [cells for cells, _ in rows], self.frame)
        participants = self._participants(named)
        self._known_places(labels)
        for (cells, status), clock in zip(rows, times.clocks, strict=True):
            self._add(cells, clock, times, status=status, findings=findings)
        problem = Problem(
            slots=times.slots,
            places=tuple(self.places.values()) or self._tables(),
            participants=participants,
            requests=(*(own.requests if own else ()), *self.requests),
            promised=tuple(self.promised),
        )
        if own is not None:
            promised = (*own.promised, *self.promised)
            problem = replace(own, participants=participants, requests=problem.requests, promised=promised)
        if self.promised:
            problem = replace(problem, goals=self._goals(own, findings))
        faults = [*desk.faults, *located_faults(problem, desk.spots)]
        faults.sort(key=lambda one: (one.where.sheet, one.where.row or 0, one.where.column or 0))
        return Reading(
            problem=None if faults else problem,
            faults=cut(faults),
            notices=(*desk.notices, *findings.notices()),
            labels=labels | desk.labels,
        )

    def _goals(self, own: Problem | None, findings: Findings) -> tuple[Goal, ...]:
        """The organiser's goals, among which what people were told of has to count; ours without a frame."""
        if own is None or Goal.CHANGED in own.goals:
            return TOLD if own is None else own.goals
        findings.tell(K.GOAL_ADDED, Goal.CHANGED.value)
        at = 1 if own.goals[:1] == (Goal.VALUE,) else 0
        return (*own.goals[:at], Goal.CHANGED, *own.goals[at:])

    # --- people -------------------------------------------------------------------------------

    def _matched(
        self, named: list[RowCells], labels: Mapping[tuple[EntityKind, str], str], findings: Findings
    ) -> list[RowCells]:
        """The rows of people the frame does not have; of the others their ids and names are known."""
        desk, noun, fresh = self.desk, EntityKind.PARTICIPANT, list[RowCells]()
        names = {cells.id: desk.labels.get((noun, cells.id), "") for cells in named}
        if not self._own_people():
            return named
        matching = Matching(self._own_people(), labels, [name or id for id, name in names.items()])
        reached = desk.names[noun] = Names()
        for cells in named:
            id, name = cells.id, names[cells.id]
            own = matching.own(id, name)
            if own is None and matching.clashes(id):
                expected = matching.name_of(id)
                desk.refuse(
                    K.CONTRADICTION, cells.where("name"), field="name", value=name or id, expected=expected
                )
            if own is not None and own != id:
                desk.labels.pop((noun, id), None)
            reached.add(own or id, name)
            self.meant[id] = own or id
            if email := cells.text("email"):
                reached.add(own or id, email)
            fresh += [] if own is not None else [cells]
        if matching.said:
            findings.tell(K.MATCHED, ", ".join(matching.said))
        return fresh

    def _rows(self) -> Iterator[RowCells]:
        for number, row in enumerate(self.meetings.rows, 1):
            cells = RowCells(self.desk, self.meetings, row)
            cells.id = cells.text("id") or str(number)
            self.desk.spots.put(EntityKind.REQUEST, cells.id, self.meetings.where(row))
            yield cells

    def _name_everybody(
        self,
        named: Sequence[RowCells],
        rows: Sequence[RowCells],
        labels: Mapping[tuple[EntityKind, str], str],
    ) -> None:
        """Who may be meant by a name, an id or an email address; without a list of people, whoever occurs."""
        known = self.desk.known(EntityKind.PARTICIPANT)
        for person in self._own_people():
            known.add(person.id, labels.get((EntityKind.PARTICIPANT, person.id), ""))
        called = {**labels, **self.desk.labels}
        for id in list(known):
            if name := called.get((EntityKind.PARTICIPANT, id), ""):
                known.add(id, f"{name} ({id})")  # as our own lists call one of two of a name
        for cells in named:
            if email := cells.text("email"):
                known.add(cells.id, email)
        self._tell_addresses()
        if self.people is not None or self._own_people():
            return
        for cells in rows:
            for text in (cells.text("requester"), *(item.text for _, item in guests(cells, known))):
                if text and text not in known:
                    known.add(text)

    def _tell_addresses(self) -> None:
        """By addresses people are known here; an event has no place for them."""
        if self.people is not None and self.people.has("email"):
            columns = self.people.columns["email"]
            emails = [row for row in self.people.rows if any(text_of(row.raw(n)) for n, _ in columns)]
            where = replace(self.people.where(None, "email"), row=self.people.header_row)
            self.desk.tell(K.NOT_CARRIED_OVER, where, value=f"{where.header} ({len(emails)})")

    def _own_people(self) -> Sequence[Participant]:
        own = self.frame.event.problem
        return own.participants if own is not None else ()

    def _participants(self, named: Sequence[RowCells]) -> tuple[Participant, ...]:
        """The frame's people, then the list's; without a list whoever occurs."""
        found = {person.id: person for person in self._own_people()}
        twice: list[Participant] = []
        for person in map(participant, named):
            twice += [person] if person.id in found else []
            found.setdefault(person.id, person)
        if not found:
            found = {
                ParticipantId(id): Participant(id=ParticipantId(id))
                for id in self.desk.known(EntityKind.PARTICIPANT)
            }
        return (*found.values(), *twice)

    # --- meetings -----------------------------------------------------------------------------

    def _tables(self) -> tuple[Place, ...]:
        return tuple(Place(id=PlaceId(f"t{n + 1}")) for n in range(self.frame.tables or 0))

    def _known_places(self, labels: Mapping[tuple[EntityKind, str], str]) -> None:
        own = self.frame.event.problem
        for place in own.places if own is not None else ():
            self.desk.known(EntityKind.PLACE).add(place.id, labels.get((EntityKind.PLACE, place.id), ""))

    def _status(self, cells: RowCells, findings: Findings) -> str:
        """What became of a row; of what was called off nothing else is read."""
        status = cells.choice("status", STATUSES, "")
        if not status and not cells.text("status"):
            self.desk.refuse(K.MISSING_VALUE, cells.where("status"), field="status")
        if status == OFF:
            findings.leave_out("called off", cells.text("status"))
        return status

    def _add(self, cells: RowCells, clock: Clock, times: Times, *, status: str, findings: Findings) -> None:
        """The request of a row, and the promise where it has time and place."""
        request = RequestId(cells.id)
        parties = tuple(ParticipantId(id) for id in self._parties(cells))
        self.requests.append(Request(id=request, participants=parties, value=VALUES.get(status, 1)))
        if title := cells.text("title"):
            self.desk.labels[EntityKind.REQUEST, request] = title
        slot = times.slot_of(clock)
        place = self._place(cells, findings)
        if status == ACCEPTED and slot is not None and place is not None:
            self.promised.append(Meeting(request=request, slot=slot, place=place))
        elif clock.start is not None and status == ACCEPTED:
            findings.leave_out("not told" if slot is not None else "no such slot")

    def _parties(self, cells: RowCells) -> Iterator[str]:
        known: Names = self.desk.known(EntityKind.PARTICIPANT)
        asked = [(column, Item(text_of(raw))) for column, raw in cells.raws("requester")[:1]]
        for name in ("requester", "requested"):
            if not cells.raws(name):
                self.desk.refuse(K.MISSING_VALUE, cells.where(name), field="participants")
        for name, items in (("requester", asked), ("requested", guests(cells, known))):
            for column, said in items:
                item = replace(said, text=self.meant.get(said.text, said.text))
                id = cells.meant(column, item, field=name, noun=EntityKind.PARTICIPANT)
                if not known.meant(item.text):
                    where = cells.where(name, column)
                    self.desk.spots.values[EntityKind.REQUEST, cells.id, "participants", item.text] = where
                yield id

    def _place(self, cells: RowCells, findings: Findings) -> PlaceId | None:
        text = cells.text("place")
        if not text:
            return None
        if self.frame.event.problem is None:
            self.places.setdefault(text, Place(id=PlaceId(text)))
            return PlaceId(text)
        meant = self.desk.known(EntityKind.PLACE).meant(text)
        if len(meant) != 1:
            findings.leave_out("no such place", text)
        return PlaceId(meant[0]) if len(meant) == 1 else None

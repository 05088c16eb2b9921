"""What a table would do, row by row. Nothing is written; the same table gives the same plan_import."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handschlag.accounts.rules.policy import Subject
from handschlag.common.rules.folding import folded_name
from handschlag.directory.models import Import, ImportRow
from handschlag.directory.queries.importing import lexicon
from handschlag.directory.queries.importing.known import KnownEntries, load_contents, load_known_entries
from handschlag.directory.queries.importing.project_differences import differing
from handschlag.directory.queries.importing.projects import taken_parts
from handschlag.directory.queries.importing.row_actions import LEAVE_OUT, NEW, SAME, decide_action
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.duplicates import Candidate
from handschlag.directory.rules.imports.faults import ImportFaultKind
from handschlag.directory.rules.imports.import_fields import EntryField
from handschlag.directory.rules.imports.lexicon import kind_of_name
from handschlag.directory.rules.imports.matching import Match, Matcher
from handschlag.directory.rules.imports.project_differences import Difference
from handschlag.directory.rules.imports.projects import parse_participations
from handschlag.directory.rules.imports.row_parser import EntryRow, parse_row


@dataclass(frozen=True, slots=True, kw_only=True)
class _ImportPlan:
    """The rows with what follows from them, and what the file tells otherwise of known joint projects."""

    rows: list[ImportRow]
    differences: Sequence[Difference] = ()


def plan_import(
    of: Import, rows: Sequence[ImportRow], *, by: Subject, progress: Callable[[int, int], None]
) -> _ImportPlan:
    """What would follow; texts and decisions of the rows stay."""
    kind = Kind(of.kind)
    words = lexicon.load(by, kind=kind)
    known = load_known_entries(of, kind=kind, by=by)
    readings = []
    for index, row in enumerate(rows):
        readings.append(parse_row(row.number, row.texts, kind=kind, lexicon=words))
        if known.catalogue is not None:
            readings[-1].participations = parse_participations(readings[-1], known.catalogue)
        if index % 200 == 0:
            progress(index // 2, len(rows))
    if known.catalogue is not None:
        known.taken = taken_parts(known.catalogue, [part for one in readings for part in one.participations])
    for index, (row, reading) in enumerate(zip(rows, readings, strict=True)):
        row.likely, row.entry_id = [], None
        if row.decision != LEAVE_OUT:
            _identify(row, reading, known)
        if index % 200 == 0:
            progress((index + len(rows)) // 2, len(rows))
    _find_rows_that_say_the_same(rows, readings)
    _find_parents(rows, readings)
    load_contents(known, {row.entry_id for row in rows if row.entry_id is not None})
    for row, reading in zip(rows, readings, strict=True):
        decide_action(row, reading, known)
    return _ImportPlan(rows=list(rows), differences=_told_otherwise(rows, readings, known))


def _told_otherwise(
    rows: Sequence[ImportRow], readings: Sequence[EntryRow], known: KnownEntries
) -> Sequence[Difference]:
    """By the rows that are not left out."""
    if known.catalogue is None:
        return ()
    parts = [
        known.taken.named(part)
        for row, reading in zip(rows, readings, strict=True)
        if row.decision != LEAVE_OUT
        for part in reading.participations
    ]
    return list(differing(known.catalogue, parts))


def _candidate(reading: EntryRow, *, number: int) -> Candidate:
    values = reading.values
    return Candidate(
        id=number,
        name=values.get("name", reading.name),
        kind=values.get("kind") or kind_of_name(reading.name) or "other",
        place=values.get("spot", {}).get("place", ""),
        website=values.get("website", ""),
        ror_id=values.get("ror_id", ""),
        parent=values.get("parent"),
    )


def _identify(row: ImportRow, reading: EntryRow, known: KnownEntries) -> None:
    """The entry that the row means; or the entries that it may mean, for somebody to decide."""
    if "entry" in reading.values:
        row.entry_id = reading.values["entry"]
        return
    if not reading.name:
        return
    meant = known.taken.actor_of(reading.participations)
    if meant in known.matcher.entries and row.decision != NEW:
        row.entry_id = meant
        return
    found = known.matcher.find(_candidate(reading, number=-row.number))
    row.likely = [_as_json(match, known) for match in found]
    decided = row.decision.removeprefix(SAME) if row.decision.startswith(SAME) else ""
    if decided and int(decided) in {match.entry for match in found}:
        row.entry_id = int(decided)
    elif row.decision != NEW and found and found[0].is_certain:
        row.entry_id = found[0].entry


def _as_json(match: Match, known: KnownEntries) -> dict[str, Any]:
    other = known.matcher.entries[match.entry]
    return {
        "entry": match.entry,
        "name": other.name,
        "place": other.place,
        "reasons": list(match.reasons),
        "is_certain": match.is_certain,
    }


def _find_rows_that_say_the_same(rows: Sequence[ImportRow], readings: Sequence[EntryRow]) -> None:
    """Two rows for one entry, or two new ones that are one, would fight each other."""
    first: dict[int, int] = {}
    new: list[Candidate] = []
    for row, reading in zip(rows, readings, strict=True):
        if row.decision == LEAVE_OUT or not reading.name:
            continue
        if row.entry_id is None:
            new.append(_candidate(reading, number=row.number))
        elif row.entry_id in first:
            reading.add_fault(EntryField.NAME, ImportFaultKind.TWICE, row=first[row.entry_id])
        else:
            first[row.entry_id] = row.number
    by_number = {reading.number: reading for reading in readings}
    among = Matcher(new)
    for one in new:
        earlier = [m.entry for m in among.find(one) if m.is_certain and m.entry < one.id]
        if earlier:
            by_number[one.id].add_fault(EntryField.NAME, ImportFaultKind.TWICE, row=min(earlier))


def _find_parents(rows: Sequence[ImportRow], readings: Sequence[EntryRow]) -> None:
    """A whole that is another row of the table; a row cannot be part of itself, and no circle is a whole."""
    wholes: dict[str, ImportRow] = {}
    for row, reading in zip(rows, readings, strict=True):
        if row.decision != LEAVE_OUT and reading.name:
            wholes.setdefault(folded_name(reading.name), row)
    above: dict[int, int] = {}
    for reading in readings:
        name = reading.values.pop("parent_name", None)
        if name is None:
            continue
        whole = wholes.get(folded_name(name))
        above[reading.number] = whole.number if whole else reading.number
        if whole is None or _leads_back(reading.number, above):
            reading.add_fault(EntryField.PARENT, ImportFaultKind.UNKNOWN_PARENT, name=name)
        elif whole.entry_id is not None:
            reading.values["parent"] = whole.entry_id
        else:
            reading.values["parent_row"] = whole.number


def _leads_back(start: int, above: Mapping[int, int]) -> bool:
    seen, at = {start}, above.get(start)
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = above.get(at)
    return False

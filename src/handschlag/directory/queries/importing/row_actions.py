"""What follows from a row, once it is known which entry it means."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from handschlag.common.table_import.rules.faults import CellFault, ImportFault
from handschlag.directory.models import ImportAction, ImportRow
from handschlag.directory.queries.importing.known import KnownEntries
from handschlag.directory.rules.contents import Kind, changed_fields, field_names, to_json
from handschlag.directory.rules.imports.contents import SHAPES, filled, merged
from handschlag.directory.rules.imports.faults import ImportFaultKind, ImportHint
from handschlag.directory.rules.imports.import_fields import EntryField
from handschlag.directory.rules.imports.lexicon import kind_of_name
from handschlag.directory.rules.imports.participations import ImportedParticipation
from handschlag.directory.rules.imports.row_parser import EntryRow

NEW, SAME, LEAVE_OUT = "new", "same:", "leave_out"


def decide_action(row: ImportRow, reading: EntryRow, known: KnownEntries) -> None:
    """What follows from the row."""
    row.name, row.changes, row.joins, row.seen_version = reading.name, {}, False, None
    if row.decision == LEAVE_OUT:
        row.verdict, row.faults, row.hints, row.values = ImportAction.LEFT_OUT, [], [], {}
        return
    if row.entry_id is not None and row.entry_id not in known.contents:
        row.entry_id = None  # it went while the table was read
    if row.entry_id is None:
        verdict = _action_of_new(row, reading, known)
    else:
        verdict = _action_of_known(row, reading, known)
    ror = reading.values.get("ror_id")
    if ror and known.ror_ids.get(ror, row.entry_id) != row.entry_id:
        reading.add_fault(EntryField.ROR, ImportFaultKind.ROR_TAKEN)
    row.verdict = ImportAction.FAULTY if reading.faults else verdict
    row.faults = [_as_json(fault) for fault in reading.faults]
    row.hints = [hint.value for hint in reading.hints]
    row.values = reading.values
    if known.catalogue is not None:
        row.values["parts"] = [asdict(part) for part in _new_participations(reading, known)]


def _as_json(fault: ImportFault) -> dict[str, Any]:
    return {"fact": fault.field, "reason": fault.kind.value, "value": fault.value, "details": fault.details}


def _action_of_new(row: ImportRow, reading: EntryRow, known: KnownEntries) -> ImportAction:
    has_fault = any(fault.field == EntryField.KIND for fault in reading.faults)
    if "kind" not in reading.values and not has_fault:
        guessed = kind_of_name(reading.name) if known.kind is Kind.ACTOR else None
        if guessed:
            reading.values["kind"] = guessed
            reading.hints.append(ImportHint.KIND_GUESSED)
        else:
            reading.add_fault(EntryField.KIND, CellFault.MISSING)
    row.joins = known.network_id is not None
    is_open = bool(row.likely) and row.decision != NEW
    return ImportAction.UNDECIDED if is_open else ImportAction.NEW


def _action_of_known(row: ImportRow, reading: EntryRow, known: KnownEntries) -> ImportAction:
    entry = row.entry_id
    assert entry is not None
    if "parent_row" in reading.values:  # the whole would have to be there before its part is changed
        name = reading.text(EntryField.PARENT)
        reading.add_fault(EntryField.PARENT, ImportFaultKind.UNKNOWN_PARENT, name=name)
    before = known.contents[entry]
    # What is official is not always written well: a catalogue fills gaps, and changes nothing.
    after = (filled if known.catalogue else merged)(before, reading.values)
    new = changed_fields(before, after)
    row.seen_version = known.versions[entry]
    row.joins = known.network_id is not None and entry not in known.members
    # An actor that others entered is theirs until they agree, even if another network may propose changes.
    is_own = known.is_owned[entry] and (known.is_entered[entry] or not row.joins)
    if new and not is_own:
        reading.hints.append(ImportHint.OF_OTHERS)
        new = {}
    names = field_names(SHAPES[known.kind])
    row.changes = {name: [to_json(getattr(before, name)), new[name]] for name in names if name in new}
    if row.changes:
        return ImportAction.CHANGED
    if _new_participations(reading, known):
        return ImportAction.PROJECTS
    if row.joins and not is_own:
        # Others have to agree before it is a member: the row asks them, once.
        row.joins = False
        return ImportAction.UNCHANGED if entry in known.proposed else ImportAction.PROPOSES
    return ImportAction.JOINS if row.joins else ImportAction.UNCHANGED


def _new_participations(reading: EntryRow, known: KnownEntries) -> list[ImportedParticipation]:
    """The parts in joint projects that the directory does not have yet, whoever has them."""
    return [known.taken.named(part) for part in reading.participations if not known.taken.has(part)]

"""What follows from a row, once it is known which entry it means."""

from __future__ import annotations

from handschlag.directory.models import ImportRow, Verdict
from handschlag.directory.queries.importing.known import Known
from handschlag.directory.rules.contents import Kind, changed_fields, field_names, to_json
from handschlag.directory.rules.imports import parts
from handschlag.directory.rules.imports.contents import SHAPES, filled, merged
from handschlag.directory.rules.imports.facts import Fact
from handschlag.directory.rules.imports.faults import Hint, Reason
from handschlag.directory.rules.imports.lexicon import kind_of_name
from handschlag.directory.rules.imports.parts import Part
from handschlag.directory.rules.imports.reading import Reading

NEW, SAME, LEAVE_OUT = "new", "same:", "leave_out"


def judge(row: ImportRow, reading: Reading, known: Known) -> None:
    """What follows from the row."""
    row.name, row.changes, row.joins, row.seen_version = reading.name, {}, False, None
    if row.decision == LEAVE_OUT:
        row.verdict, row.faults, row.hints, row.values = Verdict.LEFT_OUT, [], [], {}
        return
    if row.entry_id is not None and row.entry_id not in known.contents:
        row.entry_id = None  # it went while the table was read
    if row.entry_id is None:
        verdict = _judge_new(row, reading, known)
    else:
        verdict = _judge_known(row, reading, known)
    ror = reading.values.get("ror_id")
    if ror and known.ror_ids.get(ror, row.entry_id) != row.entry_id:
        reading.fault(Fact.ROR, Reason.ROR_TAKEN)
    row.verdict = Verdict.FAULTY if reading.faults else verdict
    row.faults = [fault.to_json() for fault in reading.faults]
    row.hints = [hint.value for hint in reading.hints]
    row.values = reading.values
    if known.catalogue is not None:
        row.values["parts"] = [parts.to_json(part) for part in _new_parts(reading, known)]


def _judge_new(row: ImportRow, reading: Reading, known: Known) -> Verdict:
    has_fault = any(fault.fact == Fact.KIND for fault in reading.faults)
    if "kind" not in reading.values and not has_fault:
        guessed = kind_of_name(reading.name) if known.kind is Kind.ACTOR else None
        if guessed:
            reading.values["kind"] = guessed
            reading.hints.append(Hint.KIND_GUESSED)
        else:
            reading.fault(Fact.KIND, Reason.MISSING)
    row.joins = known.network_id is not None
    is_open = bool(row.likely) and row.decision != NEW
    return Verdict.UNDECIDED if is_open else Verdict.NEW


def _judge_known(row: ImportRow, reading: Reading, known: Known) -> Verdict:
    entry = row.entry_id
    assert entry is not None
    if "parent_row" in reading.values:  # the whole would have to be there before its part is changed
        reading.fault(Fact.PARENT, Reason.UNKNOWN_PARENT, name=reading.texts[Fact.PARENT])
    before = known.contents[entry]
    # What is official is not always written well: a catalogue fills gaps, and changes nothing.
    after = (filled if known.catalogue else merged)(before, reading.values)
    new = changed_fields(before, after)
    row.seen_version = known.versions[entry]
    row.joins = known.network_id is not None and entry not in known.members
    # An actor that others entered is theirs until they agree, even if another network may propose changes.
    is_own = known.is_owned[entry] and (known.is_entered[entry] or not row.joins)
    if new and not is_own:
        reading.hints.append(Hint.OF_OTHERS)
        new = {}
    names = field_names(SHAPES[known.kind])
    row.changes = {name: [to_json(getattr(before, name)), new[name]] for name in names if name in new}
    if row.changes:
        return Verdict.CHANGED
    if _new_parts(reading, known):
        return Verdict.PROJECTS
    if row.joins and not is_own:
        # Others have to agree before it is a member: the row asks them, once.
        row.joins = False
        return Verdict.UNCHANGED if entry in known.proposed else Verdict.PROPOSES
    return Verdict.JOINS if row.joins else Verdict.UNCHANGED


def _new_parts(reading: Reading, known: Known) -> list[Part]:
    """The parts in joint projects that the directory does not have yet, whoever has them."""
    return [known.taken.named(part) for part in reading.parts if not known.taken.has(part)]

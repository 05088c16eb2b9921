"""The dry run: every row says what it would do, or what is wrong with it; many are decided at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.cells import CellFault
from handschlag.common.table_import.drafts import AT_A_TIME, LONGEST_CELL, move
from handschlag.common.table_import.reading import ImportRefusal, texts_by_field
from handschlag.directory.contents import Kind
from handschlag.directory.imports import differences
from handschlag.directory.imports.columns import Catalogue, EntryField, field_and_line
from handschlag.directory.imports.lexicon import KINDS
from handschlag.directory.imports.planning import LEAVE_OUT, NEW, SAME, plan_import
from handschlag.directory.imports.rows import CatalogueLine, grouped
from handschlag.directory.imports.stages import Progress, hold_import, quiet, sheet_of
from handschlag.directory.models import Import, ImportAction, ImportRow, ImportState

CHECKING, CHECKED = frozenset({ImportState.CHECKING}), frozenset({ImportState.CHECKED})
PASSED_OVER = ("abroad", "single", "repeated")
# Can be said about a row even where the file has no such column: a row may be faulty without them.
_ALWAYS = frozenset({EntryField.NAME.value, EntryField.KIND.value, EntryField.LAND.value})


def check(*, import_id: int, by: Subject, now: datetime, progress: Progress = quiet) -> Import:
    """Every row has its verdict. Reading takes its time outside of the transaction that writes."""
    seen = _held_for_reading(import_id, by)
    found, passed_over = _rows_of(seen)
    planned = plan_import(seen, found, by=by, progress=progress)
    rows = planned.rows
    with transaction.atomic():
        row = hold_import(import_id, by=by, states=CHECKING, seen=seen.version)
        row.rows.all().delete()
        for one in rows:
            one.pk = None
        ImportRow.objects.bulk_create(rows, batch_size=AT_A_TIME)
        counts = count(rows) | passed_over | differences.record_differences(row, planned.differences)
        move(row, state=ImportState.CHECKED, counts=counts, checked_at=now)
    return row


@transaction.atomic
def _held_for_reading(import_id: int, by: Subject) -> Import:
    return hold_import(import_id, by=by, states=CHECKING)


def _rows_of(of: Import) -> tuple[list[ImportRow], dict[str, int]]:
    """The rows as they were mended, or as the file has them; how many lines were passed over, and why."""
    if kept := list(of.rows.order_by("number")):
        return kept, {name: of.counts[name] for name in PASSED_OVER if name in of.counts}
    lines = list(_lines_of(of))
    if not of.catalogue:
        return [ImportRow(of=of, number=line.number, texts=line.texts) for line in lines], {}
    found = grouped(lines, Catalogue(of.catalogue))
    rows = [ImportRow(of=of, number=number, texts=texts) for number, texts in sorted(found.rows.items())]
    return rows, {name: getattr(found, name) for name in PASSED_OVER}


def _lines_of(of: Import) -> Iterator[CatalogueLine]:
    sheet = sheet_of(of)
    for number, texts in texts_by_field(sheet.rows, columns=of.fields, first_row=sheet.first_row):
        yield CatalogueLine(number=number, texts=texts)


def count(rows: list[ImportRow]) -> dict[str, Any]:
    """How many rows have which verdict; how many faults there are; how many memberships would begin."""
    doing = {
        ImportAction.NEW,
        ImportAction.CHANGED,
        ImportAction.JOINS,
        ImportAction.PROJECTS,
        ImportAction.UNCHANGED,
    }
    found: dict[str, Any] = {verdict.value: 0 for verdict in ImportAction}
    found |= Counter(row.verdict for row in rows)
    found["rows"] = len(rows)
    found["faults"] = sum(len(row.faults) for row in rows)
    found["without_kind"] = sum(map(lacks_kind, rows))
    found["memberships"] = sum(1 for row in rows if row.joins and row.verdict in doing)
    parts = [part for row in rows if row.verdict in doing for part in row.values.get("parts", ())]
    found["participations"] = len(parts)
    found["projects"] = len({part["project"] for part in parts})
    return found


def lacks_kind(row: ImportRow) -> bool:
    """Whether neither the table nor the name tells what kind of entry it is."""
    faults: list[dict[str, Any]] = row.faults
    return any(one["fact"] == EntryField.KIND and one["reason"] == CellFault.MISSING for one in faults)


@transaction.atomic
def correct_cells(
    *,
    import_id: int,
    seen: int,
    texts: Mapping[int, Mapping[str, str]],
    decisions: Mapping[int, str],
    by: Subject,
) -> Import:
    """Cells have other texts, and rows other decisions; the whole table waits to be checked again."""
    row = hold_import(import_id, by=by, states=CHECKED, seen=seen)
    wanted = set(texts) | set(decisions)
    rows = list(row.rows.filter(number__in=wanted))
    if len(rows) != len(wanted):
        raise Refusal(ImportRefusal.NO_SUCH_ROW)
    facts = set(row.columns.values()) | _ALWAYS
    for one in rows:
        for fact, text in texts.get(one.number, {}).items():
            if field_and_line(fact, 0)[0] in facts and text != one.texts.get(fact, ""):
                one.texts[fact] = text[:LONGEST_CELL]
                one.mended = sorted({*one.mended, fact})
        decision = decisions.get(one.number, one.decision)
        if _is_possible(one, decision):
            one.decision = decision
    ImportRow.objects.bulk_update(rows, ["texts", "mended", "decision"], batch_size=AT_A_TIME)
    move(row, state=ImportState.CHECKING, job=None)
    return row


def _is_possible(row: ImportRow, decision: str) -> bool:
    """A new entry, none, or one of those that the row may mean."""
    likely = {f"{SAME}{one['entry']}" for one in row.likely}
    return decision in {"", NEW, LEAVE_OUT, *likely}


class ForAll(StrEnum):
    """What to do with all rows that wait for the same thing."""

    LEAVE_OUT_FAULTY = "leave_out_faulty"
    TAKE_AS_NEW = "take_as_new"
    TAKE_THE_LIKELIEST = "take_the_likeliest"
    SAY_THE_KIND = "say_the_kind"


@transaction.atomic
def decide_all(*, import_id: int, seen: int, choice: ForAll, by: Subject, kind: str = "") -> Import:
    """The rows have their decision, and the whole table waits to be checked again."""
    row = hold_import(import_id, by=by, states=CHECKED, seen=seen)
    undecided = row.rows.filter(verdict=ImportAction.UNDECIDED)
    if choice is ForAll.LEAVE_OUT_FAULTY:
        row.rows.filter(verdict=ImportAction.FAULTY).update(decision=LEAVE_OUT)
    elif choice is ForAll.TAKE_AS_NEW:
        undecided.update(decision=NEW)
    elif choice is ForAll.TAKE_THE_LIKELIEST:
        rows = list(undecided)
        for one in rows:
            one.decision = f"{SAME}{one.likely[0]['entry']}"
        ImportRow.objects.bulk_update(rows, ["decision"], batch_size=AT_A_TIME)
    else:
        _say_the_kind(row, kind)
    move(row, state=ImportState.CHECKING, job=None)
    return row


def _say_the_kind(of: Import, kind: str) -> None:
    if kind not in KINDS[Kind(of.kind)]:
        raise Refusal(ImportRefusal.NO_SUCH_ROW)
    rows = [row for row in of.rows.filter(verdict=ImportAction.FAULTY) if lacks_kind(row)]
    for row in rows:
        row.texts[EntryField.KIND.value] = kind
        row.mended = sorted({*row.mended, EntryField.KIND.value})
    ImportRow.objects.bulk_update(rows, ["texts", "mended"], batch_size=AT_A_TIME)

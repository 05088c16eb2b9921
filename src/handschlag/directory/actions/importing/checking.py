"""The dry run: every row says what it would do, or what is wrong with it. The directory stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import LONGEST_CELL, move
from handschlag.common.table_import.models import AT_A_TIME
from handschlag.common.table_import.rules.faults import CellFault
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.common.table_import.rules.sheets import texts_by_field
from handschlag.directory.actions.importing import project_differences
from handschlag.directory.actions.importing.stages import Progress, hold_import, quiet
from handschlag.directory.models import Import, ImportAction, ImportRow, ImportState
from handschlag.directory.queries.importing.imports import sheet_of
from handschlag.directory.queries.importing.planning import plan_import
from handschlag.directory.queries.importing.row_actions import LEAVE_OUT, NEW, SAME
from handschlag.directory.rules.imports.catalogues import Catalogue
from handschlag.directory.rules.imports.grouping import CatalogueLine, grouped
from handschlag.directory.rules.imports.import_fields import EntryField, field_and_line

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
        counts = count(rows) | passed_over | project_differences.record_differences(row, planned.differences)
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

"""A file comes in, and somebody says what its columns hold; what nobody needs any longer goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.cells import chosen_fields, guess_columns, likeliest
from handschlag.common.table_import.drafts import UNFINISHED, kept_columns, move
from handschlag.common.table_import.reading import ImportRefusal, Sheet, read_tables
from handschlag.directory.contents import Kind
from handschlag.directory.imports.archives import read_values
from handschlag.directory.imports.columns import FIELDS, EntryField, fields_for, preset, recognised
from handschlag.directory.imports.stages import UNDOABLE, hold_import, remembered_columns, require_importer
from handschlag.directory.models import (
    Import,
    ImportRow,
    ImportSheet,
    ImportState,
    Network,
    ProjectDifference,
)

NOT_APPLIED = frozenset({ImportState.COLUMNS, ImportState.CHECKING, ImportState.CHECKED})


@transaction.atomic
def discard(*, import_id: int, seen: int, by: Subject, now: datetime) -> None:
    """The import is gone; nothing of it was in the directory."""
    row = hold_import(import_id, by=by, states=NOT_APPLIED, seen=seen)
    audit.record(verb="import.discarded", target=row, by_id=by.user_id, now=now)
    row.delete()


@transaction.atomic
def delete_expired_imports(*, now: datetime) -> dict[str, int]:
    """What was never applied goes after two weeks, what was applied can be undone for a month."""
    stale = Import.objects.filter(state__in=NOT_APPLIED, created_at__lt=now - UNFINISHED)
    discarded = stale.count()
    stale.delete()
    done = Import.objects.filter(applied_at__lt=now - UNDOABLE)
    rows, _kinds = ImportRow.objects.filter(of__in=done).delete()
    ProjectDifference.objects.filter(of__in=done).delete()
    ImportSheet.objects.filter(of__applied_at__isnull=False).delete()
    return {"discarded": discarded, "rows": rows}


OPEN = frozenset({ImportState.COLUMNS, ImportState.CHECKED})
_LONGEST_HEADING = 120


def upload(
    *,
    content: bytes,
    file_name: str,
    kind: Kind,
    network_id: int | None,
    by: Subject,
    now: datetime,
    instead_of: int | None = None,
) -> Import:
    """The file was read, its columns were guessed, and it waits for somebody to look at them.

    `instead_of` is an import that was not applied, of the same file with its faults: it is discarded.
    """
    require_importer(by, kind=kind, network_id=network_id)
    sheets = read_tables(content, read_values)
    best = likeliest(sheets, FIELDS[kind], {EntryField.NAME})
    with transaction.atomic():
        if instead_of is not None:
            _discard_earlier(instead_of, by=by, now=now)
        if network_id is not None and not Network.objects.filter(pk=network_id).exists():
            raise Refusal(ImportRefusal.GONE)
        row = Import.objects.create(
            kind=kind.value,
            network_id=network_id,
            owner_id=by.user_id,
            file_name=file_name[-120:],
            sheet=best,
            created_at=now,
        )
        _keep_sheets(row, sheets)
        _suggest(row, sheets[best].rows[0])
        audit.record(verb="import.uploaded", target=row, by_id=by.user_id, now=now)
    return row


def _keep_sheets(row: Import, sheets: Sequence[Sheet]) -> None:
    ImportSheet.objects.bulk_create(
        ImportSheet(
            of=row,
            position=position,
            name=sheet.name[:60],
            first_row=sheet.first_row,
            height=len(sheet.rows),
            packed=ImportSheet.pack(sheet.rows),
        )
        for position, sheet in enumerate(sheets)
    )


def _discard_earlier(import_id: int, *, by: Subject, now: datetime) -> None:
    """The earlier attempt makes room; one that was applied meanwhile stays as it is."""
    earlier = Import.objects.filter(pk=import_id, state__in=NOT_APPLIED).first()
    if earlier is not None:
        discard(import_id=import_id, seen=earlier.version, by=by, now=now)


def _suggest(row: Import, heads: Sequence[str]) -> None:
    """The columns of a catalogue are known; others are as they were said last time, or as they are called."""
    kind, headings = Kind(row.kind), [" ".join(cell.split())[:_LONGEST_HEADING] for cell in heads]
    is_for_actors_alone = kind is Kind.ACTOR and row.network_id is None
    if is_for_actors_alone and (catalogue := recognised(headings)):
        columns = kept_columns(preset(catalogue, headings))
        move(row, headings=headings, columns=columns, catalogue=catalogue.value)
        return
    remembered = remembered_columns(kind=kind, network_id=row.network_id)
    columns = kept_columns(guess_columns(headings, FIELDS[kind], remembered=remembered))
    move(row, headings=headings, columns=columns, catalogue="")


@transaction.atomic
def choose_sheet(*, import_id: int, seen: int, position: int, by: Subject) -> Import:
    """Another sheet of the file is the one that is meant."""
    row = hold_import(import_id, by=by, states=OPEN, seen=seen)
    sheet = row.sheets.filter(position=position).first()
    if sheet is None:
        raise Refusal(ImportRefusal.NO_SUCH_ROW)
    row.rows.all().delete()
    move(row, sheet=position, state=ImportState.COLUMNS, counts={}, job=None)
    _suggest(row, sheet.rows[0])
    return row


@transaction.atomic
def choose_columns(
    *,
    import_id: int,
    seen: int,
    columns: Mapping[int, str],
    by: Subject,
    source: str = "",
    seen_on: date | None = None,
) -> Import:
    """The columns are these; the rows wait to be checked, without what was mended or decided before.

    `source` and `seen_on` say where the table stands, and when it was read: networks need both, and
    catalogues.
    """
    row = hold_import(import_id, by=by, states=OPEN, seen=seen)
    allowed = {field.key for field in fields_for(Kind(row.kind), row.catalogue)}
    chosen = chosen_fields(columns, width=len(row.headings), allowed=allowed)
    if EntryField.NAME not in chosen.values():
        raise Refusal(ImportRefusal.NO_NAME_COLUMN)
    if (row.kind == Kind.NETWORK or row.catalogue) and not (source and seen_on):
        raise Refusal(ImportRefusal.NO_SOURCE)
    row.rows.all().delete()
    said = {"source": source[:400], "seen_on": seen_on}
    move(row, columns=kept_columns(chosen), state=ImportState.CHECKING, counts={}, job=None, **said)
    return row

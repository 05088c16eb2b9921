"""A file comes in, and somebody says what its columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.actions.importing.forgetting import NOT_APPLIED, discard
from handschlag.directory.actions.importing.reading import read_tables
from handschlag.directory.actions.importing.stages import held, move, permitted
from handschlag.directory.models import Import, ImportSheet, ImportState, Network
from handschlag.directory.queries.importing.imports import remembered_columns
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.catalogues import columns_for, preset, recognised
from handschlag.directory.rules.imports.columns import guess
from handschlag.directory.rules.imports.facts import Fact
from handschlag.directory.rules.imports.grids import Grid, headings_at
from handschlag.directory.rules.imports.refusals import ImportRefusal

OPEN = frozenset({ImportState.COLUMNS, ImportState.CHECKED})
LONGEST_HEADING = 120


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
    permitted(by, kind=kind, network_id=network_id)
    grids = read_tables(content)
    heads = [headings_at(grid) for grid in grids]
    best = _likeliest(grids, heads, kind)
    with transaction.atomic():
        if instead_of is not None:
            replace(instead_of, by=by, now=now)
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
        _keep_sheets(row, grids, heads)
        _suggest(row, _headings_of(grids[best], heads[best]))
        audit.record(verb="import.uploaded", target=row, by_id=by.user_id, now=now)
    return row


def _keep_sheets(row: Import, grids: Sequence[Grid], heads: Sequence[int]) -> None:
    """From the headings on; what stands above them is a title."""
    ImportSheet.objects.bulk_create(
        ImportSheet(
            of=row,
            position=position,
            name=grid.sheet[:60],
            first_row=grid.first_row + head,
            height=len(grid.rows) - head,
            packed=ImportSheet.pack(grid.rows[head:]),
        )
        for position, (grid, head) in enumerate(zip(grids, heads, strict=True))
    )


def replace(import_id: int, *, by: Subject, now: datetime) -> None:
    """The earlier attempt makes room; one that was applied meanwhile stays as it is."""
    earlier = Import.objects.filter(pk=import_id, state__in=NOT_APPLIED).first()
    if earlier is not None:
        discard(import_id=import_id, seen=earlier.version, by=by, now=now)


def _likeliest(grids: Sequence[Grid], heads: Sequence[int], kind: Kind) -> int:
    """The sheet that is meant: one with a column of names, and of those the longest."""

    def weight(index: int) -> tuple[bool, int]:
        facts = guess(_headings_of(grids[index], heads[index]), kind=kind).values()
        return Fact.NAME in facts, len(grids[index].rows)

    return max(range(len(grids)), key=weight)


def _headings_of(grid: Grid, head: int) -> list[str]:
    return [" ".join(cell.split())[:LONGEST_HEADING] for cell in grid.rows[head]]


def _suggest(row: Import, headings: list[str]) -> None:
    """The columns of a catalogue are known; others are as they were said last time, or as they are called."""
    kind = Kind(row.kind)
    is_for_actors_alone = kind is Kind.ACTOR and row.network_id is None
    catalogue = recognised(headings) if is_for_actors_alone else None
    if catalogue is not None:
        known = {str(index): fact.value for index, fact in preset(catalogue, headings).items()}
        move(row, headings=headings, columns=known, catalogue=catalogue.value)
        return
    remembered = remembered_columns(kind=kind, network_id=row.network_id)
    columns = {
        str(index): fact.value for index, fact in guess(headings, kind=kind, remembered=remembered).items()
    }
    move(row, headings=headings, columns=columns, catalogue="")


@transaction.atomic
def choose_sheet(*, import_id: int, seen: int, position: int, by: Subject) -> Import:
    """Another sheet of the file is the one that is meant."""
    row = held(import_id, by=by, states=OPEN, seen=seen)
    sheet = row.sheets.filter(position=position).first()
    if sheet is None:
        raise Refusal(ImportRefusal.NO_SUCH_ROW)
    row.rows.all().delete()
    move(row, sheet=position, state=ImportState.COLUMNS, counts={}, job=None)
    _suggest(row, [" ".join(cell.split())[:LONGEST_HEADING] for cell in sheet.rows[0]])
    return row


@transaction.atomic
def choose_columns(
    *,
    import_id: int,
    seen: int,
    columns: Mapping[int, Fact],
    by: Subject,
    source: str = "",
    seen_on: date | None = None,
) -> Import:
    """The columns are these; the rows wait to be checked, without what was mended or decided before.

    `source` and `seen_on` say where the table stands, and when it was read: networks need both, and
    catalogues.
    """
    row = held(import_id, by=by, states=OPEN, seen=seen)
    allowed = {column.fact for column in columns_for(Kind(row.kind), row.catalogue)}
    chosen = {index: fact for index, fact in columns.items() if index < len(row.headings) and fact in allowed}
    if Fact.NAME not in chosen.values():
        raise Refusal(ImportRefusal.NO_NAME_COLUMN)
    twice = [fact for fact in allowed if list(chosen.values()).count(fact) > 1]
    if twice:
        raise Refusal(ImportRefusal.COLUMN_TWICE, facts=sorted(twice))
    if (row.kind == Kind.NETWORK or row.catalogue) and not (source and seen_on):
        raise Refusal(ImportRefusal.NO_SOURCE)
    row.rows.all().delete()
    kept = {str(index): fact.value for index, fact in sorted(chosen.items())}
    said = {"source": source[:400], "seen_on": seen_on}
    move(row, columns=kept, state=ImportState.CHECKING, counts={}, job=None, **said)
    return row

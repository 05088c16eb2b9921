"""Profiles from a workbook or a folder of CSV: one row a person, one cell an offer or a need."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from treffen.files.content import Unreadable
from treffen.files.people.columns import KINDS, LANGUAGES, PEOPLE, STATEMENT_KINDS
from treffen.files.people.reading import PeopleReading, reading_of
from treffen.files.sheets.cell_grid import Grid, Table, table_of, text_of
from treffen.files.sheets.csv_folder import ENDINGS, grid_of_csv
from treffen.files.sheets.entity_rows import rows_with_ids
from treffen.files.sheets.headers import normalised_header
from treffen.files.sheets.reading_context import K, ReadingContext, RowCells, tell_columns
from treffen.files.sheets.workbook import grids_of_workbook
from treffen.language.kind_names import StatementKind
from treffen.problem import EntityKind, LocatedFault, ParticipantId, Where
from treffen.recommendation import ActorKind, Direction, Pool, Position, Profile, Statement

NEEDED = "Angebot / Offer, Gesuch / Need"


def read_people_workbook(path: Path, *, concepts: frozenset[str] | None = None) -> PeopleReading:
    """The pool in a workbook: the sheet of profiles, or the only sheet there is."""
    try:
        grids = [grid for grid, is_visible in grids_of_workbook(path) if is_visible and grid.rows]
    except Unreadable as error:
        return PeopleReading(faults=(error.located,))
    return _read(path, grids, concepts)


def read_people_folder(path: Path, *, concepts: frozenset[str] | None = None) -> PeopleReading:
    """The pool in a folder of CSV: the file of profiles, or the only file there is."""
    grids = []
    try:
        files = sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS)
    except OSError as error:
        fault = Unreadable(K.NOT_READABLE, Where(sheet=path.name), value=error.strerror or str(error))
        return PeopleReading(faults=(fault.located,))
    named = [one for one in files if normalised_header(one.stem) in PEOPLE.spellings()]
    for file in named[:1] or files[:1]:
        try:
            grids.append(grid_of_csv(file, PEOPLE, Where(sheet=file.name)))
        except Unreadable as error:
            return PeopleReading(faults=(error.located,))
    return _read(path, grids, concepts)


def _read(path: Path, grids: list[Grid], concepts: frozenset[str] | None) -> PeopleReading:
    desk = ReadingContext()
    named = [grid for grid in grids if normalised_header(grid.name) in PEOPLE.spellings()]
    grid = next(iter(named or (grids if len(grids) == 1 else [])), None)
    table = None if grid is None else table_of(grid, PEOPLE)
    if grid is None or table is None:
        kind = K.MISSING_SHEET if grid is None else K.NO_HEADER
        where = Where(sheet=path.name if grid is None else grid.name)
        desk.refuse(kind, where, value=PEOPLE.name("de") if grid is None else grid.name, expected=NEEDED)
        return PeopleReading(faults=tuple(desk.faults))
    _check(desk, table)
    rows = list(rows_with_ids(desk, table))
    profiles = tuple(_profile(cells) for cells in rows)
    if "lat" in table.columns:
        desk.spots.columns[EntityKind.PROFILE, "position"] = table.columns["lat"][0]
    if not rows:
        desk.refuse(K.NOTHING_FILLED_IN, Where(sheet=table.name), value=table.name, expected=NEEDED)
    read = reading_of(
        Pool(profiles=profiles),
        desk.spots,
        faults=desk.faults,
        notices=desk.notices,
        labels=desk.labels,
        concepts=concepts,
    )
    return PeopleReading(
        pool=read.pool,
        faults=tuple(sorted(read.faults, key=_order)),
        notices=read.notices,
        labels=read.labels,
    )


def _order(one: LocatedFault) -> tuple[int, int]:
    return one.where.row or 0, one.where.column or 0


def _check(desk: ReadingContext, table: Table) -> None:
    tell_columns(desk, table)
    if not {"offers", "needs"} & set(table.columns):
        where = Where(sheet=table.name, row=table.header_row)
        desk.refuse(K.MISSING_COLUMN, where, field="offers", value=NEEDED)


def _profile(cells: RowCells) -> Profile:
    language = cells.choice("language", LANGUAGES, "de")
    offers, needs = (
        tuple(_statements(cells, name, direction, language))
        for name, direction in (("offers", Direction.OFFER), ("needs", Direction.NEED))
    )
    return Profile(
        id=ParticipantId(cells.id),
        offers=offers,
        needs=needs,
        topics=cells.texts("topics"),
        kind=ActorKind(cells.choice("kind", KINDS, "other")),
        organisation=cells.maybe("organisation"),  # type: ignore[arg-type]  # an id is a text
        networks=cells.texts("networks"),  # type: ignore[arg-type]  # ids are texts
        programmes=cells.texts("programmes"),
        position=_position(cells),
        languages=cells.texts("languages"),
        wanted=cells.maybe_count("wanted"),
        known=_people(cells, "known"),
        blocked=_people(cells, "blocked"),
        opted_in=cells.flag("opted_in", True),
    )


def _statements(cells: RowCells, name: str, direction: Direction, language: str) -> Iterator[Statement]:
    """One for each cell, whole: texts hold commas. The nth column of kinds is of the nth of texts."""
    kinds = f"{direction.value}_kinds"
    texts, beside = ([at for at, _ in cells.table.columns.get(one, ())] for one in (name, kinds))
    kind_at = dict(zip(texts, beside, strict=False))
    for number, (column, raw) in enumerate(cells.raws(name) if name in cells.table.columns else (), 1):
        id = f"{cells.id}:{direction.value[0]}{number}"
        cells.desk.spots.put(EntityKind.STATEMENT, id, cells.where(name, column))
        at = kind_at.pop(column, None)
        found = "" if at is None else cells.choice(kinds, STATEMENT_KINDS, "", column=at)
        kind = StatementKind(found) if found else None
        yield Statement(id=id, direction=direction, text=text_of(raw), language=language, kind=kind)
    for at in (*kind_at.values(), *beside[len(texts) :]):
        if text_of(cells.row.raw(at)):  # of no statement
            cells.desk.refuse(K.MISSING_VALUE, cells.where(kinds, at), field=name)


def _people(cells: RowCells, name: str) -> frozenset[ParticipantId]:
    return frozenset(ParticipantId(one) for one in cells.references(name, EntityKind.PROFILE))


def _position(cells: RowCells) -> Position | None:
    found = [_degrees(cells, name) for name in ("lat", "lon")]
    if found == [None, None]:
        return None
    for name, one in zip(("lat", "lon"), found, strict=True):
        if one is None and not cells.text(name):
            cells.desk.refuse(K.MISSING_VALUE, cells.where(name), field=name)
    return Position(lat=found[0] or 0.0, lon=found[1] or 0.0)


def _degrees(cells: RowCells, name: str) -> float | None:
    text = cells.text(name).replace(",", ".").removesuffix("°")
    if not text:
        return None
    try:
        degrees = float(text)
    except ValueError:
        degrees = math.nan
    if math.isfinite(degrees):
        return degrees
    cells.desk.refuse(K.NOT_A_NUMBER, cells.where(name), field=name, value=text)
    return None

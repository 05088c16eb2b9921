"""The sheet of the event: its day, time zone, number of tables, and rules for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, tzinfo
from typing import Any

from treffen.files.nearness import nearest
from treffen.files.sheets.cell_grid import Grid, SheetRow, Table, table_of, text_of
from treffen.files.sheets.clock import ZONE, NotATime, moment, time_zone
from treffen.files.sheets.columns import EVENT, EVENT_KEYS, SheetColumn
from treffen.files.sheets.headers import normalised_header
from treffen.files.sheets.reading_context import K, ReadingContext, RowCells
from treffen.problem import EntityKind, Goal, Where
from treffen.words import LANGUAGES, goal

MOST_TABLES = 100_000
GOALS: dict[str, Goal] = {
    **{normalised_header(one.value): one for one in Goal},
    **{normalised_header(goal(one, language)): one for one in Goal for language in LANGUAGES},
    "wert": Goal.VALUE,
    "vortraege": Goal.TALKS,
    "pausen": Goal.BREAKS,
    "leerlauf": Goal.IDLE,
    "wechsel": Goal.CHANGES,
    "wege": Goal.WALKING,
    "tische": Goal.PLACES,
    "mindestzahl": Goal.SHORTFALL,
}


@dataclass(slots=True, kw_only=True)
class Settings:
    """What the event sheet says; `parts` goes into the problem as it is."""

    day: date | None = None
    zone: tzinfo = UTC
    tables: int | None = None
    tables_where: Where = field(default_factory=Where)
    parts: dict[str, Any] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)


def read_settings(desk: ReadingContext, grid: Grid | None) -> Settings:
    """The settings in a grid of keys and values; defaults where there is none."""
    settings = Settings()
    if grid is not None:
        _read(desk, grid, settings)
    if "time_zone" not in settings.told:
        _use_zone(desk, settings, ZONE, where=Where(sheet=grid.name if grid else ""))
    return settings


def _use_zone(desk: ReadingContext, settings: Settings, name: str, *, where: Where) -> None:
    zone = time_zone(name)
    if zone is None:
        desk.refuse(K.UNKNOWN_TIME_ZONE, where, field="time_zone", value=name, expected=ZONE)
    else:
        settings.zone = zone


def _read(desk: ReadingContext, grid: Grid, settings: Settings) -> None:
    desk.spots.put(EntityKind.EVENT, "", Where(sheet=grid.name))
    table = table_of(grid, EVENT)
    if table is None or not {"key", "value"} <= set(table.columns):
        columns = {"key": ((1, ""),), "value": ((2, ""),)}
        rows = tuple(SheetRow(n, cells) for n, cells in enumerate(grid.rows, 1))
        table = Table(name=grid.name, sheet=EVENT, columns=columns, rows=rows, errors=grid.errors)
    for row in table.rows:
        cells = RowCells(desk, table, row)
        key = _key(cells)
        if key is None:
            continue
        if key.field in settings.told:
            desk.refuse(K.DUPLICATE_KEY, cells.where("key"), value=cells.text("key"))
        if text_of(cells.raw("value")):
            settings.told.add(key.field)
            desk.spots.fields[EntityKind.EVENT, "", key.field] = cells.where("value")
            _Setting(desk, settings, cells).read(key)


def is_setting(text: str) -> bool:
    """Whether a text is the name of a setting."""
    return any(normalised_header(text) in column.spellings() for column in EVENT_KEYS)


def _key(cells: RowCells) -> SheetColumn | None:
    text = cells.text("key")
    if not text:
        return None
    found = next((column for column in EVENT_KEYS if normalised_header(text) in column.spellings()), None)
    if found is None:
        names = {name for column in EVENT_KEYS for name in (column.de, column.en, column.field)}
        hint = nearest(text, sorted(n for name in names for n in name.split("|")))
        cells.desk.refuse(K.UNKNOWN_KEY, cells.where("key"), field="key", value=text, hint=hint)
    return found


class _Setting:
    """One key with its value. The cell is read as if its column were called like the key."""

    def __init__(self, desk: ReadingContext, settings: Settings, cells: RowCells) -> None:
        self.desk, self.settings = desk, settings
        table = cells.table
        columns = {**table.columns, **{c.field: table.columns["value"] for c in EVENT_KEYS}}
        self.cells = RowCells(desk, replace(table, columns=columns), cells.row)

    def read(self, key: SheetColumn) -> None:
        name, parts, cells = key.field, self.settings.parts, self.cells
        if name == "title":
            parts["title"] = cells.text("title")
        elif name == "date":
            self._date()
        elif name == "time_zone":
            self._zone()
        elif name == "tables":
            self._tables()
        elif name == "pair_once":
            parts["pair_once"] = cells.flag("pair_once", default=True)
        elif name == "goals":
            parts["goals"] = tuple(self._goals())
        else:
            parts[name] = cells.maybe_count(name)

    def _date(self) -> None:
        raw = self.cells.raw("date")
        try:
            found = moment(raw)
        except NotATime:
            found = None
        if found is None or found.day is None:
            where = self.cells.where("date")
            self.desk.refuse(K.NOT_A_TIME, where, field="date", value=text_of(raw), expected="2027-04-20")
        else:
            self.settings.day = found.day

    def _zone(self) -> None:
        name, where = self.cells.text("time_zone"), self.cells.where("time_zone")
        _use_zone(self.desk, self.settings, name, where=where)

    def _tables(self) -> None:
        self.settings.tables_where = self.cells.where("tables")
        self.settings.tables = self.cells.maybe_count("tables")
        if (self.settings.tables or 0) > MOST_TABLES:
            where, shown = self.settings.tables_where, self.settings.tables
            self.desk.refuse(K.TOO_BIG, where, field="tables", value=shown, expected=str(MOST_TABLES))
            self.settings.tables = 1

    def _goals(self) -> Iterator[Goal]:
        for _, item in self.cells.items("goals"):
            found = GOALS.get(normalised_header(item.text))
            if found is not None:
                yield found
                continue
            names = ", ".join(Goal)
            where, hint = self.cells.where("goals"), nearest(normalised_header(item.text), GOALS)
            self.desk.refuse(K.NOT_A_CHOICE, where, field="goals", value=item.text, expected=names, hint=hint)

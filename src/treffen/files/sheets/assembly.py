"""From grids to a problem: every sheet in turn, then the problem's own faults at their cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from treffen.files.reading import Reading
from treffen.files.sheets.cell_grid import Grid, Table, table_of
from treffen.files.sheets.columns import BY_KEY, NOTE, Sheet, SheetColumn
from treffen.files.sheets.entity_rows import MAKERS, ORGANISATIONS, frozen, rows_with_ids, walks
from treffen.files.sheets.examples import is_untouched
from treffen.files.sheets.names import Names
from treffen.files.sheets.reading_context import K, ReadingContext, tell_columns
from treffen.files.sheets.settings import Settings, read_settings
from treffen.files.sheets.times import Setting, read_slots
from treffen.files.source_map import cut, located_faults
from treffen.problem import EntityKind, Place, PlaceId, Problem, Where
from treffen.words import LANGUAGES

NEEDED = ("slots", "participants", "requests")
TOLD = {"slots": ("start",), "participants": ("name",), "requests": ("participants",), "places": ("name",)}


def assemble(grids: Mapping[str, Grid], desk: ReadingContext, *, names: Mapping[str, str]) -> Reading:
    """The problem in the grids, by key of their sheet; `names` are what missing sheets are called."""
    return _Assembly(grids, desk, names).reading()


class _Assembly:
    def __init__(self, grids: Mapping[str, Grid], desk: ReadingContext, names: Mapping[str, str]) -> None:
        self.grids, self.desk, self.names = grids, desk, names
        self.missing: set[str] = set()
        self.needed = frozenset(NEEDED) - desk.optional
        self.settings = Settings()

    def reading(self) -> Reading:
        desk = self.desk
        self.settings = read_settings(desk, self.grids.get("event"))
        tables = {key: self._table(key) for key in BY_KEY if key != "event"}
        parts: dict[str, Any] = dict(self.settings.parts)
        setting = Setting(day=self.settings.day, zone=self.settings.zone)
        slots = tables["slots"]
        parts["slots"] = read_slots(desk, slots, setting) if slots else ()
        parts |= self._nouns(tables)
        parts["places"] = self._places(parts["places"])
        problem = Problem(**parts)
        found = [*desk.faults, *located_faults(problem, desk.spots, body_missing=self.missing)]
        faults = cut(sorted(found, key=self._order))
        notices = tuple(desk.notices)
        return Reading(
            problem=None if faults else problem, faults=faults, notices=notices, labels=desk.labels
        )

    def _order(self, one: Any) -> tuple[int, int, int]:
        """Faults in the order of the sheets, rows and columns, so that they can be worked off."""
        where: Where = one.where
        names = [grid.name for grid in self.grids.values()]
        sheet = names.index(where.sheet) if where.sheet in names else -1
        return sheet, where.row or 0, where.column or 0

    def _nouns(self, tables: Mapping[str, Table | None]) -> dict[str, Any]:
        """All nouns with ids, all names known before the first reference is read."""
        rows = {}
        for key in MAKERS:
            table = tables[key]
            numbered = key == "requests"
            rows[key] = list(rows_with_ids(self.desk, table, numbered=numbered)) if table else []
        self._default_places(rows["places"])
        parts: dict[str, Any] = {}
        for key in ("places", "talks", "participants", "interpreters", "requests"):
            parts[key] = tuple(MAKERS[key](cells) for cells in rows[key])
            if key == "participants":
                organisations = Names(p.organisation for p in parts[key] if p.organisation)
                self.desk.names[ORGANISATIONS] = organisations
        for key, make in (("walks", walks), ("frozen", frozen)):
            table = tables[key]
            parts[key] = tuple(make(self.desk, table)) if table else ()
        return parts

    def _default_places(self, rows: list[Any]) -> None:
        for number in range(1, (self.settings.tables or 0) + 1 if not rows else 0):
            self.desk.known(EntityKind.PLACE).add(f"t{number}", str(number))

    def _places(self, places: tuple[Place, ...]) -> tuple[Place, ...]:
        """The places of their sheet, else as many tables as the event says."""
        wanted, where = self.settings.tables, self.settings.tables_where
        if places:
            if wanted is not None and wanted != len(places):
                self.desk.refuse(
                    K.CONTRADICTION, where, field="tables", value=wanted, expected=str(len(places))
                )
            return places
        if wanted is None:
            if "places" not in self.missing:
                self.desk.refuse(K.NO_TABLES, Where(sheet=self._name("event")), field="tables")
            self.missing.add("places")
            return ()
        return tuple(Place(id=PlaceId(f"t{number}")) for number in range(1, wanted + 1))

    # --- tables -------------------------------------------------------------------------------

    def _name(self, key: str) -> str:
        grid = self.grids.get(key)
        return grid.name if grid else self.names.get(key, key)

    def _table(self, key: str) -> Table | None:
        sheet, grid = BY_KEY[key], self.grids.get(key)
        where = Where(sheet=self._name(key))
        if grid is None:
            if key in self.needed:
                self.missing.add(key)
                self.desk.refuse(K.MISSING_SHEET, where, value=self._name(key), expected=_headers(sheet))
            return None
        table = table_of(grid, sheet)
        if table is None:
            self._no_table(key, grid, sheet)
            return None
        self._check_columns(table)
        self._check_examples(table)
        if not table.rows and key in self.needed:
            self.missing.add(key)
            told = [h for field in TOLD[key] for _, h in table.columns.get(field, ())]
            columns = ", ".join(told) or _headers(sheet)
            self.desk.refuse(K.NOTHING_FILLED_IN, where, value=grid.name, expected=columns)
        return table

    def _no_table(self, key: str, grid: Grid, sheet: Sheet) -> None:
        is_empty = not any(any(cell not in (None, "") for cell in row) for row in grid.rows)
        if is_empty and key not in self.needed:
            return
        self.missing.add(key)
        if not grid.is_readable:
            return  # that was said
        kind = K.NOTHING_FILLED_IN if is_empty else K.NO_HEADER
        where = Where(sheet=grid.name)
        self.desk.refuse(kind, where, value=grid.name, expected=_headers(sheet))

    def _check_columns(self, table: Table) -> None:
        tell_columns(self.desk, table)
        for name in table.sheet.needs:
            if name not in table.columns:
                where = Where(sheet=table.name, row=table.header_row)
                column = table.sheet.column(name)
                self.desk.refuse(K.MISSING_COLUMN, where, field=name, value=_both(column))
        is_named = bool({"id", "name", "first_name", "last_name"} & set(table.columns))
        if table.sheet.key in MAKERS and table.sheet.key != "requests" and table.rows and not is_named:
            where = Where(sheet=table.name, row=table.header_row)
            self.desk.refuse(K.MISSING_COLUMN, where, field="id", value=_both(table.sheet.column("id")))

    def _check_examples(self, table: Table) -> None:
        """A row that is marked as an example and holds something else was meant: say so."""
        for row in table.marked:
            if not is_untouched(table, row):
                self.desk.refuse(K.EXAMPLE_CHANGED, table.where(row, NOTE))


def _both(column: SheetColumn) -> str:
    return " / ".join(dict.fromkeys(column.name(language) for language in LANGUAGES))


def _headers(sheet: Sheet) -> str:
    return ", ".join(_both(sheet.column(name)) for name in TOLD.get(sheet.key, sheet.needs))

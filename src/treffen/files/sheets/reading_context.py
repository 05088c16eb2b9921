"""One reading of tables: what was found so far, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from treffen.files.nearness import nearest
from treffen.files.sheets.calendar import NOT, Calendar
from treffen.files.sheets.cell_grid import Raw, SheetRow, Table, text_of
from treffen.files.sheets.headers import normalised_header
from treffen.files.sheets.lists import NOTHING, Item, split, with_known
from treffen.files.sheets.names import Names
from treffen.files.source_map import SourceMap
from treffen.problem import (
    EntityKind,
    Fault,
    FaultKind,
    LocatedFault,
    ReadingFault,
    ReadingFaultKind,
    SlotId,
    Where,
)
from treffen.problem.faults import LARGEST

YES = frozenset({"ja", "j", "x", "yes", "y", "true", "wahr", "1", "muss", "must", "✓", "✔", "☑"})
NO = frozenset({"nein", "n", "no", "false", "falsch", "0", "-", "–", "kann", "optional"})
ALL = frozenset({"alle", "immer", "all", "always", "jederzeit", "any", "egal"})
WHOLE = re.compile(r"[+-]?\d{1,18}(?:[.,]0{1,2})?")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")
WHOLE_NUMBER = "whole number"
K = ReadingFaultKind


@dataclass(slots=True)
class ReadingContext:
    """Faults, notices, labels and places of one reading, and the names known so far."""

    faults: list[LocatedFault] = field(default_factory=list)
    notices: list[LocatedFault] = field(default_factory=list)
    labels: dict[tuple[EntityKind, str], str] = field(default_factory=dict)
    spots: SourceMap = field(default_factory=SourceMap)
    names: dict[EntityKind, Names] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)
    optional: frozenset[str] = frozenset()  # sheets that may be missing or empty here

    def refuse(
        self,
        kind: ReadingFaultKind,
        where: Where,
        *,
        field: str = "",
        value: object = "",
        expected: str = "",
        hint: str = "",
    ) -> None:
        """Note a fault."""
        shown = str(value)[:80]
        fault = ReadingFault(kind=kind, field=field, value=shown, expected=expected)
        self.faults.append(LocatedFault(fault=fault, where=where, suggestion=hint))

    def tell(self, kind: ReadingFaultKind, where: Where, *, value: str = "", hint: str = "") -> None:
        """Note something that need not be repaired."""
        fault = ReadingFault(kind=kind, value=value[:80])
        self.notices.append(LocatedFault(fault=fault, where=where, suggestion=hint))

    def known(self, noun: EntityKind) -> Names:
        """The names of the nouns of a kind."""
        return self.names.setdefault(noun, Names())


def tell_columns(desk: ReadingContext, table: Table) -> None:
    """Columns that nobody reads are told, with the nearest name that is read; two of one kind are a fault."""
    headers = [n for c in table.sheet.columns for n in (*c.de.split("|"), *c.en.split("|"))]
    for number, header in table.unknown:
        where = Where(sheet=table.name, row=table.header_row, column=number, header=header)
        desk.tell(K.IGNORED_COLUMN, where, value=header, hint=nearest(header, headers))
    for number, header in table.twice:
        where = Where(sheet=table.name, row=table.header_row, column=number, header=header)
        desk.refuse(K.DUPLICATE_COLUMN, where, value=header)


class RowCells:
    """The cells of one row, read as what their columns hold; what is wrong goes to the desk."""

    def __init__(self, desk: ReadingContext, table: Table, row: SheetRow) -> None:
        self.desk, self.table, self.row = desk, table, row
        self.id = ""

    def where(self, name: str, column: int | None = None) -> Where:
        """The place of a field in this row, or of one of its columns."""
        where = self.table.where(self.row, name)
        if column is None:
            return where
        header = next((h for n, h in self.table.columns[name] if n == column), "")
        return replace(where, column=column, header=header)

    def raw(self, name: str) -> Raw:
        """What the cell of a field holds; a broken formula is a fault and counts as empty."""
        columns = self.table.columns.get(name)
        if columns is None:
            return None
        if len(columns) == 1 and not self.table.errors:  # the usual case, a million times a file
            return self.row.raw(columns[0][0])
        return next((raw for _, raw in self.raws(name)), None)

    def raws(self, name: str) -> list[tuple[int, Raw]]:
        """What the cells of a field hold, column by column, without empty ones."""
        found: list[tuple[int, Raw]] = []
        for column, _ in self.table.columns.get(name, ()):
            raw = self.row.raw(column)
            if (self.row.number, column) in self.table.errors:
                self.desk.refuse(K.CELL_ERROR, self.where(name, column), field=name, value=text_of(raw))
            elif text_of(raw):
                found.append((column, raw))
        return found

    def text(self, name: str) -> str:
        """The text of a field; empty where there is none."""
        return text_of(self.raw(name))

    def maybe(self, name: str) -> str | None:
        """The text of a field, or `None`."""
        return self.text(name) or None

    def count(self, name: str, default: int = 0, *, least: int = 0) -> int:
        """The whole number of a field."""
        found = self.maybe_count(name, least=least)
        return default if found is None else found

    def maybe_count(self, name: str, *, least: int = 0) -> int | None:
        """The whole number of a field, or `None`."""
        raw = self.raw(name)
        if raw is None or not text_of(raw):
            return None
        number = _whole(raw)
        if isinstance(number, ReadingFaultKind):
            self.desk.refuse(number, self.where(name), field=name, value=text_of(raw), expected=WHOLE_NUMBER)
        elif not least <= number <= LARGEST:
            kind = K.TOO_BIG if number > LARGEST else K.OUT_OF_RANGE
            expected = str(LARGEST) if number > LARGEST else f"{least}..{LARGEST}"
            self.desk.refuse(kind, self.where(name), field=name, value=text_of(raw), expected=expected)
        else:
            return number
        return None

    def flag(self, name: str, default: bool = False) -> bool:
        """Yes or no."""
        text = self.text(name).casefold()
        if not text:
            return default
        if text not in YES and text not in NO:
            self.desk.refuse(K.NOT_A_CHOICE, self.where(name), field=name, value=text, expected="ja, nein")
        return text in YES

    def items(self, name: str, known: Names | None = None) -> list[tuple[int, Item]]:
        """The items of the lists in all columns of a field, each with its column."""
        found: list[tuple[int, Item]] = []
        if name not in self.table.columns:
            return found
        for column, raw in self.raws(name):
            text = text_of(raw)
            if text.casefold() in NOTHING and (known is None or text not in known):
                continue
            items = split(text)
            if known is not None:
                items = [Item(text)] if text in known else with_known(items, known)
            found += [(column, item) for item in items]
        return found

    def texts(self, name: str) -> frozenset[str]:
        """Names that refer to nothing (features, languages)."""
        return frozenset(item.text + (f"={item.after}" if item.after else "") for _, item in self.items(name))

    def reference(self, name: str, noun: EntityKind) -> str | None:
        """The id a field means, or the text itself where nothing fits (a fault of the problem)."""
        raws = self.raws(name)
        return self.meant(raws[0][0], Item(text_of(raws[0][1])), field=name, noun=noun) if raws else None

    def references(self, name: str, noun: EntityKind) -> list[str]:
        """The ids of a list."""
        known = self.desk.known(noun)
        return [self.meant(column, item, field=name, noun=noun) for column, item in self.items(name, known)]

    def maybe_references(self, name: str, noun: EntityKind) -> frozenset[str] | None:
        """The ids of a list; `None` if the cells are empty, or say that all will do."""
        if not self.raws(name) or self.says_all(name, noun):
            return None
        return frozenset(self.references(name, noun))

    def says_all(self, name: str, noun: EntityKind) -> bool:
        """Whether a list is a word for "no restriction"."""
        text = self.text(name)
        return text.casefold() in ALL and text not in self.desk.known(noun)

    def meant(self, column: int, item: Item, *, field: str, noun: EntityKind) -> str:
        """The id that an item means; if several, a fault; if none, the text itself."""
        meant = self.desk.known(noun).meant(item.text)
        if len(meant) == 1:
            return meant[0]
        where = self.where(field, column)
        if len(meant) > 1:
            expected = ", ".join(meant[:8])
            self.desk.refuse(K.AMBIGUOUS, where, field=field, value=item.text, expected=expected)
        if not meant:
            self.desk.spots.values[self.table.sheet.noun, self.id, field, item.text] = where
        return meant[0] if meant else item.text

    def slots(self, name: str, *, touching: bool = False) -> frozenset[SlotId] | None:
        """The slots of a list in words; `None` if the cells are empty or say "always"."""
        if not self.raws(name) or self.says_all(name, EntityKind.SLOT):
            return None
        calendar = self.desk.calendar
        items = self.items(name, calendar.names)
        found: set[SlotId] = set()
        without: set[SlotId] = set()
        for column, item in items:
            not_these = self._negated(item)
            named = Item(not_these[1]) if not_these else item
            slots = calendar.meant(named, touching=touching or not_these is not None)
            if slots is None:
                is_without = not_these is not None or name == "not_free"
                slots = self._unknown_slot(named.text, name, column, is_without=is_without)
            elif not slots:
                self.desk.tell(K.NO_SLOT_IN_RANGE, self.where(name, column), value=item.text)
            (without if not_these else found).update(slots)
        only_without = bool(items) and all(self._negated(item) for _, item in items)
        return frozenset((calendar.all if only_without else found) - (without & calendar.all))

    def _negated(self, item: Item) -> re.Match[str] | None:
        """Whether an item takes slots out; a slot may be called "nicht belegt"."""
        is_name = item.is_literal or item.text in self.desk.calendar.names
        return None if is_name else NOT.fullmatch(item.text)

    def _unknown_slot(self, text: str, name: str, column: int, *, is_without: bool) -> frozenset[SlotId]:
        """What is no slot stays in the list, where the problem finds it; what is taken out cannot."""
        noun, where = self.table.sheet.noun, self.where(name, column)
        if not is_without:
            self.desk.spots.values[noun, self.id, name, text] = where
            return frozenset({SlotId(text)})
        field = "free" if name == "not_free" else name
        fault = Fault(kind=FaultKind.UNKNOWN_ID, noun=noun, id=self.id, field=field, value=text)
        hint = nearest(text, self.desk.calendar.names)
        self.desk.faults.append(LocatedFault(fault=fault, where=where, suggestion=hint))
        return frozenset()

    def choice(self, name: str, choices: dict[str, str], default: str, *, column: int | None = None) -> str:
        """One of several words, in either language; of one column of several."""
        text = self.text(name) if column is None else text_of(self.row.raw(column))
        if not text:
            return default
        found = choices.get(normalised_header(text))
        if found is None:
            expected = ", ".join(dict.fromkeys(choices.values()))
            hint = nearest(normalised_header(text), choices)
            self.desk.refuse(
                K.NOT_A_CHOICE, self.where(name, column), field=name, value=text, expected=expected, hint=hint
            )
        return found or default


def _whole(raw: Raw) -> int | ReadingFaultKind:
    """The whole number in a cell, or what it is instead.

    >>> _whole("3,0"), _whole(3.0), _whole("1.000"), _whole("3,5"), _whole("drei")
    (3, 3, 1000, <ReadingFaultKind.NOT_WHOLE: 'not_whole'>, <ReadingFaultKind.NOT_A_NUMBER: 'not_a_number'>)
    """
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        return K.NOT_A_NUMBER
    if isinstance(raw, (int, float)):
        if raw != raw or raw in (float("inf"), float("-inf")):
            return K.NOT_A_NUMBER
        return int(raw) if float(raw).is_integer() else K.NOT_WHOLE
    text = text_of(raw)
    if THOUSANDS.fullmatch(text):
        return int(re.sub(r"\D", "", text)[:19])
    if WHOLE.fullmatch(text):
        return int(re.split("[.,]", text)[0])
    if re.fullmatch(r"[+-]?\d+", text):
        return LARGEST + 1
    return K.NOT_WHOLE if re.fullmatch(r"[+-]?\d+[.,]\d+", text) else K.NOT_A_NUMBER

"""Files to take away: an example of a table, and a table with its faults marked."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.names import folded_name
from handschlag.common.table_files import csv_file, new_book, write_cells
from handschlag.common.table_import.reading import address
from handschlag.design.components.parts import Option
from handschlag.directory.contents import Kind
from handschlag.directory.editing.labels import kind_word
from handschlag.directory.entries import field_labels, land_names
from handschlag.directory.imports import labels, lexicon
from handschlag.directory.imports.columns import FIELDS, EntryField, ImportFaultKind, field_and_line
from handschlag.directory.imports.labels import sentence
from handschlag.directory.imports.lexicon import KIND_WORDS, KINDS
from handschlag.directory.imports.stages import faulty_rows, sheet_of, touched_rows
from handschlag.directory.models import Import, ImportRow

LONG = frozenset(
    {
        *(EntryField.DESCRIPTION_DE, EntryField.DESCRIPTION_EN, EntryField.OFFERS_DE, EntryField.OFFERS_EN),
        *(EntryField.NEEDS_DE, EntryField.NEEDS_EN),
    }
)
SEPARATOR = "|"


@dataclass(slots=True, kw_only=True)
class Vocabulary:
    """Words for what faults refer to; the tables are read when the first fault needs them."""

    lands: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    folded_lands: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Vocabulary:
        return cls(
            lands=dict(sorted(land_names().items(), key=lambda pair: pair[1])),
            fields=field_labels(),
            codes=lexicon.fields(),
            folded_lands=lexicon.lands(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where facts stand in the file: the index of their column, and its heading."""

    columns: Mapping[str, int]
    headings: Mapping[str, str]
    kind: Kind

    @classmethod
    def of(cls, row: Import) -> Place:
        found = {field: index for index, field in row.fields.items()}
        return cls(
            columns=found,
            headings={fact: row.headings[index] for fact, index in found.items()},
            kind=Kind(row.kind),
        )

    def address(self, fact: str, number: int) -> str:
        """As its spreadsheet shows it; a fact of another line than the row's first names that line."""
        bare, line = field_and_line(fact, number)
        return address(self.columns[bare], line) if bare in self.columns else ""

    def heading(self, fact: str) -> str:
        fact, _line = field_and_line(fact, 0)
        return self.headings.get(fact) or labels.heading(self.kind, fact)


def cells_of(
    row: ImportRow, place: Place, known: Vocabulary, typed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """First what is faulty, then what was mended already; `typed` is what a refused form sent."""
    by_fact: dict[str, list[dict[str, Any]]] = {}
    for fault in row.faults:
        by_fact.setdefault(fault["fact"], []).append(fault)
    facts = [*by_fact, *(fact for fact in row.mended if fact not in by_fact)]
    return [_cell(row, fact, by_fact.get(fact, []), place, known, typed) for fact in facts]


def _cell(
    row: ImportRow,
    fact: str,
    faults: list[dict[str, Any]],
    place: Place,
    known: Vocabulary,
    typed: Mapping[str, str],
) -> dict[str, Any]:
    """A cell to mend: what was typed now, or else stands in the table, and what is wrong about it.

    Its address is where its spreadsheet shows it, empty where the file has no such column.
    """
    value = typed.get(f"t-{row.number}-{fact}", row.texts.get(fact, ""))
    return {
        "fact": fact,
        "address": place.address(fact, row.number),
        "heading": place.heading(fact),
        "value": value,
        "sentences": [sentence(fault) for fault in faults],
        "choices": _choices(fact, value, place.kind, known),
        "is_long": fact in LONG,
        "suggestions": [pair for fault in faults for pair in _suggestions(row, fault, place.kind, known)],
    }


def _choices(fact: str, value: str, kind: Kind, known: Vocabulary) -> tuple[Option, ...]:
    """Where only a few things can stand, they are offered; what stands there now comes first."""
    if fact == EntryField.KIND:
        options = {one: kind_word(one) for one in KINDS[kind]}
        chosen = KIND_WORDS[kind].get(folded_name(value), "")
    elif fact == EntryField.LAND:
        options = known.lands
        chosen = known.folded_lands.get(folded_name(value), "")
    elif fact == EntryField.SME:
        options, chosen = {"ja": _("Yes"), "nein": _("No")}, ""
    else:
        return ()
    label = _("“%(text)s”") % {"text": value} if value else "–"
    now = Option(value=value, label=label, is_chosen=not chosen)
    return (
        now,
        *(Option(value=code, label=word, is_chosen=code == chosen) for code, word in options.items()),
    )


def _suggestions(
    row: ImportRow, fault: Mapping[str, Any], kind: Kind, known: Vocabulary
) -> Iterator[tuple[str, str]]:
    """What one click writes into the cell, or beside it: as a button sends it, and as it is shown."""
    details, reason, lands = fault["details"], fault["reason"], known.lands
    if reason in {ImportFaultKind.PLACE_UNCLEAR, ImportFaultKind.PLACE_ELSEWHERE}:
        for code in details["lands"]:
            yield _sent(row, EntryField.LAND, code), lands.get(code, code)
        return
    meant = folded_name(details.get("meant", ""))
    if reason == ImportFaultKind.UNKNOWN_FIELD:
        label = known.fields.get(known.codes.get(meant, ""), "")
        text = fault["value"].replace(details["name"], label)
        if label and text != fault["value"]:
            yield _sent(row, EntryField.FIELDS, text), label
    elif reason == ImportFaultKind.NO_KIND:
        if code := KIND_WORDS[kind].get(meant, ""):
            yield _sent(row, EntryField.KIND, code), kind_word(code)
    elif (code := known.folded_lands.get(meant, "")) in lands:
        yield _sent(row, EntryField.LAND, code), lands[code]


def _sent(row: ImportRow, fact: EntryField, text: str) -> str:
    return SEPARATOR.join((str(row.number), fact.value, text))


ROWS_TO_FILL = 2000


def template_csv(kind: Kind) -> bytes:
    """A table in CSV with all headings that can be read, and one line as an example."""
    heads = [labels.heading(kind, column.key) for column in FIELDS[kind]]
    return csv_file([heads, [column.example for column in FIELDS[kind]]])


def template_xlsx(kind: Kind) -> bytes:
    """A sheet to fill, with lists to choose from, and one that explains the columns."""
    file = io.BytesIO()
    book = new_book(file)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    text, pale = book.add_format({"num_format": "@"}), book.add_format({"italic": True, "num_format": "@"})
    sheet = book.add_worksheet(_("Table"))
    sheet.freeze_panes(1, 1)
    choices = {fact: [str(one) for one in options] for fact, options in lists(kind).items()}
    for index, column in enumerate(FIELDS[kind]):
        sheet.set_column(index, index, 36 if column.key == EntryField.NAME else 22, text)
        sheet.write_string(0, index, labels.heading(kind, column.key), bold)
        sheet.write_string(1, index, column.example, pale)
        if column.key in choices:
            rule = {"validate": "list", "source": choices[column.key], "error_type": "information"}
            sheet.data_validation(1, index, ROWS_TO_FILL, index, rule)
    about = book.add_worksheet(_("Columns"))
    about.set_column(0, 0, 28)
    about.set_column(1, 1, 80)
    about.set_column(2, 2, 40)
    about.write_row(0, 0, [_("Heading"), _("Content"), _("Example")], bold)
    for row, column in enumerate(FIELDS[kind], start=1):
        about.write_string(row, 0, labels.heading(kind, column.key), bold)
        about.write_string(row, 1, str(labels.EXPLAINED[column.key]), wrapped)
        about.write_string(row, 2, column.example, wrapped)
    fields = book.add_worksheet(_("Technology fields"))
    fields.set_column(0, 0, 60)
    fields.write_string(0, 0, _("Technology fields"), bold)
    for row, label in enumerate(sorted(field_labels().values()), start=1):
        fields.write_string(row, 0, label)
    book.close()
    return file.getvalue()


def lists(kind: Kind) -> dict[str, list[str]]:
    """What a spreadsheet offers to choose from in a column."""
    found = {
        EntryField.KIND: [kind_word(one) for one in KINDS[kind]],
        EntryField.LAND: sorted(land_names().values()),
    }
    if kind is Kind.ACTOR:
        found[EntryField.SME] = [_("yes"), _("no")]
    return {fact: options for fact, options in found.items() if options}


def _fault_line(row: ImportRow, fault: Mapping[str, Any], place: Place) -> list[str]:
    """A fault with its place: row, column, heading, value and the sentence."""
    fact = fault["fact"]
    return [
        str(field_and_line(fact, row.number)[1]),
        place.address(fact, row.number).rstrip("0123456789"),
        place.heading(fact),
        row.texts.get(fact, ""),
        sentence(fault),
    ]


def _fault_heads() -> list[str]:
    return [_("Sheet"), _("Row"), _("Column"), _("Heading"), _("Current value"), _("Error")]


def faults_csv(of: Import) -> bytes:
    """All faults of an import in CSV, one a line: sheet, row, column, heading, value and the fault."""
    sheet, place = sheet_of(of).name, Place.of(of)
    lines = [[sheet, *_fault_line(row, fault, place)] for row in faulty_rows(of) for fault in row.faults]
    return csv_file([_fault_heads(), *lines])


def faults_xlsx(of: Import) -> bytes:
    """The whole table as it is now, faulty cells coloured and explained: to mend and to send again."""
    file = io.BytesIO()
    book = new_book(file)
    bold, red = book.add_format({"bold": True}), book.add_format({"bg_color": "#fdeceb", "bold": True})
    sheet = book.add_worksheet(_("Table"))
    sheet.freeze_panes(1, 0)
    source, place = sheet_of(of), Place.of(of)
    mended = _by_line(touched_rows(of))
    width = len(of.headings)
    sheet.set_column(0, max(0, width - 1), 24)
    sheet.set_column(width, width, 80)
    added = [fact for fact in (EntryField.KIND, EntryField.LAND) if _is_missing(fact, place, mended.values())]
    heads = [*of.headings, _("Error"), *(labels.heading(place.kind, fact) for fact in added)]
    write_cells(sheet, 0, heads, bold)
    for line, cells in enumerate(source.rows[1:], start=1):
        write_cells(sheet, line, _texts_of(cells, mended.get(source.first_row + line), place))
        if row := mended.get(source.first_row + line):
            mark(sheet, line, row, place, red, width=width)
            for offset, fact in enumerate(added, start=1):
                sheet.write_string(line, width + offset, row.texts.get(fact, ""))
    book.close()
    return file.getvalue()


@dataclass(slots=True)
class _Marked:
    """What was mended in a line of the file, and what is wrong in it."""

    texts: dict[str, str] = field(default_factory=dict)
    mended: list[str] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)


def _by_line(rows: Iterable[ImportRow]) -> dict[int, _Marked]:
    """A row of a catalogue tells of several lines: each fact goes to its own."""
    found: defaultdict[int, _Marked] = defaultdict(_Marked)
    for row in rows:
        found[row.number].texts |= {fact: text for fact, text in row.texts.items() if "@" not in fact}
        for fact in row.mended:
            bare, line = field_and_line(fact, row.number)
            found[line].mended.append(bare)
            found[line].texts[bare] = row.texts.get(fact, "")
        for fault in row.faults:
            bare, line = field_and_line(fault["fact"], row.number)
            found[line].faults.append({**fault, "fact": bare})
            found[line].texts[bare] = row.texts.get(fault["fact"], "")
    return found


def _is_missing(fact: EntryField, place: Place, rows: Iterable[_Marked]) -> bool:
    """A fact that rows need, and the file has no column for: it gets one."""
    if fact in place.columns:
        return False
    return any(fact in row.mended or any(one["fact"] == fact for one in row.faults) for row in rows)


def _texts_of(cells: Sequence[str], row: _Marked | None, place: Place) -> list[str]:
    """The cells of the file, with what was mended on the page."""
    texts = list(cells)
    for fact in row.mended if row is not None else ():
        if fact in place.columns and row is not None:
            texts[place.columns[fact]] = row.texts.get(fact, "")
    return texts


def mark(sheet: Any, line: int, row: _Marked, place: Place, red: Any, *, width: int) -> None:
    """The faulty cells of a row in colour, each with its sentence, and all of them at its end."""
    said: list[str] = []
    comments: Mapping[int, str] = {}
    for fault in row.faults:
        column, text = place.columns.get(fault["fact"]), sentence(fault)
        said.append(f"{place.heading(fault['fact'])}: {text}")
        if column is not None:
            sheet.write_string(line, column, row.texts.get(fault["fact"], ""), red)
            comments = {**comments, column: " ".join(filter(None, [comments.get(column, ""), text]))}
    for column, text in comments.items():
        sheet.write_comment(line, column, text)
    if said:
        sheet.write_string(line, width, " ".join(said))

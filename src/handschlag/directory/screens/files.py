"""A list as a file: CSV, XLSX, JSON or vCard, written while it is sent."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any, Final

from django.utils.translation import gettext as _

from handschlag.common import table_files
from handschlag.common.language import pick
from handschlag.common.table_files import BLOCK, Value, csv_blocks, new_book, write_cells
from handschlag.directory.rules.vcards import Card, written
from handschlag.directory.screens import kind_labels
from handschlag.directory.screens.kind_labels import Word
from handschlag.directory.screens.projects import HEADS as PROJECT_HEADS
from handschlag.directory.screens.records import ACTOR_HEADS, NETWORK_HEADS, Record

MEDIA_TYPES: Final = {
    **table_files.MEDIA_TYPES,
    "json": "application/json",
    "vcf": "text/vcard; charset=utf-8",
}
WIDE = {"name": 40, "fields": 40, "offers": 60, "needs": 60, "networks": 40, "address": 50, "website": 35}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMetadata:
    """What a file says about itself."""

    title: str
    address: str  # of the list, with its filters
    exported_on: str
    count: int
    counting: str
    licence: str

    @property
    def lines(self) -> tuple[tuple[str, Value], ...]:
        return (
            (_("List"), self.title),
            (_("Address with all filters"), self.address),
            (_("Exported on"), self.exported_on),
            (_("Entries"), self.count),
            (_("Method"), self.counting),
            (_("Use"), self.licence),
        )


def bytes_of(
    ending: str, about: FileMetadata, records: Iterable[Record], *, heads: Mapping[str, Word]
) -> Iterator[bytes]:
    """The file with this ending, piece by piece."""
    writers: dict[str, Callable[..., Iterator[bytes]]] = {"csv": _csv_of, "xlsx": _xlsx_of, "json": _json_of}
    if ending == "vcf":
        return _vcards_of(records)
    return writers[ending](about, records, heads)


def _csv_of(about: FileMetadata, records: Iterable[Record], heads: Mapping[str, Word]) -> Iterator[bytes]:
    """For a spreadsheet in German or English: a byte order mark, semicolons, no formulas."""
    del about  # a first line of words would not be a table
    head = [str(head) for head in heads.values()]
    return csv_blocks(chain([head], (map(_in_words_only, _values(record, heads)) for record in records)))


def _in_words_only(value: Value) -> Value:
    return (_("yes") if value else _("no")) if isinstance(value, bool) else value


def _values(record: Record, heads: Mapping[str, Word]) -> Iterator[Value]:
    for name in heads:
        yield _in_words(name, record[name])


def _in_words(name: str, value: Any) -> Value:
    """A fact as one cell in the language of the page."""
    if name == "kind":
        return str({**kind_labels.NETWORK_KINDS, **kind_labels.ACTOR_KINDS}[value])
    if isinstance(value, dict) and "level" in value:
        until = f" - {value['valid_until']}" if value["valid_until"] else ""
        return f"{kind_labels.LEVELS[value['level']]} {value['awarded_on']}{until}"
    if isinstance(value, dict):
        return pick(value["de"], value["en"])
    if isinstance(value, tuple):
        return ", ".join(str(_in_words("", one)) for one in value)
    plain: Value = value
    return plain


def _json_of(about: FileMetadata, records: Iterable[Record], heads: Mapping[str, Word]) -> Iterator[bytes]:
    """One object: what the file is about, and its entries with names that do not change."""
    del heads
    head = json.dumps(asdict(about), ensure_ascii=False)
    block, size = [f'{{"about": {head},\n"entries": [\n'], 0
    for place, record in enumerate(records):
        line = json.dumps(record, ensure_ascii=False)
        block.append(f",\n{line}" if place else line)
        size += len(line)
        if size > BLOCK:
            yield "".join(block).encode()
            block, size = [], 0
    block.append("\n]}\n")
    yield "".join(block).encode()


def _vcards_of(records: Iterable[Record]) -> Iterator[bytes]:
    for record in records:
        yield written(_card_of(record)).encode()


def _card_of(record: Record) -> Card:
    land, at = record["land"], (record["latitude"], record["longitude"])
    return Card(
        uid=record["address"],
        name=record["name"],
        parent=record.get("parent", ""),
        place=record["place"],
        land=pick(land["de"], land["en"]) if land else "",
        at=None if None in at else at,
        email=record.get("email", ""),
        website=record["website"],
        source=record["address"],
        categories=tuple(pick(field["de"], field["en"]) for field in record["fields"]),
        note=_("Invented for the demo") if record["is_invented"] else "",
    )


def _xlsx_of(about: FileMetadata, records: Iterable[Record], heads: Mapping[str, Word]) -> Iterator[bytes]:
    """A sheet with a frozen head, and one that says what it is; text stays text, whatever it begins with."""
    with tempfile.TemporaryFile() as file:
        book = new_book(file, in_memory=False, constant_memory=True)
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        sheet = book.add_worksheet(_("List"))
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(heads):
            sheet.set_column(column, column, WIDE.get(name, 18))
        sheet.write_row(0, 0, [str(head) for head in heads.values()], bold)
        last = 0
        for last, record in enumerate(records, start=1):
            write_cells(sheet, last, map(_in_words_only, _values(record, heads)))
        sheet.autofilter(0, 0, last, len(heads) - 1)
        source = book.add_worksheet(_("Source"))
        source.set_column(0, 0, 28)
        source.set_column(1, 1, 90)
        for row, (head, value) in enumerate(about.lines):
            source.write_string(row, 0, head, bold)
            source.write_string(row, 1, str(value), wrapped)
        book.close()
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


HEADS: Final[Mapping[str, Mapping[str, Word]]] = {
    "networks": NETWORK_HEADS,
    "actors": ACTOR_HEADS,
    "projects": PROJECT_HEADS,
}

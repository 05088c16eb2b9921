"""Tables, and the archive of CORDIS as one of them; read in a process of its own."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from handschlag.common.refusals import Refusal
from handschlag.common.table_import import reading
from handschlag.common.table_import.reading import (
    CONTROL,
    DAMAGED,
    MOST_ROWS,
    MOST_SIGNS,
    FileRefusal,
    Sheet,
    tidy,
)
from handschlag.directory.imports.columns import Catalogue, recognised

MOST_PACKED = 64 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024  # of the two files together
MOST_LINES, MOST_PARTS, MOST_COLUMNS = 400_000, 200, 60
BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others unpack without a limit
ORGANISATIONS, PROJECTS = "organization.csv", "project.csv"
OF_PROJECTS = ("title", "startDate", "endDate", "frameworkProgramme")
JOINT = "Verbundprojekt"


class _Gauge(io.RawIOBase):
    """A part of the archive that refuses to unpack to more than is left of a common limit."""

    def __init__(self, part: IO[bytes], left: list[int]) -> None:
        super().__init__()
        self.part, self.left = part, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # narrower than any buffer
        block = self.part.read(len(buffer))
        self.left[0] -= len(block)
        if self.left[0] < 0:
            raise Refusal(FileRefusal.UNPACKS_TOO_LARGE)
        buffer[: len(block)] = block
        return len(block)


def is_archive(content: bytes) -> bool:
    """Whether the file of the organisations is in it; a workbook is a ZIP too, and has none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return ORGANISATIONS in {_base_name(name) for name in archive.namelist()[:MOST_PARTS]}
    except DAMAGED:
        return False


def _base_name(name: str) -> str:
    return name.rpartition("/")[2].casefold()


def read(content: bytes) -> Sheet:
    """The table of both files, with a column that says whether a project is a joint one."""
    left = [MOST_UNPACKED]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {_base_name(part.filename): part for part in archive.infolist()[:MOST_PARTS]}
            if any(part.flag_bits & 1 for part in parts.values()):
                raise Refusal(FileRefusal.ENCRYPTED)
            if any(part.compress_type not in BOUNDED for part in parts.values()):
                raise Refusal(FileRefusal.BROKEN)
            with archive.open(parts[ORGANISATIONS]) as file:
                rows, partners = organisations(_lines_of(file, left))
            if PROJECTS in parts:
                with archive.open(parts[PROJECTS]) as file:
                    projects = told(_lines_of(file, left), set(partners))
            else:
                projects = {}
    except DAMAGED as error:
        raise Refusal(FileRefusal.BROKEN) from error
    return _table(rows, partners, projects)


def _lines_of(part: IO[bytes], left: list[int]) -> Iterator[list[str]]:
    """The cells of each line; what is no text in UTF-8, or no table, is refused."""
    gauge: Any = _Gauge(part, left)
    text = io.TextIOWrapper(io.BufferedReader(gauge), encoding="utf-8-sig", newline="")
    previous = csv.field_size_limit(MOST_SIGNS * 10)
    reader = csv.reader(text, delimiter=";", strict=True)
    try:
        for number, cells in enumerate(reader):
            if number > MOST_LINES:
                raise Refusal(FileRefusal.TOO_MANY_ROWS, most=MOST_LINES)
            if len(cells) > MOST_COLUMNS:
                raise Refusal(FileRefusal.TOO_MANY_COLUMNS, most=MOST_COLUMNS)
            yield cells
    except csv.Error as error:
        raise Refusal(FileRefusal.OPEN_QUOTE, line=reader.line_num) from error
    except UnicodeDecodeError as error:
        raise Refusal(FileRefusal.NOT_A_TABLE) from error
    finally:
        csv.field_size_limit(previous)


def organisations(lines: Iterator[list[str]]) -> tuple[list[tuple[str, ...]], Counter[str]]:
    """The lines of organisations in Germany, others empty; how many organisations each project has."""
    heads = tuple(tidy(cell) for cell in next(lines, []))
    if recognised(heads) is not Catalogue.CORDIS:
        raise Refusal(FileRefusal.NOT_A_TABLE)
    project, country = heads.index("projectID"), heads.index("country")
    rows, partners, kept = [heads], Counter[str](), 0
    for cells in lines:
        if len(cells) <= max(project, country):
            rows.append(())
            continue
        partners[cells[project].strip()] += 1
        if cells[country].strip() != "DE":
            rows.append(())
            continue
        kept += 1
        if kept > MOST_ROWS:
            raise Refusal(FileRefusal.TOO_MANY_ROWS, most=MOST_ROWS)
        rows.append(tuple(checked(tidy(cell)) for cell in cells))
    return rows, partners


def checked(cell: str) -> str:
    """The cell as it is; raises Refusal if it has control characters or is too long."""
    if CONTROL.search(cell) or len(cell) > MOST_SIGNS:
        raise Refusal(FileRefusal.NOT_A_TABLE)
    return cell


def told(lines: Iterator[list[str]], wanted: set[str]) -> dict[str, tuple[str, ...]]:
    """What the second file tells of the projects that the first one names."""
    heads = [tidy(cell) for cell in next(lines, [])]
    if "id" not in heads:
        raise Refusal(FileRefusal.NOT_A_TABLE)
    number = heads.index("id")
    at = [heads.index(name) if name in heads else -1 for name in OF_PROJECTS]
    found: dict[str, tuple[str, ...]] = {}
    for cells in lines:
        if len(cells) > number and cells[number].strip() in wanted:
            said = (tidy(cells[index]) if -1 < index < len(cells) else "" for index in at)
            found[cells[number].strip()] = tuple(map(checked, said))
    return found


def _table(
    rows: list[tuple[str, ...]], partners: Counter[str], projects: dict[str, tuple[str, ...]]
) -> Sheet:
    """The lines of the first file, and behind them what is known of their projects."""
    heads = rows[0]
    project, width = heads.index("projectID"), len(heads)
    nothing = ("",) * len(OF_PROJECTS)
    joined = [(*heads, *OF_PROJECTS, JOINT)]
    for row in rows[1:]:
        if not row:
            joined.append(())
            continue
        number = row[project]
        is_joint = "ja" if partners[number] > 1 else ""
        padded = (*row, *("",) * (width - len(row)))[:width]
        joined.append((*padded, *projects.get(number, nothing), is_joint))
    return Sheet(name="", rows=tuple(joined))


def read_values(content: bytes) -> list[dict[str, Any]]:
    """The sheets as plain values, which another process can hand over."""
    if not (content.startswith(reading.ZIP) and is_archive(content)):
        return reading.read_values(content)
    if len(content) > MOST_PACKED:
        raise Refusal(FileRefusal.TOO_LARGE, most=MOST_PACKED // 1024 // 1024)
    return reading.values_of([read(content)])

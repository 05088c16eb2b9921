"""ZIP files as no honest program writes them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import xlsxwriter

STORED, DEFLATED = 0, 8
MOST_CHECKED = 500 << 20
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@cache
def parts() -> Mapping[str, bytes]:
    """An honest workbook with one sheet and one shared text, part by part."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("A").write(0, 0, "x")
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook(changed: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A whole workbook in which these parts stand instead of, or beside, the usual ones."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in {**parts(), **changed}.items():
            archive.writestr(name, content)
    return file.getvalue()


def sheet(inside: str, before: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'


def texts(inside: str, before: str = "") -> str:
    return f'{before}<sst xmlns="{MAIN}">{inside}</sst>'


def with_sheet(inside: str, **more: bytes | str) -> bytes:
    named = {f"xl/{name}.xml": content for name, content in more.items()}
    return workbook({"xl/worksheets/sheet1.xml": sheet(inside), **named})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a ZIP file says of one part, and the bytes that really lie there."""

    name: str
    packed: bytes
    claimed: int
    check: int = 0
    method: int = DEFLATED
    flags: int = 0


def raw_zip(entries: list[Entry], *, is_overlapping: bool = False) -> bytes:
    """The file with these entries; overlapping ones all point to the bytes of the first."""
    body, directory, first = b"", b"", 0
    for entry in entries:
        name, at = entry.name.encode(), len(body)
        facts = struct.pack(
            "<HHHHHIIIHH",
            *(
                20,
                entry.flags,
                entry.method,
                0,
                0,
                entry.check,
                len(entry.packed),
                entry.claimed,
                len(name),
                0,
            ),
        )
        if not (is_overlapping and body):
            body += b"PK\x03\x04" + facts + name + entry.packed
        else:
            at = first
        directory += b"PK\x01\x02\x14\x00" + facts + struct.pack("<HHHII", 0, 0, 0, 0, at) + name
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def grown(block: bytes, times: int, *, head: bytes = b"") -> bytes:
    """A deflate stream that unpacks to the head, and the block again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    repeated = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + repeated * times + packer.flush()


def plain(name: str, content: bytes | str) -> Entry:
    raw = content.encode() if isinstance(content, str) else content
    return Entry(name=name, packed=raw, claimed=len(raw), check=zlib.crc32(raw), method=STORED)


def bomb(name: str, block: bytes, times: int, *, head: bytes = b"", claimed: int | None = None) -> Entry:
    """A part that grows; what it says of its size is true unless another size is given."""
    size, check = len(head) + len(block) * times, zlib.crc32(head)
    if size <= MOST_CHECKED:  # a reader that goes on beyond this has failed already
        for _ in range(times):
            check = zlib.crc32(block, check)
    packed = grown(block, times, head=head)
    return Entry(name=name, packed=packed, claimed=size if claimed is None else claimed, check=check)


def workbook_with(*entries: Entry, is_overlapping: bool = False) -> bytes:
    given = {entry.name for entry in entries}
    usual = [plain(name, content) for name, content in parts().items() if name not in given]
    return raw_zip([*usual, *entries], is_overlapping=is_overlapping)

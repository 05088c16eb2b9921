"""One template and plain values become one file. Values are data to the template, never part of its text.

Which letters our typeface has. PDF/UA allows none without a shape: others become a box, and are told.

The tables are those of the font files themselves (OpenType `cmap`, formats 4 and 12).
"""

from __future__ import annotations

import json
import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

if TYPE_CHECKING:
    import typst


# Any mask can be read; trying all eight for the prettiest one takes eight times as long.
MASK = 3
QUIET = 4  # modules of margin that readers need


def qr(text: str) -> str:
    """An SVG drawing of a QR code, black on nothing, with its margin."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET, mask_pattern=MASK)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{left} {top}h{width}v1h-{width}z" for top, left, width in _runs(rows))
    side = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'


def _runs(rows: list[list[bool | None]]) -> Iterator[tuple[int, int, int]]:
    """Dark modules side by side: row, first column, how many."""
    for top, row in enumerate(rows):
        start = None
        for left, is_dark in enumerate([*row, False]):
            if is_dark and start is None:
                start = left
            elif not is_dark and start is not None:
                yield top, start, left - start
                start = None


FONTS = Path(__file__).parent / "fonts"
BOX = "\N{WHITE VERTICAL RECTANGLE}"
LONGEST_WORD = 28  # without a space, slash or hyphen; gets places to break: a name must not leave the paper
BREAK = "\N{ZERO WIDTH SPACE}"
TOO_LONG = re.compile(rf"[^\s/{BREAK}-]{{{LONGEST_WORD},}}")


def printable(value: Any) -> Any:
    """The same value with every text in it fit to be printed."""
    if isinstance(value, str):
        return fit(value)
    if isinstance(value, Mapping):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    return value


def unprintable(value: Any) -> tuple[str, ...]:
    """Letters that will stand as a box, sorted, each once."""
    return tuple(sorted({letter for text in _texts(value) for letter in _lacking(_composed(text))}))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def fit(text: str) -> str:
    """The text with a box for each letter we lack and breaks in long words; SVG stays as it is."""
    if text.startswith("<svg "):
        return text
    text = _composed(text)
    for letter in _lacking(text):
        text = text.replace(letter, BOX)
    return TOO_LONG.sub(_broken, text)


def _broken(word: re.Match[str]) -> str:
    letters = word.group()
    return BREAK.join(letters[at : at + LONGEST_WORD] for at in range(0, len(letters), LONGEST_WORD))


def _composed(text: str) -> str:
    """Accents joined to their letters; marks that nobody sees left out, but for ends of lines."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter)[0] != "C")


def _lacking(text: str) -> set[str]:
    return {letter for letter in set(text) if not letter.isspace() and ord(letter) not in letters()}


@cache
def letters() -> frozenset[int]:
    """Code points that every weight has."""
    return frozenset.intersection(*(frozenset(_read(path)) for path in sorted(FONTS.rglob("*.ttf"))))


def _read(path: Path) -> Iterator[int]:
    """The code points for which a font file has a shape."""
    data = path.read_bytes()
    count = _number(data, 4)
    tables = {data[at : at + 4]: at for at in range(12, 12 + 16 * count, 16)}
    (cmap,) = struct.unpack_from(">I", data, tables[b"cmap"] + 8)
    parts = _number(data, cmap + 2)
    for at in range(cmap + 4, cmap + 4 + 8 * parts, 8):
        (offset,) = struct.unpack_from(">I", data, at + 4)
        form = _number(data, cmap + offset)
        if form == 4:
            yield from _segments(data, cmap + offset)
        elif form == 12:
            yield from _groups(data, cmap + offset)


def _number(data: bytes, at: int) -> int:
    """Two bytes, the higher one first."""
    return data[at] * 256 + data[at + 1]


def _segments(data: bytes, at: int) -> Iterator[int]:
    """Format 4: runs of code points, of which single ones may lack a shape."""
    double = _number(data, at + 6)
    ends, starts = at + 14, at + 16 + double
    deltas, ranges = starts + double, starts + 2 * double
    for step in range(0, double, 2):
        end, start, delta, shift = (_number(data, at + step) for at in (ends, starts, deltas, ranges))
        for point in range(start, min(end, 0xFFFE) + 1):
            shape = point
            if shift:
                shape = _number(data, ranges + step + shift + 2 * (point - start))
            if (shape + delta) % 0x10000 and (shape or not shift):
                yield point


def _groups(data: bytes, at: int) -> Iterator[int]:
    """Format 12: runs of code points beyond the first 65,536, too."""
    (count,) = struct.unpack_from(">I", data, at + 12)
    for place in range(at + 16, at + 16 + 12 * count, 12):
        first, last, shape = struct.unpack_from(">III", data, place)
        yield from range(first if shape else first + 1, last + 1)


# Templates lie in a folder `printing` of their floor and import "/common/printing/frame.typ".
ROOT = Path(__file__).resolve().parents[2]


@cache
def fonts() -> typst.Fonts:
    """Our own and no others: the same file on every machine."""
    import typst

    folders = [path for path in FONTS.iterdir() if path.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*folders])


def render(template: str, data: Mapping[str, Any], *, language: str, now: datetime) -> bytes:
    """The PDF/UA-1 file; `data["title"]` names it. Equal input gives equal bytes.

    `template` is a path below the package: "events/printing/signs.typ". Letters that our typeface lacks
    become boxes: ask `unprintable` before, and tell.
    """
    title = str(data["title"]).strip()
    if not title:
        raise ValueError("A document without a title is not accessible.")
    import typst

    values = printable({**data, "title": title, "language": language.partition("-")[0]})
    made = typst.compile(
        str(ROOT / template),
        root=str(ROOT),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(values)},
        pdf_standards=["ua-1"],
        timestamp=int(now.timestamp()),
    )
    assert isinstance(made, bytes)
    return made

"""MiniZinc data (`.dzn`): assignments of numbers, texts, sets and arrays, with their places.

A reader of our own for the part of the language that data files use: comments `%` and
`/* */`, whole numbers and decimals, `true`, `false`, texts, sets `{1,2}` and `1..3`, arrays
`[1,2]`, `[| 1,2 | 3,4 |]`, `array1d(1..2, [..])`, `array2d(1..2, 1..2, [..])`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from treffen.files.content import Unreadable
from treffen.problem import ReadingFaultKind, Where

DEEPEST = 20
SHAPES = {"array1d": "array1d(1..n, [...])", "array2d": "array2d(1..n, 1..m, [...])"}
TOKEN = re.compile(
    r"(?P<space>\s+|%[^\n]*|/\*.*?\*/)"
    r"|(?P<int>-?\d+(?![\d.eE])|-?\d+(?=\.\.))"
    r"|(?P<float>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*)"
    r'|(?P<text>"(?:[^"\\\n]|\\.)*")'
    r"|(?P<sign>\.\.|\[\||\|\]|[{}\[\]|,;=()])",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in the data, and the offset of its first character.

    `content`: int, float, bool or str; `frozenset` of values for a set; `range`; a tuple of
    values for an array, a tuple of tuples of values for an array of rows.
    """

    content: object
    at: int


Token = tuple[str, str, int]


class Data:
    """The assignments of one file, and where each offset stands."""

    def __init__(self, text: str, where: Where) -> None:
        self.text = text
        self.where = where
        self.values: dict[str, Value] = {}

    def spot(self, at: int) -> Where:
        """Line and column of an offset, both from 1."""
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        return Where(sheet=self.where.sheet, row=line, column=column)


def read_data(text: str, where: Where) -> Data:
    """All assignments of a file; raises `Unreadable` at the first thing that is no data."""
    data = Data(text, where)
    _Parser(data).items()
    return data


class _Parser:
    def __init__(self, data: Data) -> None:
        self.data = data
        self.tokens = self._tokens()
        self.kind, self.text, self.at = "", "", 0
        self.depth = 0
        self.step()

    def _tokens(self) -> Iterator[Token]:
        at, text = 0, self.data.text
        match = TOKEN.match
        while at < len(text):
            found = match(text, at)
            if found is None:
                self.refuse(at, text[at : at + 20].split("\n")[0], "value")
            kind = str(found.lastgroup)
            if kind != "space":
                yield (found[0] if kind == "sign" else kind), found[0], at
            at = found.end()
        yield "end", "", at

    def step(self) -> None:
        self.kind, self.text, self.at = next(self.tokens, ("end", "", len(self.data.text)))

    def refuse(self, at: int, value: str, expected: str) -> NoReturn:
        spot = self.data.spot(at)
        raise Unreadable(ReadingFaultKind.SYNTAX, spot, value=value[:40], expected=expected)

    def take(self, kind: str) -> str:
        if self.kind != kind:
            self.refuse(self.at, self.text, kind)
        text = self.text
        self.step()
        return text

    def takes(self, kind: str) -> bool:
        if self.kind != kind:
            return False
        self.step()
        return True

    def items(self) -> None:
        while self.kind != "end":
            at = self.at
            name = self.take("name")
            self.take("=")
            if name in self.data.values:
                raise Unreadable(ReadingFaultKind.DUPLICATE_KEY, self.data.spot(at), value=name)
            self.data.values[name] = self.value()
            if self.kind != "end":
                self.take(";")

    def value(self) -> Value:
        at, kind, text = self.at, self.kind, self.text
        self.step()
        if kind == "int":
            return self.after_int(at, text)
        if kind == "float":
            return Value(float(text), at)
        if kind == "text":
            return Value(text[1:-1], at)
        if kind == "name":
            return self.named(at, text)
        return self.nested(at, kind, text)

    def nested(self, at: int, kind: str, text: str) -> Value:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(ReadingFaultKind.TOO_DEEP, self.data.spot(at))
        content: object = ()
        if kind == "{":
            content = frozenset(self.several("}"))
        elif kind == "[":
            content = tuple(self.several("]"))
        elif kind == "[|":
            content = self.rows()
        else:
            self.refuse(at, text, "value")
        self.depth -= 1
        return Value(content, at)

    def after_int(self, at: int, text: str) -> Value:
        if len(text) > 20:
            raise Unreadable(ReadingFaultKind.TOO_BIG, self.data.spot(at), value=text[:20] + "...")
        number = int(text)
        if not self.takes(".."):
            return Value(number, at)
        last = self.take("int")[:20]
        return Value(range(number, int(last) + 1), at)

    def several(self, end: str) -> list[Value]:
        found = []
        while not self.takes(end):
            found.append(self.value())
            if self.kind != end:
                self.take(",")
        return found

    def rows(self) -> tuple[tuple[Value, ...], ...]:
        rows: list[tuple[Value, ...]] = []
        row: list[Value] = []
        while self.kind != "|]":
            if self.takes("|"):
                rows.append(tuple(row))
                row = []
                continue
            row.append(self.value())
            if self.kind not in ("|", "|]"):
                self.take(",")
        self.step()
        return (*rows, tuple(row)) if row else tuple(rows)

    def named(self, at: int, text: str) -> Value:
        if text in ("true", "false"):
            return Value(text == "true", at)
        if text not in SHAPES:
            self.refuse(at, text, "value")
        self.take("(")
        arguments = self.several(")")
        sizes = [a.content for a in arguments[:-1] if isinstance(a.content, range)]
        cells = arguments[-1].content if arguments else None
        is_right = len(sizes) == int(text[5]) and len(arguments) == len(sizes) + 1
        if not is_right or not isinstance(cells, tuple):
            self.refuse(at, text, SHAPES[text])
        return Value(self.folded(sizes, cells, at=at), at)

    def folded(self, sizes: list[range], cells: tuple[Value, ...], *, at: int) -> object:
        size = 1
        for one in sizes:
            size *= max(0, one.stop - one.start)
        if size != len(cells):
            kind = ReadingFaultKind.WRONG_SHAPE
            raise Unreadable(kind, self.data.spot(at), value=str(len(cells)), expected=str(size))
        if len(sizes) == 1:
            return cells
        wide = sizes[1].stop - sizes[1].start
        return tuple(cells[i : i + wide] for i in range(0, len(cells), wide)) if wide > 0 else ()

"""JSON without surprises: no duplicate keys pass unseen, no number is absurd, no depth kills.

The standard library takes the last of two equal keys, reads `NaN`, turns `1e400` into
infinity, and raises three different exceptions for bad text. Here each becomes a value the
reader can point at, or one located fault.
"""

from __future__ import annotations

import json
import math
from typing import Any

from treffen.files.content import Unreadable
from treffen.problem import ReadingFaultKind, Where

EXPECTED = {
    "Expecting value": "value",
    "Expecting property name enclosed in double quotes": "key in quotation marks",
    "Expecting ':' delimiter": "colon",
    "Expecting ',' delimiter": "comma or bracket",
    "Unterminated string starting at": "closing quotation mark",
    "Invalid control character at": "closing quotation mark",
    "Extra data": "end of the file",
    "Illegal trailing comma before end of object": "no comma",
    "Illegal trailing comma before end of array": "no comma",
}
"""What the standard library says is wrong, and what would be right."""
LONGEST_NUMBER = 40  # digits; beyond it a whole number is not converted at all


class BadNumber:
    """A number that JSON text may name and nobody can mean: NaN, infinity, 1e400, 10^5000."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text if len(self.text) <= LONGEST_NUMBER else self.text[:LONGEST_NUMBER] + "..."


class TwiceKeyed(dict[str, object]):
    """An object in which `twice` names keys that stand there more than once."""

    twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    marked, names = TwiceKeyed(found), [name for name, _ in pairs]
    marked.twice = tuple(name for name in found if names.count(name) > 1)
    return marked


def _whole(text: str) -> object:
    return int(text) if len(text) <= LONGEST_NUMBER else BadNumber(text)


def _broken(text: str) -> object:
    number = float(text)
    return number if math.isfinite(number) else BadNumber(text)


_HOOKS: dict[str, Any] = {
    "object_pairs_hook": _object,
    "parse_int": _whole,
    "parse_float": _broken,
    "parse_constant": BadNumber,
}
STRICT = json.JSONDecoder(**_HOOKS)
"""Reads values one by one, as `parse` does."""


def parse(text: str, where: Where) -> object:
    """The value of JSON text, with `BadNumber` and `TwiceKeyed` inside; raises `Unreadable`."""
    try:
        return json.loads(text, **_HOOKS)
    except json.JSONDecodeError as error:
        spot = Where(sheet=where.sheet, row=error.lineno, column=error.colno)
        found = text[error.pos : error.pos + 20].split("\n")[0]
        expected = EXPECTED.get(error.msg, "plain text")  # else an escape that is none
        raise Unreadable(ReadingFaultKind.SYNTAX, spot, value=found, expected=expected) from error
    except RecursionError as error:
        raise Unreadable(ReadingFaultKind.TOO_DEEP, where) from error

"""JSON without surprises: no duplicate keys pass unseen, no number is absurd, no depth kills.

The standard library takes the last of two equal keys, reads `NaN`, turns `1e400` into
infinity, and raises three different exceptions for bad text. Here each becomes a value the
reader can point at, or one located fault.
"""

from __future__ import annotations

import json
import math

from treffen.files.content import Unreadable
from treffen.problem import ReadingFaultKind, Where

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


def parse(text: str, where: Where) -> object:
    """The value of JSON text, with `BadNumber` and `TwiceKeyed` inside; raises `Unreadable`."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_broken,
            parse_constant=BadNumber,
        )
    except json.JSONDecodeError as error:
        spot = Where(sheet=where.sheet, row=error.lineno, column=error.colno)
        found = text[error.pos : error.pos + 20].split("\n")[0]
        raise Unreadable(ReadingFaultKind.SYNTAX, spot, value=found, expected=error.msg) from error
    except RecursionError as error:
        raise Unreadable(ReadingFaultKind.TOO_DEEP, where) from error

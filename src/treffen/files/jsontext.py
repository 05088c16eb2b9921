"""JSON text that people can read and compare: one noun a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator


def line_of(value: object) -> str:
    """A value on one line; text that is no Unicode (lone surrogates) is escaped.

    >>> line_of({"id": "Jörg"})
    '{"id": "Jörg"}'
    """
    plain = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return plain if plain.isascii() or _is_unicode(plain) else json.dumps(value, allow_nan=False)


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def list_of_lines(key: str, values: Iterable[object]) -> str:
    """A key with its list, one member a line."""
    return "".join(pieces_of_list(key, values))


def pieces_of_list(key: str, values: Iterable[object]) -> Iterator[str]:
    """The same line after line."""
    yield f"{json.dumps(key)}: ["
    mark = "\n  "
    for value in values:
        yield mark + line_of(value)
        mark = ",\n  "
    yield "]"

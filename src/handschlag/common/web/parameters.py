"""What an address or a form says, read without trust: nonsense is the usual value, never a fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest

_LAST_PAGE: Final = 100_000
_DIGITS: Final = 9  # every number of as many fits into every column of both databases


def whole_number(text: object, *, otherwise: int = 0) -> int:
    """The number that a text says.

    >>> whole_number("12"), whole_number("-1"), whole_number("²"), whole_number(None, otherwise=-1)
    (12, 0, 0, -1)
    """
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(str(text)) if is_number else otherwise


def number_in(data: Mapping[str, object], name: str, *, otherwise: int = 0) -> int:
    """The number under this name of an address or a form."""
    return whole_number(data.get(name, ""), otherwise=otherwise)


def page_number(request: HttpRequest) -> int:
    """The page of a list that an address asks for; the first one is 1."""
    return min(number_in(request.GET, "page") or 1, _LAST_PAGE)

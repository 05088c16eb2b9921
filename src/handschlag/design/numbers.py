"""Numbers as a page shows them: a list has hundreds, and most of them again and again."""

from __future__ import annotations

from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language


def format_number(value: float) -> str:
    """A count with the separators of the language: 13.000 or 13,000."""
    return _grouped(value, get_language())


@lru_cache(maxsize=8192, typed=True)  # 1 and 1.0 are equal, and are written differently
def _grouped(value: float, _language: str | None) -> str:
    return str(number_format(value, force_grouping=True))

"""Numbers in words; how many there are: real ones and invented ones, side by side and never added up.

Real and invented entries in words: "108 real + 15 invented networks"; without inventions no word of it.

No number here is their sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def format_number(value: float) -> str:
    """A count with the separators of the language: 13.000 or 13,000."""
    return _grouped(value, get_language())


@lru_cache(maxsize=8192, typed=True)  # 1 and 1.0 are equal, and are written differently
def _grouped(value: float, _language: str | None) -> str:
    return str(number_format(value, force_grouping=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A count of entries. What a figure says of the world is `real` alone."""

    real: int = 0
    invented: int = 0

    @classmethod
    def of(cls, flags: Iterable[bool]) -> Self:
        """Counts whether each is invented.

        >>> Tally.of([False, True, False])
        Tally(real=2, invented=1)
        """
        found = list(flags)
        return cls(real=found.count(False), invented=found.count(True))

    @property
    def every(self) -> int:
        """How many lines a list of all of them has; no figure."""
        return self.real + self.invented

    @property
    def is_mixed(self) -> bool:
        """Whether a page has to tell them apart."""
        return self.real > 0 and self.invented > 0


type Word = Callable[[int], str]


def tally_with_noun(tally: Tally, word: Word) -> str:
    """With the noun; `word` gives it for a number, with a place for "n"."""
    if tally.is_mixed and min(tally.real, tally.invented) > 1:  # "1 real" has a gender in German
        return word(tally.every) % {"n": number(tally)}
    return noun_and_invented(tally, word)


def noun_and_invented(tally: Tally, word: Word) -> str:
    """The real ones with the noun, and apart from them the invented ones, whatever the case of the noun."""
    said = word(tally.real or tally.invented) % {"n": format_number(tally.real or tally.invented)}
    if tally.is_mixed:
        return f"{said} + {invented_note(tally.invented)}"
    return _("%(counted)s (invented)") % {"counted": said} if tally.invented else said


def number(tally: Tally) -> str:
    """Without a noun."""
    if not tally.invented:
        return format_number(tally.real)
    if not tally.real:
        return invented_note(tally.invented)
    numbers = {"real": format_number(tally.real), "invented": format_number(tally.invented)}
    return _("%(real)s real + %(invented)s invented") % numbers


def short(tally: Tally) -> str:
    """Where a column's head says what is counted: 108, and apart from it what is invented."""
    if not tally.invented:
        return format_number(tally.real)
    return f"{format_number(tally.real)} + {invented_note(tally.invented)}"


def invented_note(count: int) -> str:
    """What stands beside a number and is not in it."""
    return ngettext("%(n)s invented", "%(n)s invented", count) % {"n": format_number(count)}

"""Real and invented entries in words: "108 real + 15 invented networks"; without inventions no word of it.

No number here is their sum."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.numbers import format_number
from handschlag.design.rules.tallies import Tally

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

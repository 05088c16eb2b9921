"""Own questions of an event: their options as organisers type them, and until when answers are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

MOST_QUESTIONS: Final = 20
MOST_OPTIONS: Final = 30
MOST_DAYS: Final = 365
LONGEST_ANSWER: Final = 500
LONGEST_OPTION: Final = 120
FIELD: Final = "answer_"  # how the fields of a form begin

type Options = Sequence[Sequence[str]]


def options_in(text: str) -> list[list[str]]:
    """One option on each line, in German, and after a bar in English; each once.

    >>> options_in("Rot | Red\\n\\nBlau")
    [['Rot', 'Red'], ['Blau', '']]
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        german, _bar, english = (" ".join(part.split()) for part in line.partition("|"))
        if german:
            found.setdefault(german, english)
    return [[german, english] for german, english in found.items()]


def options_text(options: Options) -> str:
    """The same, to be typed over.

    >>> options_text([["Rot", "Red"], ["Blau", ""]])
    'Rot | Red\\nBlau'
    """
    return "\n".join(" | ".join(filter(None, pair)) for pair in options)


def kept_until(last_day: date, kept_days: int) -> date:
    """The last day on which answers are there."""
    return last_day + timedelta(days=kept_days)


def words_of(said: Sequence[str], options: Options, *, is_english: bool) -> str:
    """An answer in the language of the reader; what is no option (any more) as it was said.

    >>> words_of(["Rot", "Lila"], [["Rot", "Red"]], is_english=True)
    'Red, Lila'
    """
    english = {german: other for german, other in options if other} if is_english else {}
    return ", ".join(english.get(one, one) for one in said)

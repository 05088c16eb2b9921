"""Two languages: texts side by side, numbers and lists as each of them writes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")


class Text(NamedTuple):
    """The same words in German and in English."""

    de: str
    en: str

    def said(self, language: Language) -> str:
        """The words in one language."""
        return self.de if language == "de" else self.en


class Count(NamedTuple):
    """A counted noun, in both languages, for one and for many."""

    one: Text
    many: Text


AND = Text("und", "and")
OTHERS = Count(Text("weitere", "more"), Text("weitere", "more"))
DEFAULT_MOST = 8


def number(value: float, language: Language, *, digits: int = 0) -> str:
    """A number as the language writes it, with `digits` decimals.

    >>> number(1234.5, "de", digits=1), number(1234.5, "en", digits=1)
    ('1.234,5', '1,234.5')
    """
    english = f"{value:,.{digits}f}"
    if language == "en":
        return english
    return english.translate(str.maketrans(",.", ".,"))


def percent(share: float, language: Language, *, digits: int = 3) -> str:
    """A share as per cent: `0,013 %` and `0.013%`."""
    written = number(100 * share, language, digits=digits)
    return f"{written}\N{NO-BREAK SPACE}%" if language == "de" else f"{written}%"


def counted(value: int, noun: Count, *, language: Language) -> str:
    """A number with its noun in the right form.

    >>> counted(1, Count(Text("Pause", "break"), Text("Pausen", "breaks")), language="de")
    '1 Pause'
    """
    form = noun.one if value == 1 else noun.many
    return f"{number(value, language)} {form.said(language)}"


def joined_words(items: Iterable[str], language: Language, *, most: int = DEFAULT_MOST) -> str:
    """A list in running text; beyond `most` items the rest is counted, not named.

    >>> joined_words(["a", "b", "c"], "en")
    'a, b and c'
    """
    texts = list(items)
    if len(texts) > most:
        rest = len(texts) - (most - 1)
        texts = [*texts[: most - 1], f"{number(rest, language)} {OTHERS.many.said(language)}"]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {AND.said(language)} {texts[-1]}"


def quoted(text: str, language: Language) -> str:
    """Text in quotation marks, cut where it is too long to be read."""
    short = text if len(text) <= 60 else text[:57] + "..."
    return f"„{short}“" if language == "de" else f"“{short}”"

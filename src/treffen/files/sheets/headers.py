"""Names of sheets and columns without what people spell differently."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@lru_cache(maxsize=10_000)
def normalised_header(text: str) -> str:
    """A name without what people spell differently.

    >>> normalised_header("Teilnehmer:in 1 (wer fragt) *"), normalised_header("MÜSSEN")
    ('teilnehmerin1', 'muessen')
    """
    text = BRACKETS.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(UMLAUTS)
    return "".join(letter for letter in text if letter.isalnum())


@cache
def spellings_of(*names: str) -> frozenset[str]:
    """Every name that several give, spelled plainly."""
    return frozenset(normalised_header(one) for name in names for one in name.split("|"))

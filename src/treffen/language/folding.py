"""One spelling for all spellings: München, Muenchen and Munchen fold to the same letters."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart.
_ALONE = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "a", "œ": "o"}
# The e of a written-out umlaut; after a vowel or a q it is a letter of its own (neue, Bauer, Quelle).
# It counts at the end, too: "Mue" is how somebody begins to type Müller.
_WRITTEN_OUT = re.compile(r"(?<![aeiouq])([aou])e")


def fold(word: str) -> str:
    """A word without case, accents and ways to write an umlaut; digits in subscript become digits.

    >>> fold("Straße"), fold("STRASSE"), fold("Muenchen"), fold("CO₂")
    ('strasse', 'strasse', 'munchen', 'co2')
    """
    if word.isascii():
        return _WRITTEN_OUT.sub(r"\1", word.lower())
    apart = unicodedata.normalize("NFKD", word.casefold())
    for letter in set(apart):  # few different ones, however long the text is
        if letter in _ALONE or unicodedata.combining(letter):
            apart = apart.replace(letter, _ALONE.get(letter, ""))
    return _WRITTEN_OUT.sub(r"\1", apart.casefold())

"""One spelling for all spellings: Lüfter, Luefter and LÜFTER fold to the same letters."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart.
ALONE = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "a", "œ": "o"}
# The e of a written-out umlaut; after a vowel or a q it is a letter of its own (neue, Bauer, Quelle).
WRITTEN_OUT = re.compile(r"(?<![aeiouq])([aou])e(?=[^\W\d_])")


def fold(word: str) -> str:
    """A word without case, accents and ways to write an umlaut; digits in subscript become digits.

    >>> fold("Straße"), fold("STRASSE"), fold("Luefter"), fold("CO₂")
    ('strasse', 'strasse', 'lufter', 'co2')
    """
    if word.isascii():
        return WRITTEN_OUT.sub(r"\1", word.lower())
    apart = unicodedata.normalize("NFKD", word.casefold())
    for letter in set(apart):  # few different ones, however long the text is
        if letter in ALONE or unicodedata.combining(letter):
            apart = apart.replace(letter, ALONE.get(letter, ""))
    return WRITTEN_OUT.sub(r"\1", apart.casefold())

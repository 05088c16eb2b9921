"""The order of names in German (DIN 5007): ä like a, ß like ss, no difference between A and a."""

from __future__ import annotations

import unicodedata

ALONE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})


def sort_key(name: str) -> str:
    """What to sort names by: the same on every database, because no database is asked.

    >>> sorted(["Zeiss", "Öko", "oel", "Otto", "Straße", "Strasse 2"], key=sort_key)
    ['oel', 'Öko', 'Otto', 'Straße', 'Strasse 2', 'Zeiss']
    """
    apart = unicodedata.normalize("NFKD", name.casefold().translate(ALONE))
    plain = "".join(sign if sign.isalnum() else " " for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.split())

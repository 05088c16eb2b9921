"""Ids that others give to organisations: read from what people paste, checked, and as addresses."""

from __future__ import annotations

import re
from typing import Final

_ROR: Final = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
_ROR_SIGNS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_WIKIDATA: Final = re.compile(r"Q[1-9]\d{0,10}")
_PIC: Final = re.compile(r"[1-9]\d{8}")
# The country, the court by its XJustiz code (the first letter is its Land), the register and the number.
_EUID: Final = re.compile(r"DE[BDFGHKMNPRTUVWXY]\d{4}[A-Z]?\.(?:HRA|HRB|GNR|GSR|PR|VR)\d{1,7}[A-Z]{0,3}")
_REGISTERS: Final = {".GNR": ".GnR", ".GSR": ".GsR"}


def ror(text: str) -> str:
    """The nine signs, from the whole address too; none where the last two do not prove the others.

    The last two are the check digits of ISO 7064, mod 97-10.

    >>> ror("https://ror.org/02nv7yv05"), ror("02nv7yv06")
    ('02nv7yv05', '')
    """
    plain = text.strip().lower().removesuffix("/").rpartition("/")[2]
    if not _ROR.fullmatch(plain):
        return ""
    number = 0
    for sign in plain[:7]:
        number = number * 32 + _ROR_SIGNS.index(sign)
    return plain if 98 - (number * 100) % 97 == int(plain[7:]) else ""


def wikidata(text: str) -> str:
    """The id of an item, from its address too.

    >>> wikidata("https://www.wikidata.org/wiki/Q81230"), wikidata("q42"), wikidata("Q0"), wikidata("P31")
    ('Q81230', 'Q42', '', '')
    """
    plain = text.strip().removesuffix("/").rpartition("/")[2].upper()
    return plain if _WIKIDATA.fullmatch(plain) else ""


def euid(text: str) -> str:
    """The European id of an entry in a German register: court, register and number.

    >>> euid("ded2601v.hrb 6684"), euid("DEU1308.GnR123"), euid("DEA0000.HRB1"), euid("HRB 6684")
    ('DED2601V.HRB6684', 'DEU1308.GnR123', '', '')
    """
    plain = "".join(text.split()).upper()
    if not _EUID.fullmatch(plain):
        return ""
    for loud, written in _REGISTERS.items():
        plain = plain.replace(loud, written)
    return plain


def pic(text: str) -> str:
    """The number of a participant in European programmes: nine digits.

    >>> pic("999 988 133"), pic("12345")
    ('999988133', '')
    """
    plain = "".join(text.split())
    return plain if _PIC.fullmatch(plain) else ""


def addresses(*, ror_id: str, wikidata_id: str) -> tuple[str, ...]:
    """Where others tell of the same organisation."""
    found = (
        ("https://ror.org/", ror_id),
        ("https://www.wikidata.org/entity/", wikidata_id),
    )
    return tuple(before + one for before, one in found if one)

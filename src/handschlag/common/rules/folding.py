"""Words as people mean them: without case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "&": " und ", "+": " und "})


def folded_name(text: str) -> str:
    """Lower case, ä as ae, other accents dropped, one space between words."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())

"""The topic of a request, proposed in a few words of what somebody looks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from handschlag.matching.rules.highlights import marked

WORDS: Final = 6
LETTERS: Final = 60
_OPEN: Final = re.compile(  # a few words do not end with these
    r"(?i)d(er|ie|as|em|en|es)|ein(e[nmrs]?)?|und|oder|vo[nm]|zu[mr]?|i[nm]|a[nm]|auf|aus|bei|mit|für|nach|über|"
    r"unter|ohne|durch|als|the|an?|and|or|of|to|on|at|for|from|with|by|as"
)
_BREAKS: Final = re.compile(r"\s*[,;:.()!?]+(?:\s+|$)|\s+[-–/]\s+")


def topic_in(text: str, evidence: Iterable[str]) -> str:
    """The whole text where it is short; otherwise its part around the evidence, in its own words.

    >>> topic_in("Laserlinsen aus Quarzglas.", ())
    'Laserlinsen aus Quarzglas'
    >>> topic_in("Jemand, der Sensoren für Temperatur und Druck im Betrieb kalibriert", ["Sensoren"])
    'Sensoren für Temperatur und Druck'
    """
    parts = [part for one in _BREAKS.split(text) if (part := " ".join(one.split()))]
    whole = " ".join(text.split()).rstrip(".;, ")
    if (len(whole.split()) <= WORDS and len(whole) <= LETTERS) or not parts:
        return whole[:LETTERS]
    said = list(evidence)
    part = max(parts, key=lambda one: (sum(word.lower() in one.lower() for word in said), len(one)))
    if len(part.split()) <= WORDS and len(part) <= LETTERS:
        return part
    before, mark, after = marked(part, said)
    return " ".join(_few(f"{mark}{after}".split() if mark else before.split()))[:LETTERS]


def _few(words: list[str]) -> list[str]:
    """The first of them, with no small word at the end."""
    kept = words[:WORDS]
    while len(kept) > 1 and (_OPEN.fullmatch(kept[-1]) or len(" ".join(kept)) > LETTERS):
        kept.pop()
    return kept

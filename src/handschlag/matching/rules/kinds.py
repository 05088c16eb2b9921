"""Reads plainly what kind of thing a sentence offers or looks for, in German and English."""

from __future__ import annotations

import re
from functools import cache

from handschlag.matching.rules.kind_cues import NEED_CUES, OFFER_CUES
from handschlag.matching.rules.kind_names import NEED, Kind


@cache
def _cues(direction: str) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    said = NEED_CUES if direction == NEED else OFFER_CUES
    return tuple((kind, _compiled(cues)) for kind, cues in said.items())


def _compiled(cues: str) -> re.Pattern[str]:
    plain = re.sub(r"\n\s+", "", cues).replace("$", r"\b")
    return re.compile(rf"(?<!\w)(?:{plain})")


def kind_read(text: str, direction: str) -> Kind | None:
    """The kind that a sentence speaks of; None where no word says it.

    >>> kind_read("Pilotanwender für Innenausbau", "need"), kind_read("Wir kaufen Prepreg", "offer")
    (<Kind.PILOT: 'pilot'>, <Kind.CUSTOMER: 'customer'>)
    """
    words = " ".join(text.lower().split())
    return next((kind for kind, cue in _cues(direction) if cue.search(words)), None)

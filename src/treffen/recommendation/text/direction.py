"""Which way a statement reads: as something given, or as something sought.

People write "Suche Vertriebspartner" under offers, and "We sell used etchers" under needs. Only the beginning
counts: an offer may well end with "suchen Pilotkunden".
"""

from __future__ import annotations

import re
from enum import StrEnum

FIRST_WORDS = 9
SEEKS = re.compile(
    r"\b(such(e|en|t)|gesucht|(be)?nötig(e|en|t)|brauch(e|en|t)|wünsch(e|en|t)|wer (kann|macht|baut|liefert)"
    r"|bedarf an|seek(s|ing)?|look(s|ing)? for|wanted|want(s)?|need(s|ed)?|in search of|search(es|ing)? for"
    r"|require(s|d)?|we are after|hopes? for|möchte(n)?|will|wollen)\b",
    re.IGNORECASE,
)
GIVES = re.compile(
    r"\b(biete(n|t)?|bieten an|wir (liefern|fertigen|entwickeln|produzieren|verkaufen|vermieten|haben)"
    r"|verkauf(e|en)?|zu (verkaufen|vermieten|vergeben)|lieferbar|offer(s|ing)?|provide(s)?"
    r"|we (sell|make|print|produce|supply|build|develop|manufacture|dispose|rent|run)|for (sale|rent|hire)"
    r"|available|fixed price|freie kapazität(en)?|free capacity|sells?)\b",
    re.IGNORECASE,
)
NOT_YET = re.compile(r"[.;]\s|,\s(?:wir|we)\s")


class DirectionCue(StrEnum):
    """What the beginning of a statement says about its direction."""

    GIVES = "gives"
    SEEKS = "seeks"
    OPEN = "open"


def direction_of(text: str) -> DirectionCue:
    """How the first words read; OPEN where nothing tells, or both do.

    >>> direction_of("Suchen Gießerei für Pumpengehäuse"), direction_of("Feinguss bis 5 kg, suchen Kunden")
    (<DirectionCue.SEEKS: 'seeks'>, <DirectionCue.OPEN: 'open'>)
    """
    first = " ".join(NOT_YET.split(text, maxsplit=1)[0].split(",")[0].split()[:FIRST_WORDS])
    does_seek, does_give = bool(SEEKS.search(first)), bool(GIVES.search(first))
    if does_seek == does_give:
        return DirectionCue.OPEN
    return DirectionCue.SEEKS if does_seek else DirectionCue.GIVES

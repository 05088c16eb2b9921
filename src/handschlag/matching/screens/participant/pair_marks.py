"""How two people stand to each other: by what was sent, or by both their times."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from handschlag.matching.queries.cards import Card
from handschlag.matching.rules.chances import Chance, Hours, chance_of
from handschlag.matching.rules.pair_states import PairState
from handschlag.matching.screens.participant.labels import CHANCES

PAIRS = {
    PairState.SENT: "asked",
    PairState.ASKED: "invited",
    PairState.HELD: "meets",
    PairState.ROUND: "asked",
    PairState.WATCHED: "clash",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _PairMark:
    """The drawing, and what it says in words."""

    pair: str
    word: str
    reason: str
    is_usual: bool = False  # a meeting is possible, as with nearly everybody


def pair_mark_of(card: Card, *, mine: Hours | None, theirs: Hours | None) -> _PairMark:
    """How two people stand; where nothing is between them, the chance, if the hours are known."""
    if card.standing is not PairState.NOTHING:
        return _PairMark(pair=PAIRS[card.standing], word=gettext(card.standing.label), reason="")
    if mine is None or theirs is None:
        return _PairMark(pair="empty", word="", reason="")
    chance = chance_of(mine, theirs)
    word, reason = CHANCES[chance]
    return _PairMark(pair="empty", word=str(word), reason=str(reason), is_usual=chance is Chance.POSSIBLE)

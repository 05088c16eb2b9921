"""How two people stand to each other: by what was sent, or by both their times."""

from __future__ import annotations

from dataclasses import dataclass

from handschlag.matching.queries.cards import Card
from handschlag.matching.rules.chances import Hours, chance_of
from handschlag.matching.rules.standings import Standing
from handschlag.matching.screens.people_words import CHANCES, STANDINGS

PAIRS = {
    Standing.SENT: "asked",
    Standing.ASKED: "invited",
    Standing.HELD: "meets",
    Standing.ROUND: "asked",
    Standing.WATCHED: "clash",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The drawing, and what it says in words."""

    pair: str
    word: str
    reason: str


def state_of(card: Card, *, mine: Hours | None, theirs: Hours | None) -> State:
    if card.standing is not Standing.NOTHING:
        return State(pair=PAIRS[card.standing], word=str(STANDINGS[card.standing]), reason="")
    if mine is None or theirs is None:
        return State(pair="empty", word="", reason="")
    word, reason = CHANCES[chance_of(mine, theirs)]
    return State(pair="empty", word=str(word), reason=str(reason))

"""What a page claims of a need and an offer: no more than stands in both."""

from __future__ import annotations

from typing import Any

import pytest

from handschlag.matching.people import StatementLine
from handschlag.matching.reasons import PairFit, link_of


def _line(direction: str, text: str, kind: str = "") -> StatementLine:
    return StatementLine(
        id=1, direction=direction, number=1, text=text, language="de", concepts=(), kind=kind
    )


def _reason(**said: Any) -> dict[str, Any]:
    return {"value": 0.9, "through": [], "words": [], "related": [], **said}


NEED, OFFER = _line("need", "Linsen aus Glas", "supplier"), _line("offer", "Glaslinsen", "supplier")
WORDS = [["Glas Linsen", "Glaslinsen"]]


def test_exactly_is_said_only_where_topic_and_kind_agree() -> None:
    assert link_of(_reason(words=WORDS), NEED, OFFER).fit is PairFit.EXACT
    other, none = _line("offer", "Glaslinsen", "pilot"), _line("offer", "Glaslinsen")
    assert link_of(_reason(words=WORDS), NEED, other).fit is PairFit.COMMON
    assert link_of(_reason(words=WORDS), NEED, none).fit is PairFit.COMMON
    assert link_of(_reason(words=WORDS, value=0.5), NEED, OFFER).fit is PairFit.COMMON


@pytest.mark.parametrize("is_mine_the_offer", [False, True])
def test_a_compound_stands_for_its_words_and_the_other_side_is_marked(is_mine_the_offer: bool) -> None:
    link = link_of(_reason(words=WORDS), NEED, OFFER, is_mine_the_offer=is_mine_the_offer)
    assert link.mine == "Glaslinsen"
    assert link.theirs == (("Glas", "Linsen") if is_mine_the_offer else ("Glaslinsen",))


def test_what_is_related_is_said_in_ones_own_words() -> None:
    reason = _reason(related=[["Greifer", "grippers"]])
    mine, turned = link_of(reason, NEED, OFFER), link_of(reason, NEED, OFFER, is_mine_the_offer=True)
    assert (mine.fit, mine.mine, mine.theirs) == (PairFit.RELATED, "Greifer", ("grippers",))
    assert (turned.fit, turned.mine, turned.theirs) == (PairFit.RELATED, "grippers", ("Greifer",))


def test_without_a_link_nothing_is_claimed_and_lines_stored_before_are_read() -> None:
    old = {"value": 0.9, "through": [], "words": []}
    assert link_of(old, NEED, OFFER).fit is PairFit.SIMILAR

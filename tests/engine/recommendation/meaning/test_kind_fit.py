"""Kind against kind: who answers what is looked for stands before who only speaks of the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from treffen.language.kind_names import StatementKind
from treffen.language.kinds import KINDS
from treffen.recommendation import Direction, Statement
from treffen.recommendation.meaning import FitWeights, Meaning

TOPIC = "Laserschweißen von Kupfer"


def _need(kind: StatementKind | None, text: str = TOPIC) -> Statement:
    return Statement(id="n", direction=Direction.NEED, text=text, kind=kind)


def _offer(kind: StatementKind | None, text: str = TOPIC) -> Statement:
    return Statement(id="o", direction=Direction.OFFER, text=text, kind=kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_that_is_looked_for_answers_best(kind: StatementKind) -> None:
    meaning = Meaning([_need(kind)], [_offer(other) for other in KINDS])
    fits = [meaning.parts(0, at).fit for at in range(len(KINDS))]
    assert KINDS[int(np.argmax(fits))] is kind


def test_two_test_labs_are_no_match() -> None:
    meaning = Meaning(
        [_need(None, "Suchen Pilotanwender für Batterieprüfstand")],
        [
            _offer(None, "Batterieprüfstand, akkreditiertes Prüflabor"),
            _offer(None, "Batterieprüfstand darf bei uns erprobt werden"),
        ],
    )
    lab, site = (meaning.parts(0, at) for at in (0, 1))
    assert site.kinds > 2 * lab.kinds
    assert site.fit > lab.fit


def test_kinds_can_be_switched_off() -> None:
    offers = [_offer(kind) for kind in (None, *KINDS)]
    meaning = Meaning([_need(StatementKind.PILOT)], offers, weights=FitWeights(kinds=0))
    assert {meaning.parts(0, at).kinds for at in range(len(offers))} == {1.0}


def test_what_was_said_outweighs_what_is_read() -> None:
    read = _need(None, "Suchen Pilotanwender für Laserschweißen")
    said = replace(read, kind=StatementKind.SUPPLIER)
    meaning = Meaning([read, said], [_offer(StatementKind.SUPPLIER)])
    assert meaning.parts(1, 0).kinds > 2 * meaning.parts(0, 0).kinds


def test_blocks_pairs_and_parts_agree_to_the_last_bit() -> None:
    needs = [_need(kind) for kind in KINDS]
    offers = [_offer(kind) for kind in KINDS]
    meaning = Meaning(needs, offers, weights=FitWeights(floor=0))
    whole = meaning.block(slice(None)).toarray()
    single = np.vstack([meaning.block(slice(at, at + 1)).toarray() for at in range(len(needs))])
    assert np.array_equal(whole, single)
    for at in range(len(needs)):
        rows = np.full(len(offers), at)
        assert meaning.pairs(rows, np.arange(len(offers))) == pytest.approx(whole[at], rel=1e-5)

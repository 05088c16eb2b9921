"""Reasons of whole pools: each label and word that they name stands in the texts."""

from __future__ import annotations

import pytest
from benchmarks.recommend.reason_pools import composed, managers, roles
from benchmarks.recommend.reasons import LISTED, Drawn, drawn, met

from treffen.recommendation import Pool
from treffen.recommendation.lists.said import stands_in
from treffen.recommendation.vocabulary import Vocabulary

KNOWN = Vocabulary.standard()


def _stands(shown: str, text: str) -> bool:
    return stands_in(text, KNOWN, shown) if shown in KNOWN.position else all(w in text for w in shown.split())


def _untrue(one: Drawn) -> list[str]:
    links = (*one.reason.through, *one.reason.words, *one.reason.related)
    sides = [(link.need, one.need.text) for link in links] + [(link.offer, one.offer.text) for link in links]
    return [f"{shown!r} in {text!r}" for shown, text in sides if not _stands(shown, text)]


@pytest.mark.parametrize("pool", [managers(), composed(people=60)], ids=["managers", "composed"])
def test_nothing_is_named_that_does_not_stand_in_the_text(pool: Pool) -> None:
    found = list(met(pool, seed=1))
    assert len(found) > 20
    assert sum(bool(one.reason.words or one.reason.related) for one in found) > 15
    assert [fault for one in found for fault in _untrue(one)] == []


def test_a_sample_is_the_same_again() -> None:
    first, again = ([one.said() for one in drawn(managers(), count=10, seed=3)] for _ in range(2))
    assert first == again
    assert len(set(first)) == 10


def test_the_people_of_the_ten_lists_are_there() -> None:
    assert set(LISTED) <= set(roles())

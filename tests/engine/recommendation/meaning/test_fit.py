"""The fit of statements: parts add up, blocks agree with pairs, and evidence never harms."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from treffen.recommendation import Direction, Statement
from treffen.recommendation.meaning import FitWeights, Meaning, fit
from treffen.recommendation.meaning.features import concept_features
from treffen.recommendation.vocabulary import Nearness, Vocabulary

WORDS = (
    "Laserschweißen", "Kupfer", "Aluminium", "Wärmepumpe", "heat pump", "hydrogen sensor", "ohne Kamera",
    "Wasserstoffspeicher", "no camera", "Roboter", "gripper", "membrane filtration", "suche", "we offer,",
    "Drohne.", "inspection",
)  # fmt: skip
CONCEPTS = ("OPT-LSCHW", "OPT1", "H2-SPEICHER", "EUM3", "PRO-GREIF", "UMW-MEMB", "K-ZULIEF")


def _fields(one: Statement) -> int:
    vocabulary = Vocabulary.standard()
    held = concept_features(one, vocabulary, FitWeights())
    return len({vocabulary.above(code)[-1] for code in held})


texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
stated = st.lists(st.sampled_from(CONCEPTS), max_size=3, unique=True).map(tuple)


def statements(direction: Direction, *, most: int = 5) -> st.SearchStrategy[list[Statement]]:
    one = st.builds(
        Statement,
        id=st.just("s"),
        direction=st.just(direction),
        text=texts,
        language=st.sampled_from(("de", "en")),
        concepts=stated,
    )
    return st.lists(one, min_size=1, max_size=most)


def need(text: str, *concepts: str, language: str = "de") -> Statement:
    return Statement(id="n", direction=Direction.NEED, text=text, language=language, concepts=concepts)


def offer(text: str, *concepts: str, language: str = "de") -> Statement:
    return Statement(id="o", direction=Direction.OFFER, text=text, language=language, concepts=concepts)


@settings(max_examples=30, deadline=None)
@given(statements(Direction.NEED), statements(Direction.OFFER))
def test_a_block_is_the_fits_of_its_pairs(needs: list[Statement], offers: list[Statement]) -> None:
    meaning = Meaning(needs, offers)
    block = meaning.block(slice(None)).toarray()
    assert block.shape == (len(needs), len(offers))
    for i in range(len(needs)):
        for j in range(len(offers)):
            fit = meaning.parts(i, j).fit
            assert block[i, j] == pytest.approx(fit if fit >= meaning.weights.floor else 0.0, abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(statements(Direction.NEED, most=2), statements(Direction.OFFER, most=2))
def test_the_parts_add_up_to_the_fit(needs: list[Statement], offers: list[Statement]) -> None:
    parts = Meaning(needs, offers).parts(0, 0)
    doubt = (1 - parts.tags) * (1 - parts.words) * (1 - parts.semantic)
    assert parts.fit == pytest.approx(1 - doubt)
    if not parts.is_same_direction:
        assert parts.tags == pytest.approx(
            1 - math.exp(-parts.kinds * sum(one.evidence for one in parts.concepts))
        )
        assert parts.words == pytest.approx(
            1 - math.exp(-parts.kinds * sum(one.evidence for one in parts.terms))
        )


@settings(max_examples=30, deadline=None)
@given(statements(Direction.NEED, most=1), statements(Direction.OFFER, most=1), st.sampled_from(CONCEPTS))
def test_a_concept_more_on_the_offer_never_lowers_the_fit(
    needs: list[Statement], offers: list[Statement], concept: str
) -> None:
    """In a pool where the others stay as they are, and rarity with them; up to so many fields."""
    assume(_fields(offers[0]) < fit.FIELDS)
    more = replace(offers[0], concepts=(*offers[0].concepts, concept))
    meaning = Meaning(needs, [offers[0], more])
    assert meaning.parts(0, 1).fit >= meaning.parts(0, 0).fit - 1e-12


@settings(max_examples=30, deadline=None)
@given(statements(Direction.NEED, most=1), statements(Direction.OFFER, most=1), st.sampled_from(WORDS))
def test_a_word_more_that_the_need_holds_never_lowers_the_fit(
    needs: list[Statement], offers: list[Statement], word: str
) -> None:
    assume(max(_fields(needs[0]), _fields(offers[0])) < fit.FIELDS)
    asked = replace(needs[0], text=f"{needs[0].text}. {word}")
    more = replace(offers[0], text=f"{offers[0].text}. {word}", language=asked.language)
    same = replace(offers[0], language=asked.language)
    meaning = Meaning([asked], [same, more], weights=FitWeights(kinds=0))  # kinds are read from words
    assert meaning.parts(0, 1).words >= meaning.parts(0, 0).words - 1e-12


@settings(max_examples=30, deadline=None)
@given(statements(Direction.NEED), statements(Direction.OFFER))
def test_equal_input_gives_equal_bits(needs: list[Statement], offers: list[Statement]) -> None:
    blocks = [Meaning(needs, offers).block(slice(None)).toarray() for _ in range(2)]
    assert np.array_equal(blocks[0], blocks[1])


@settings(max_examples=30, deadline=None)
@given(statements(Direction.NEED, most=3), statements(Direction.OFFER, most=3))
def test_every_piece_of_evidence_stands_in_the_statements(
    needs: list[Statement], offers: list[Statement]
) -> None:
    parts = Meaning(needs, offers).parts(0, 0)
    for term in parts.terms:
        for said, statement in ((term.need, needs[0]), (term.offer, offers[0])):
            assert all(word in statement.text for word in said.split())
    for one in parts.concepts:
        for code, said, statement in (
            (one.need, one.need_evidence, needs[0]),
            (one.offer, one.offer_evidence, offers[0]),
        ):
            assert code in statement.concepts if not said else all(w in statement.text for w in said.split())


def test_each_part_can_be_switched_off_and_slid() -> None:
    pair = [need("Wärmepumpe", "EUM3")], [offer("Wärmepumpe", "EUM3")]
    full = Meaning(*pair).parts(0, 0)
    assert full.tags > 0.5
    assert full.words > 0.2
    for name in ("tags", "words"):
        off = Meaning(*pair, weights=FitWeights(**{name: 0.0})).parts(0, 0)
        assert getattr(off, name) == 0
        assert off.fit < full.fit
        double = Meaning(*pair, weights=FitWeights(**{name: 2.0})).parts(0, 0)
        assert getattr(double, name) == pytest.approx(1 - (1 - getattr(full, name)) ** 2)


def test_nearer_concepts_fit_better_and_say_how_near_they_are() -> None:
    offers = [offer("", code) for code in ("H2-SPEICHER", "EUM3", "H2-TANK", "OPT1")]
    meaning = Meaning([need("", "H2-SPEICHER")], offers)
    parts = [meaning.parts(0, j) for j in range(4)]
    assert [p.concepts[0].nearness for p in parts[:3]] == [Nearness.SAME, Nearness.PARENT, Nearness.SIBLING]
    fits = [p.fit for p in parts]
    assert fits == sorted(fits, reverse=True)
    assert fits[3] == 0


def test_forms_of_cooperation_are_no_match() -> None:
    parts = Meaning([need("", "K-ZULIEF")], [offer("", "K-ZULIEF")]).parts(0, 0)
    assert parts.fit == 0
    assert parts.concepts == ()


def test_two_who_both_seek_fit_less() -> None:
    meaning = Meaning([need("Suche Wärmepumpen")], [offer("Wärmepumpen"), offer("Suche Wärmepumpen")])
    gives, seeks = meaning.parts(0, 0), meaning.parts(0, 1)
    assert seeks.is_same_direction
    assert not gives.is_same_direction
    assert 0 < seeks.fit < 0.6 * gives.fit


STUFFED = (
    "laser welding, optics, heat pump, hydrogen storage, gripper, membrane filtration, drone, battery, "
    "additive manufacturing, artificial intelligence, robot, biosensor, concrete, semiconductor"
)


def test_who_speaks_of_everything_at_once_fits_nobody_better() -> None:
    """A sentence that names every field of a pool stands behind all that name the one that is needed."""
    topics = [one.strip() for one in STUFFED.split(",")]
    honest = [offer(topic) for topic in topics]
    meaning = Meaning([need(topic) for topic in topics], [*honest, offer(STUFFED)])
    for at, topic in enumerate(topics):
        assert meaning.parts(at, len(topics)).fit < 0.7 * meaning.parts(at, at).fit, topic


def test_a_word_is_not_worth_more_for_being_written_often() -> None:
    meaning = Meaning([need("heat pump")], [offer("heat pump"), offer("heat pump. " * 40)])
    assert meaning.parts(0, 1).fit < meaning.parts(0, 0).fit


def test_who_says_three_things_in_twenty_words_loses_nothing() -> None:
    """Focus is for statements that no honest person writes."""
    three = "We build heat pumps and membrane filtration with robots, for dairies, breweries and greenhouses"
    meaning = Meaning([need("heat pump")], [offer(three)])
    parts = meaning.parts(0, 0)
    assert parts.tags == pytest.approx(
        1 - math.exp(-parts.kinds * sum(one.evidence for one in parts.concepts))
    )
    assert not parts.is_same_direction


def test_rows_may_be_asked_for_in_pieces_and_not_with_a_step() -> None:
    needs = [need(f"Wärmepumpe {n}x") for n in range(7)]
    meaning = Meaning(needs, [offer("Wärmepumpe"), offer("Roboter")])
    whole = meaning.block(slice(None)).toarray()
    pieces = [meaning.block(slice(at, at + 3)).toarray() for at in range(0, 7, 3)]
    assert np.array_equal(whole, np.vstack(pieces))
    assert whole.any()
    assert meaning.block(slice(3, 3)).shape == (0, 2)
    with pytest.raises(ValueError, match="step"):
        meaning.block(slice(0, 6, 2))


@pytest.mark.parametrize("wrong", [{"tags": -1.0}, {"floor": 1.0}, {"parent": 1.5}, {"words": math.nan}])
def test_impossible_weights_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        FitWeights(**wrong)

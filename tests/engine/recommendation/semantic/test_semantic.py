"""Nearness of whole texts: with an encoder made for the test, and with the extra where it is installed."""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from treffen.recommendation import Direction, Statement
from treffen.recommendation.meaning import FitWeights, Meaning
from treffen.recommendation.semantic import CachedEncoder, E5Encoder, NoEncoder, Semantic, Vectors


@dataclass
class Letters:
    """Vectors from the letters of a text, with the crowding that real models have."""

    asked: list[str] = field(default_factory=list)
    name: str = "letters-1"

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        made = np.array([[text.lower().count(c) for c in "abcdefghijklmnopqrstuvwxyz"] for text in texts])
        crowded = made.astype(np.float32) + 20
        return crowded / np.linalg.norm(crowded, axis=1, keepdims=True)


def said(direction: Direction, *texts: str, language: str = "en") -> list[Statement]:
    return [Statement(id=t, direction=direction, text=t, language=language) for t in texts]


NEEDS = said(Direction.NEED, "zzzz yyyy", "bbbb cccc", "dddd eeee")
OFFERS = said(Direction.OFFER, "yyyy zzzz", "cccc bbbb", "ffff gggg", "hhhh iiii")


def test_centring_takes_off_what_all_texts_share() -> None:
    evidence = Semantic(NEEDS, OFFERS, encoder=Letters()).evidence(slice(None), slice(None))
    assert evidence.shape == (3, 4)
    assert evidence.dtype == np.float32
    assert evidence[0].argmax() == 0
    assert evidence[1].argmax() == 1
    assert ((evidence >= 0) & (evidence <= 1)).all()
    assert evidence[2, 0] == 0


def test_semantic_evidence_joins_the_fit_and_can_be_switched_off() -> None:
    with_it = Meaning(NEEDS, OFFERS, encoder=Letters())
    parts = with_it.parts(0, 0)
    most = 1 - (1 - with_it.weights.nearest_text) ** parts.kinds  # kinds weigh all evidence
    assert 0 < parts.semantic <= most + 1e-9
    assert parts.fit > parts.words
    block = with_it.block(slice(None)).toarray()
    assert block[0, 0] == pytest.approx(parts.fit, abs=1e-5)
    encoder = Letters()
    without = Meaning(NEEDS, OFFERS, encoder=encoder, weights=FitWeights(semantic=0))
    assert without.parts(0, 0).semantic == 0
    assert encoder.asked == []


def test_nearness_beside_a_shared_word_counts_more_than_alone() -> None:
    alone = Meaning(NEEDS, OFFERS, encoder=Letters(), weights=FitWeights(words=0))
    beside = Meaning(NEEDS, OFFERS, encoder=Letters())
    nothing = Meaning(NEEDS, OFFERS, encoder=Letters(), weights=FitWeights(words=0, nothing_named=0))
    assert beside.parts(0, 0).semantic > alone.parts(0, 0).semantic > 0
    assert nothing.parts(0, 0).semantic == 0
    several = np.array([0, 0, 1]), np.array([0, 1, 1])
    expected = [beside.parts(need, offer).fit for need, offer in zip(*several, strict=True)]
    assert beside.pairs(*several) == pytest.approx(expected, abs=1e-5)


def test_german_texts_are_encoded_as_they_are_and_word_by_word_in_english() -> None:
    encoder = Letters()
    Semantic(said(Direction.NEED, "Klinik", language="de"), OFFERS, encoder=encoder)
    assert {"Klinik", "hospital"} <= set(encoder.asked)


def test_no_text_is_encoded_twice_and_files_tell_nothing_of_it(tmp_path: Path) -> None:
    inner = Letters()
    cached = CachedEncoder(inner, tmp_path / "vectors")
    first = cached.encode(["secret text", "another", "secret text"])
    assert inner.asked == ["secret text", "another"]
    later = Letters()
    again = CachedEncoder(later, tmp_path / "vectors").encode(["another", "secret text"])
    assert later.asked == []
    assert np.array_equal(first[[1, 0]], again)
    files = [path for path in (tmp_path / "vectors").rglob("*") if path.is_file()]
    assert len(files) == 2
    assert not any("secret" in str(path) for path in files)


def test_a_vector_cut_short_is_made_again_and_other_models_have_their_own(tmp_path: Path) -> None:
    cached = CachedEncoder(Letters(), tmp_path)
    whole = cached.encode(["text"])
    (path,) = tmp_path.rglob("*.f32")
    path.write_bytes(path.read_bytes()[:-3])
    assert np.array_equal(cached.encode(["text"]), whole)
    other = Letters(name="letters-2")
    CachedEncoder(other, tmp_path).encode(["text"])
    assert other.asked == ["text"]


def test_the_extra_finds_a_paraphrase_or_says_that_it_is_missing() -> None:
    try:
        encoder = E5Encoder()
    except NoEncoder:
        warnings.warn("SKIPPED, NOT PASSED: the extra [semantic] is not installed", stacklevel=1)
        pytest.skip("the extra [semantic] is not installed")
    needs = said(Direction.NEED, "Our bread goes stale too quickly", "Visitors get lost in our hospital")
    offers = said(
        Direction.OFFER, "Indoor navigation for clinics", "Freshness of baked goods", "Welding of steel"
    )
    vectors = encoder.encode([one.text for one in offers])
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    semantic = Semantic(needs, offers, encoder=encoder)
    block = semantic._needs @ semantic._offers.T
    assert block.argmax(axis=1).tolist() == [1, 0]
    assert encoder.encode([]).shape == (0, 384)
    assert np.array_equal(vectors, encoder.encode([one.text for one in offers]))
    travelled = pickle.loads(pickle.dumps(encoder))
    assert travelled.name == encoder.name
    assert np.array_equal(vectors, travelled.encode([one.text for one in offers]))

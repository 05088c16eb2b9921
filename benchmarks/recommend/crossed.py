"""The natural statements, cross-validated: weights chosen on all areas but one are judged on that one.

What cannot be held back here are words: lexicon and cues were bettered with the open half known.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from benchmarks.recommend.natural import Found, Natural, found, scores_of
from benchmarks.tables import Row
from treffen.recommendation.meaning import FitWeights, Meaning
from treffen.recommendation.semantic import Encoder

KINDS, NEAREST, SAME_WORD = (1.0, 1.3, 1.6), (0.5, 0.65, 0.8), (0.2, 0.35)
HEAD: Row = ("cross-validated by area", "hit@1", "nDCG@10", "ahead")


def _weights(*, is_semantic: bool) -> Iterator[FitWeights]:
    for kinds, nearest, same in product(KINDS, NEAREST if is_semantic else NEAREST[:1], SAME_WORD):
        yield FitWeights(kinds=kinds, nearest_text=nearest, same_word=same, floor=0)


def rows(gold: Natural, known: Encoder | None) -> Iterator[Row]:
    """A line without the extra, and one with it where it is installed."""
    for way, used in (("treffen", None), ("treffen, semantic", known)):
        if way.endswith("semantic") and used is None:
            continue
        judged = [
            found(gold, scores_of(gold, Meaning(gold.needs, gold.offers, weights=one, encoder=used)))
            for one in _weights(is_semantic=used is not None)
        ]
        chosen = _chosen(gold, judged)
        places = np.arange(len(chosen))
        hit, gain, ahead = (
            np.array([getattr(one, name) for one in judged])[chosen, places]
            for name in ("hit", "gain", "ahead")
        )
        asked = judged[0].is_answered
        yield way, f"{hit[asked].mean():.2f}", f"{gain[asked].mean():.2f}", f"{np.nanmean(ahead):.2f}"


def _chosen(gold: Natural, judged: list[Found]) -> np.ndarray:
    """For each need, the number of the weights that gain most in all other areas; of equals the first."""
    areas = np.array(gold.area_of_need)
    gains = np.array([one.gain for one in judged]) * judged[0].is_answered
    best = {
        area: int(gains[:, areas != area].sum(axis=1).argmax()) for area in sorted(set(gold.area_of_need))
    }
    return np.array([best[area] for area in gold.area_of_need])

"""The recommender with the engine's own meaning of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from treffen.recommendation.lists.recommender import EXACT_UP_TO, Recommender
from treffen.recommendation.meaning import Meaning
from treffen.recommendation.pool import Pool
from treffen.recommendation.profiles import Statement
from treffen.recommendation.semantic import Encoder
from treffen.recommendation.settings import Settings


def recommender(
    pool: Pool,
    *,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    seed: int = 0,
    exact_up_to: int = EXACT_UP_TO,
) -> Recommender:
    """Raises `InvalidProblem` for a pool with faults. The settings then name the encoder that was used.

    Above `exact_up_to` people partners are found by keys instead of looking at all pairs.
    """
    used = replace(settings or Settings(), encoder=encoder.name if encoder else "")

    def make(needs: Sequence[Statement], offers: Sequence[Statement]) -> Meaning:
        return Meaning(needs, offers, weights=used.fit, encoder=encoder)

    return Recommender(pool, make, settings=used, seed=seed, exact_up_to=exact_up_to)

"""Every number that lists depend on, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field

from treffen.recommendation.meaning.weights import FitWeights
from treffen.recommendation.score.weights import ListRules, Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`fit` of statements, `score` of pairs, `lists` from scores.

    `encoder` names the model that compared whole texts; empty where none did.
    """

    fit: FitWeights = field(default_factory=FitWeights)
    score: Weights = field(default_factory=Weights)
    lists: ListRules = field(default_factory=ListRules)
    encoder: str = ""

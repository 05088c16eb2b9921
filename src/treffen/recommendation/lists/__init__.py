"""From scores to lists: whom each person should look at, why, and why not somebody else."""

from treffen.recommendation.lists.answer import (
    Entry,
    FitDirection,
    Link,
    Lists,
    PersonList,
    ReasonKind,
    RecommendationReason,
    Shortfall,
    ShortfallKind,
    WhyNot,
    WhyNotKind,
)
from treffen.recommendation.lists.build import EntryOrigin
from treffen.recommendation.lists.fairness import Envy, Fairness, fairness_of
from treffen.recommendation.lists.recommender import Recommender

__all__ = [
    "Entry",
    "EntryOrigin",
    "Envy",
    "Fairness",
    "FitDirection",
    "Link",
    "Lists",
    "PersonList",
    "ReasonKind",
    "RecommendationReason",
    "Recommender",
    "Shortfall",
    "ShortfallKind",
    "WhyNot",
    "WhyNotKind",
    "fairness_of",
]

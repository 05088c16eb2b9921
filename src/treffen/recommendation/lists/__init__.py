"""From scores to lists: whom each person should look at, why, and why not somebody else."""

from treffen.recommendation.lists.answer import (
    Entry,
    Link,
    Lists,
    PersonList,
    Reason,
    ReasonKind,
    Shortfall,
    ShortfallKind,
    Side,
    WhyNot,
    WhyNotKind,
)
from treffen.recommendation.lists.build import Place
from treffen.recommendation.lists.recommender import Recommender

__all__ = [
    "Entry",
    "Link",
    "Lists",
    "PersonList",
    "Place",
    "Reason",
    "ReasonKind",
    "Recommender",
    "Shortfall",
    "ShortfallKind",
    "Side",
    "WhyNot",
    "WhyNotKind",
]

"""What statements mean to each other: the fit of a need and an offer, and the evidence behind it."""

from treffen.recommendation.meaning.conceptual import SharedConcept
from treffen.recommendation.meaning.features import Shared
from treffen.recommendation.meaning.fit import FitParts, Meaning
from treffen.recommendation.meaning.lexical import SharedTerm
from treffen.recommendation.meaning.weights import FitWeights

__all__ = ["FitParts", "FitWeights", "Meaning", "Shared", "SharedConcept", "SharedTerm"]

"""The engine's vocabulary of technologies, in German and English, and how it is found in texts."""

from treffen.language.concepts import Concept, ConceptCode, ConceptKind, Relation
from treffen.recommendation.vocabulary.relations import Near, Nearness
from treffen.recommendation.vocabulary.tagging import Tag
from treffen.recommendation.vocabulary.vocabulary import Vocabulary

__all__ = [
    "Concept",
    "ConceptCode",
    "ConceptKind",
    "Near",
    "Nearness",
    "Relation",
    "Tag",
    "Vocabulary",
]

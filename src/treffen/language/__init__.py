"""One house of language: the words of both languages, for whoever finds and for whoever recommends."""

from treffen.language.compounds import Splitter
from treffen.language.concepts import (
    Concept,
    ConceptCode,
    ConceptKind,
    Relation,
    standard_concepts,
    standard_relations,
)
from treffen.language.folding import fold
from treffen.language.lexicon import Lexicon, key_of, keys_of, kin, synonyms
from treffen.language.names import NameKind
from treffen.language.parts import splitter
from treffen.language.stems import stem
from treffen.language.stop_words import is_stop_word, meaningful
from treffen.language.tokens import Token, tokens

__all__ = [
    "Concept",
    "ConceptCode",
    "ConceptKind",
    "Lexicon",
    "NameKind",
    "Relation",
    "Splitter",
    "Token",
    "fold",
    "is_stop_word",
    "key_of",
    "keys_of",
    "kin",
    "meaningful",
    "splitter",
    "standard_concepts",
    "standard_relations",
    "stem",
    "synonyms",
    "tokens",
]

"""One house of language: the words of German and English, for whoever finds and for whoever recommends.

Both hear a text alike: the same words, stems, parts of compounds, names and synonyms. Where one of them wants
something else, that is a parameter here, with its reason.
"""

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
from treffen.language.names import Heard, Mention, NameIndex, NameKind, name_keys
from treffen.language.parts import adopt_splitter, splitter
from treffen.language.stems import stem
from treffen.language.stop_words import is_stop_word, meaningful
from treffen.language.tokens import Token, tokens_of

__all__ = [
    "Concept",
    "ConceptCode",
    "ConceptKind",
    "Heard",
    "Lexicon",
    "Mention",
    "NameIndex",
    "NameKind",
    "Relation",
    "Splitter",
    "Token",
    "adopt_splitter",
    "fold",
    "is_stop_word",
    "key_of",
    "keys_of",
    "kin",
    "meaningful",
    "name_keys",
    "splitter",
    "standard_concepts",
    "standard_relations",
    "stem",
    "synonyms",
    "tokens_of",
]

"""What the words of a statement are: folded, stemmed, taken apart, bridged between two languages."""

from treffen.recommendation.text.analysis import Name, Term, analysed, is_common, names, splitter, terms_of
from treffen.recommendation.text.compounds import Splitter
from treffen.recommendation.text.folding import fold
from treffen.recommendation.text.glosses import glossed
from treffen.recommendation.text.lexicon import Lexicon, key_of, keys_of, kin, synonyms
from treffen.recommendation.text.reading import Reading, reading_of
from treffen.recommendation.text.stems import stem
from treffen.recommendation.text.tokens import Token, tokens

__all__ = [
    "Lexicon",
    "Name",
    "Reading",
    "Splitter",
    "Term",
    "Token",
    "analysed",
    "fold",
    "glossed",
    "is_common",
    "key_of",
    "keys_of",
    "kin",
    "names",
    "reading_of",
    "splitter",
    "stem",
    "synonyms",
    "terms_of",
    "tokens",
]

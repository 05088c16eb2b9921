"""The one analyser: the same tokens for what is indexed and for what is asked, on every database."""

from handschlag.directory.rules.analysis.highlighting import Excerpt, Match, Segment, excerpt
from handschlag.directory.rules.analysis.indexing import column, spelled, surfaces
from handschlag.directory.rules.analysis.search_query import (
    Expansion,
    ExpansionKind,
    QueryTerm,
    SearchQuery,
    asked_words,
    parse_query,
    widened,
    with_whole_names,
)
from handschlag.directory.rules.analysis.vocabulary import (
    IndexToken,
    Naming,
    Term,
    Vocabulary,
    conjuncts,
    index_tokens,
    index_words,
    lexicon_terms,
)
from treffen.language import Concept, adopt_splitter, fold, splitter, standard_concepts, stem

__all__ = [
    "Concept",
    "Excerpt",
    "Expansion",
    "ExpansionKind",
    "IndexToken",
    "Match",
    "Naming",
    "QueryTerm",
    "SearchQuery",
    "Segment",
    "Term",
    "Vocabulary",
    "adopt_splitter",
    "asked_words",
    "column",
    "conjuncts",
    "excerpt",
    "fold",
    "index_tokens",
    "index_words",
    "lexicon_terms",
    "parse_query",
    "spelled",
    "splitter",
    "standard_concepts",
    "stem",
    "surfaces",
    "widened",
    "with_whole_names",
]

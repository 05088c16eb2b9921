"""The one analyser: the same tokens for what is indexed and for what is asked, on every database."""

from treffen.language import Concept, fold, standard_concepts, stem
from handschlag.directory.rules.analysis.highlighting import Excerpt, Match, Segment, excerpt
from handschlag.directory.rules.analysis.indexing import column, spelled, surfaces
from handschlag.directory.rules.analysis.search_query import Asked, Question, Way, Why, ask, widened
from handschlag.directory.rules.analysis.vocabulary import Mention, Naming, Standing, Term, Vocabulary, conjuncts, everyday_terms

__all__ = [
    "Asked",
    "Concept",
    "Excerpt",
    "Match",
    "Mention",
    "Naming",
    "Question",
    "Segment",
    "Standing",
    "Term",
    "Vocabulary",
    "Way",
    "Why",
    "ask",
    "column",
    "conjuncts",
    "everyday_terms",
    "excerpt",
    "fold",
    "standard_concepts",
    "stem",
    "spelled",
    "surfaces",
    "widened",
]

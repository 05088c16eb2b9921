"""The one analyser: the same tokens for what is indexed and for what is asked, on every database."""

from handschlag.directory.rules.analysis.compounds import Splitter
from handschlag.directory.rules.analysis.everyday import conjuncts, everyday_terms
from handschlag.directory.rules.analysis.folding import fold
from handschlag.directory.rules.analysis.highlighting import Excerpt, Match, Segment, excerpt
from handschlag.directory.rules.analysis.indexing import column, spelled, surfaces
from handschlag.directory.rules.analysis.questions import Asked, Question, Way, Why, ask, widened
from handschlag.directory.rules.analysis.stems import key
from handschlag.directory.rules.analysis.vocabulary import Mention, Naming, Standing, Term, Vocabulary

__all__ = [
    "Asked",
    "Excerpt",
    "Match",
    "Mention",
    "Naming",
    "Question",
    "Segment",
    "Splitter",
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
    "key",
    "spelled",
    "surfaces",
    "widened",
]

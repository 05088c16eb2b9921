"""What the words of a statement say: terms with their share, a "no", a direction, a gloss."""

from treffen.recommendation.text.analysis import Name, Term, analysed, is_common, names, spoken, terms_of
from treffen.recommendation.text.direction import DirectionCue, direction_of
from treffen.recommendation.text.glosses import glossed

__all__ = [
    "DirectionCue",
    "Name",
    "Term",
    "analysed",
    "direction_of",
    "glossed",
    "is_common",
    "names",
    "spoken",
    "terms_of",
]

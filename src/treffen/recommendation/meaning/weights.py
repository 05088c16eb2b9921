"""How much each kind of evidence counts: one value, with defaults, each of which can be slid to zero."""

from __future__ import annotations

from dataclasses import dataclass

from treffen.recommendation.limits import BELOW_1, NOT_NEGATIVE, SHARE, check


@dataclass(frozen=True, slots=True, kw_only=True)
class FitWeights:
    """Weights of the fit of two statements.

    The first three sliders multiply all evidence of a part: 0 switches it off, 2 counts it double. `kinds` is
    the power of how far the kind of an offer answers that of a need: 0 switches it off.
    Evidence adds up: a part of so much evidence e is fit by 1 - exp(-e), and the fit is the noisy-or of the
    three parts, which is 1 - exp(-(e_tags + e_words + e_semantic)).
    """

    # sliders
    tags: float = 1.0
    words: float = 1.0
    semantic: float = 1.0
    kinds: float = 1.0
    # tags: how much of the best possible each nearness is, and how likely the best possible alone is a fit
    parent: float = 0.6
    sibling: float = 0.3
    related: float = 1.0  # multiplies what stands in the table of related concepts
    same_concept: float = 0.75
    read_tag: float = 0.4  # a concept read from the text, beside 1 for one that was stated
    # words: evidence of the rarest possible word in each way to share it
    same_word: float = 0.2
    synonym: float = 0.5
    kin: float = 0.3
    both_deny: float = 0.3
    rarity_power: float = 2.0
    common_word: float = 0.25
    denied_word: float = 0.4
    # meaning of whole texts: how likely the nearest possible texts are a fit
    nearest_text: float = 0.65
    # how far nearness counts where the texts share no concept and no word
    nothing_named: float = 0.7
    # both of a pair seek, or both give
    same_direction: float = 0.15
    # what is left out: fits below the floor, and what more than this share of all offers share
    floor: float = 0.05
    most_common: float = 0.01

    def __post_init__(self) -> None:
        check(self, FIT_LIMITS)


CERTAIN = ("same_concept", "nearest_text", "floor")  # below 1: nothing is certain
SHARES = (
    *("parent", "sibling", "read_tag", "common_word", "denied_word"),
    *("nothing_named", "same_direction", "most_common"),
)
AMOUNTS = (
    *("tags", "words", "semantic", "kinds", "related"),
    *("same_word", "synonym", "kin", "both_deny", "rarity_power"),
)
FIT_LIMITS = {
    **dict.fromkeys(AMOUNTS, NOT_NEGATIVE),
    **dict.fromkeys(SHARES, SHARE),
    **dict.fromkeys(CERTAIN, BELOW_1),
}

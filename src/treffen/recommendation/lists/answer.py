"""What comes out: lists with their reasons, and answers to "why not?", as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from treffen.problem import ParticipantId
from treffen.recommendation.lists.build import EntryOrigin
from treffen.recommendation.score.weights import Balance
from treffen.recommendation.settings import Settings


class ReasonKind(StrEnum):
    """What speaks for, or against, a pair."""

    NEED_MET = "need_met"  # an offer of one serves a need of the other; see `Reason.side`
    TOPICS = "topics"
    KINDS = "kinds"  # company with research
    NETWORKS = "networks"  # related, and not the same
    PROGRAMMES = "programmes"
    DISTANCE = "distance"  # kilometres, against
    KNOWN = "known"  # against


class FitDirection(StrEnum):
    """For whom a reason holds, seen from the owner of the list."""

    FOR_YOU = "for_you"
    FOR_THEM = "for_them"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What of a need goes with what of an offer: as the need has it, and as the offer has it."""

    need: str
    offer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationReason:
    """One reason.

    `evidence` are ids: of a need and an offer (in this order), of topics, networks (the owner's,
    a bar "|", the partner's) or programmes. `value` is a fit in [0, 1] for NEED_MET and log-odds
    otherwise. For NEED_MET, `through` are the concepts that both have stated or call by their label,
    `words` the words that stand in both, and `related` what of the one is near to what of the other:
    words as written, or the code of a concept that was stated. All three may be empty.
    """

    kind: ReasonKind
    side: FitDirection = FitDirection.BOTH
    evidence: tuple[str, ...] = ()
    value: float = 0.0
    through: tuple[Link, ...] = ()
    words: tuple[Link, ...] = ()
    related: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place of a list. `score` in log-odds; fits in [0, 1], directed and two-way."""

    partner: ParticipantId
    place: EntryOrigin
    score: float
    fit: float
    for_you: float
    for_them: float
    price: float = 0.0
    reasons: tuple[RecommendationReason, ...] = ()


class ShortfallKind(StrEnum):
    """What a list was meant to have and could not get."""

    LENGTH = "length"
    BRIDGES = "bridges"
    REACH = "reach"  # of its owner in the lists of others


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A rule that could not be satisfied for somebody: what there is, and what was wanted."""

    participant: ParticipantId
    kind: ShortfallKind
    found: int
    wanted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonList:
    """The list of one person, in order; `seen` counts the lists this person stands in."""

    participant: ParticipantId
    entries: tuple[Entry, ...]
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The lists of a pool, and the settings that they follow from.

    `balance` is what was used, which the settings may have wished otherwise; `rounds` and
    `residual` are of the equilibrium. `pool` is the hash of the profiles.
    """

    lists: tuple[PersonList, ...]
    shortfalls: tuple[Shortfall, ...]
    settings: Settings
    seed: int
    balance: Balance
    rounds: int
    residual: float
    pool: str = ""

    @property
    def k(self) -> int:
        """How long a list may be."""
        return self.settings.lists.k


class WhyNotKind(StrEnum):
    """Why somebody is not on a list."""

    LISTED = "listed"
    SELF = "self"
    NOT_OPTED_IN = "not_opted_in"
    BLOCKED = "blocked"
    SAME_ORGANISATION = "same_organisation"
    NO_COMMON_LANGUAGE = "no_common_language"
    KNOWN = "known"  # and settings ask for new people only
    SCORE = "score"
    IN_DEMAND = "in_demand"  # the score would do, were the person not asked for by so many
    ORGANISATION_FULL = "organisation_full"
    NETWORK_FULL = "network_full"
    NEED_COVERED = "need_covered"  # others on the list already serve that need
    PLACES_KEPT = "places_kept"  # the place went to a bridge, a draw, or somebody seldom seen


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """The answer for one pair, seen from the owner of the list.

    `participant` owns the list, `partner` is missing on it. `score` is that of the pair and
    `needed` the least score that would have put the partner on the list (None where no score
    would). `lists` counts the lists the partner stands in; `evidence` names who stands in the
    way (ids of partners of the same organisation or network).
    """

    participant: ParticipantId
    partner: ParticipantId
    kind: WhyNotKind
    score: float | None = None
    needed: float | None = None
    lists: int = 0
    evidence: tuple[str, ...] = ()
    reasons: tuple[RecommendationReason, ...] = ()

"""Every number a score or a list depends on, in two values with defaults.

The scale of context is log-odds: +0.7 doubles the odds that two people want to meet, -0.7 halves
them. 0 switches a part off. `docs/background/recommendation-lists.md` says where the defaults
come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from treffen.recommendation.limits import BELOW_1, INSIDE, NOT_NEGATIVE, BadSetting, Limits, check


class Balance(StrEnum):
    """How the attention of many is spread over few."""

    MARKET = "market"  # prices from an equilibrium of who would meet whom, then CAP; else CAP alone
    CAP = "cap"  # nobody in more than `cap` times k lists, in proportion to the meetings that people
    # want, and, as far as enough people fit, nobody as much below k
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts in the score of a pair.

    `mean` is the power of the mean of both directions: 1 adds them, 0 (geometric) asks for both,
    below that the weaker side decides. `epsilon` (a fit) keeps a strong fit in one direction alive.
    `least_fit` is where fits of statements begin to count. Context, in log-odds: `topics` for many shared
    topics (half of it for one), `kind` for company with research, `network` for networks that
    are related and not the same (4 d (1 - d)), `programme` for a common programme, `distance`
    lost on 100 km (off), `known` lost where two know one another. `language`: whether people
    must share a language. `again`: whether people who know one another may be listed at all.
    """

    mean: float = 0.0
    epsilon: float = 0.02
    least_fit: float = 0.05
    topics: float = 0.6
    kind: float = 0.4
    network: float = 0.5
    programme: float = 0.2
    distance: float = 0.0
    known: float = 1.5
    language: bool = True
    again: bool = True

    def __post_init__(self) -> None:
        check(self, SCORE_LIMITS)


CONTEXT = ("topics", "kind", "network", "programme", "distance", "known")
SCORE_LIMITS = {
    "mean": Limits(least=-50.0, most=1.0),
    "epsilon": INSIDE,
    "least_fit": BELOW_1,
    **dict.fromkeys(CONTEXT, NOT_NEGATIVE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRules:
    """How lists are put together.

    `k` people a list; at most `organisation` of one organisation and `network` that share a
    network; at least `bridges` from other networks, each with at least `floor` as its chance (the
    score as a probability); `exploration` places drawn by the seed among what lies above the floor;
    everybody in at least `reach` lists; `cover` (log-odds) is lost each time that a need is
    served once more. `shortlist` people are looked at for each list. `balance` and `cap`: see
    `Balance`; `price` is the share of the equilibrium's prices that counts, `temperature` that of
    the equilibrium, in standard deviations of the scores. `wanted` is the number of meetings of
    those who do not say.
    """

    k: int = 10
    organisation: int = 2
    network: int = 4
    bridges: int = 3
    floor: float = 0.1
    exploration: int = 1
    reach: int = 3
    cover: float = 0.35
    shortlist: int = 100
    balance: Balance = Balance.CAP
    cap: float = 1.2
    price: float = 0.3
    temperature: float = 0.75
    wanted: int = 8

    def __post_init__(self) -> None:
        check(self, LIST_LIMITS)
        if self.exploration > self.k:
            raise BadSetting("exploration", self.exploration, Limits(most=self.k))
        if self.bridges + self.exploration > self.k:
            raise BadSetting("bridges", self.bridges, Limits(most=self.k - self.exploration))
        if self.shortlist < self.k:
            raise BadSetting("shortlist", self.shortlist, Limits(least=self.k))


COUNT, SIZE = Limits(most=10_000.0), Limits(least=1.0, most=10_000.0)
LIST_LIMITS = {
    **dict.fromkeys(("k", "organisation", "network", "wanted"), SIZE),
    **dict.fromkeys(("bridges", "exploration", "reach"), COUNT),
    "shortlist": Limits(least=1.0, most=100_000.0),
    "floor": INSIDE,
    "cover": NOT_NEGATIVE,
    "price": NOT_NEGATIVE,
    "cap": Limits(least=1.0),
    "temperature": Limits(is_open_below=True),
}

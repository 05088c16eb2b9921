"""Which actors fit an actor or resemble it, and why: the reason is shown with each one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from handschlag.directory.rules.distances import kilometres

NEAR = 50  # kilometres


class Bond(StrEnum):
    OFFERS_WHAT_IS_SOUGHT = "offers_what_is_sought"  # the other offers what this one seeks
    SEEKS_WHAT_IS_OFFERED = "seeks_what_is_offered"
    SAME_OFFER = "same_offer"
    COMMON_FIELDS = "common_fields"
    COMMON_NETWORKS = "common_networks"
    NEIGHBOUR = "neighbour"


# What one more common concept, field or network counts. Complements come before likeness: they are a reason
# to talk. A place nearby or a network alone is none, so those two only put others in order.
WEIGHTS = {
    Bond.OFFERS_WHAT_IS_SOUGHT: 3.0,
    Bond.SEEKS_WHAT_IS_OFFERED: 3.0,
    Bond.SAME_OFFER: 1.2,
    Bond.COMMON_FIELDS: 0.8,
    Bond.COMMON_NETWORKS: 0.4,
    Bond.NEIGHBOUR: 0.3,
}
SUPPORTING = {Bond.COMMON_NETWORKS, Bond.NEIGHBOUR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """What of an actor the comparison needs: codes of concepts and fields, ids of networks."""

    id: int
    name: str = ""
    offers: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    networks: frozenset[int] = frozenset()
    at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    bond: Bond
    codes: tuple[str, ...] = ()
    networks: tuple[int, ...] = ()
    distance: int = 0
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    id: int
    reasons: tuple[Likeness, ...]  # never empty; the strongest first

    @property
    def weight(self) -> float:
        return sum(reason.weight for reason in self.reasons)


def resemblances(of: Lookalike, among: Iterable[Lookalike], *, most: int = 5) -> tuple[Resemblance, ...]:
    """The actors that fit `of` best or are most like it: strongest first, equal ones by name."""
    found = []
    for other in among:
        reasons = sorted(_likenesses(of, other), key=lambda reason: -reason.weight)
        if other.id != of.id and any(reason.bond not in SUPPORTING for reason in reasons):
            found.append((other.name, Resemblance(id=other.id, reasons=tuple(reasons))))
    found.sort(key=lambda pair: (-pair[1].weight, pair[0], pair[1].id))
    return tuple(resemblance for _, resemblance in found[:most])


def _likenesses(of: Lookalike, other: Lookalike) -> Iterable[Likeness]:
    common = {
        Bond.OFFERS_WHAT_IS_SOUGHT: other.offers & of.needs,
        Bond.SEEKS_WHAT_IS_OFFERED: other.needs & of.offers,
        Bond.SAME_OFFER: other.offers & of.offers,
        Bond.COMMON_FIELDS: other.fields & of.fields,
    }
    for bond, codes in common.items():
        if codes:
            yield Likeness(bond=bond, codes=tuple(sorted(codes)), weight=WEIGHTS[bond] * len(codes))
    if networks := of.networks & other.networks:
        weight = WEIGHTS[Bond.COMMON_NETWORKS] * len(networks)
        yield Likeness(bond=Bond.COMMON_NETWORKS, networks=tuple(sorted(networks)), weight=weight)
    distance = NEAR + 1.0 if of.at is None or other.at is None else kilometres(of.at, other.at)
    if distance <= NEAR:
        weight = WEIGHTS[Bond.NEIGHBOUR]
        yield Likeness(bond=Bond.NEIGHBOUR, distance=round(distance), weight=weight)

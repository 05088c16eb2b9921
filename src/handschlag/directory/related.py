"""Related networks and similar actors, each with its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, log, log2, radians, sin, sqrt

from django.utils.translation import get_language

from handschlag.directory import rows, texts
from handschlag.directory.models import Actor, Concept, Field, Membership, Network
from handschlag.directory.texts import in_a_sentence

EARTH_RADIUS = 6371.0  # kilometres


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The great circle between two pairs of latitude and longitude in degrees (WGS 84)."""
    (south, west), (north, east) = ((radians(lat), radians(lon)) for lat, lon in (here, there))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(min(1.0, half)))


NEAR_NETWORK, NEXT_DOOR = 60, 25  # kilometres; next door is a reason by itself
UMBRELLA_WEIGHT, NEAR_WEIGHT = 6.0, 0.5


class Tie(StrEnum):
    """Why two networks are related; the strongest kind first."""

    UMBRELLA = "umbrella"  # it is the umbrella of this one
    PART = "part"  # it is a part of this one
    SAME_UMBRELLA = "same_umbrella"
    COMMON_ACTORS = "common_actors"
    COMMON_FIELDS = "common_fields"
    NEIGHBOUR = "neighbour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """What of a network the comparison needs."""

    id: int
    name: str = ""
    umbrella_id: int | None = None
    fields: frozenset[str] = frozenset()
    at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedReason:
    tie: Tie
    fields: tuple[str, ...] = ()  # codes, the rarest first
    actors: int = 0  # distinct organisations
    distance: int = 0  # whole kilometres
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedNetwork:
    id: int
    reasons: tuple[RelatedReason, ...]  # never empty; the strongest first

    @property
    def weight(self) -> float:
        return sum(reason.weight for reason in self.reasons)


def relations(
    of: Relative, among: Iterable[Relative], *, common_actors: Mapping[int, int], most: int = 5
) -> tuple[RelatedNetwork, ...]:
    """The networks most related to `of`: strongest first, equal ones by name.

    `common_actors` counts, per network, the organisations that are members of both today. A field says the
    more the fewer networks have it. A place nearby supports other reasons and counts alone only next door.
    """
    others = [other for other in among if other.id != of.id]
    rarity = _rarities([of, *others])
    found = []
    for other in others:
        reasons = [
            *_kinship(of, other),
            *_common_ground(of, other, rarity),
            *_acquaintance(common_actors.get(other.id, 0)),
        ]
        reasons += _neighbourhood(of, other, is_reason_enough=not reasons)
        if reasons:
            reasons.sort(key=lambda reason: -reason.weight)
            found.append((other.name, RelatedNetwork(id=other.id, reasons=tuple(reasons))))
    found.sort(key=lambda pair: (-pair[1].weight, pair[0], pair[1].id))
    return tuple(relation for _, relation in found[:most])


def _rarities(networks: Sequence[Relative]) -> dict[str, float]:
    """How much a field says: nothing when everybody has it."""
    count = Counter(field for network in networks for field in network.fields)
    return {field: log((1 + len(networks)) / (1 + number)) for field, number in count.items()}


def _kinship(of: Relative, other: Relative) -> list[RelatedReason]:
    if of.umbrella_id == other.id:
        return [RelatedReason(tie=Tie.UMBRELLA, weight=UMBRELLA_WEIGHT)]
    if other.umbrella_id == of.id:
        return [RelatedReason(tie=Tie.PART, weight=UMBRELLA_WEIGHT)]
    if of.umbrella_id is not None and of.umbrella_id == other.umbrella_id:
        return [RelatedReason(tie=Tie.SAME_UMBRELLA, weight=UMBRELLA_WEIGHT - 1)]
    return []


def _acquaintance(number: int) -> list[RelatedReason]:
    return (
        [RelatedReason(tie=Tie.COMMON_ACTORS, actors=number, weight=1 + log2(1 + number))] if number else []
    )


def _common_ground(of: Relative, other: Relative, rarity: Mapping[str, float]) -> list[RelatedReason]:
    common = sorted(of.fields & other.fields, key=lambda field: (-rarity[field], field))
    weight = sum(rarity[field] for field in common)
    return [RelatedReason(tie=Tie.COMMON_FIELDS, fields=tuple(common), weight=weight)] if common else []


def _neighbourhood(of: Relative, other: Relative, *, is_reason_enough: bool) -> list[RelatedReason]:
    if of.at is None or other.at is None:
        return []
    distance = kilometres(of.at, other.at)
    if distance > (NEXT_DOOR if is_reason_enough else NEAR_NETWORK):
        return []
    return [RelatedReason(tie=Tie.NEIGHBOUR, distance=round(distance), weight=NEAR_WEIGHT)]


NEAR_ACTOR = 50  # kilometres


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
    distance = NEAR_ACTOR + 1.0 if of.at is None or other.at is None else kilometres(of.at, other.at)
    if distance <= NEAR_ACTOR:
        weight = WEIGHTS[Bond.NEIGHBOUR]
        yield Likeness(bond=Bond.NEIGHBOUR, distance=round(distance), weight=weight)


NAMED = 3  # fields or concepts in one reason

type _Related[Entry, Reason] = list[tuple[Entry, list[tuple[Reason, str]]]]


def relations_of(
    network: Network, related: Sequence[tuple[Network, RelatedNetwork]]
) -> _Related[Network, RelatedReason]:
    """Related networks in the order given."""
    fields = _in_sentences(rows.fields_of(network))
    umbrella = rows.network_name(network.umbrella) if network.umbrella else ""

    def named(reason: RelatedReason) -> str:
        return umbrella if reason.tie is Tie.SAME_UMBRELLA else _some(reason.fields, fields)

    return [(other, [(reason, named(reason)) for reason in relation.reasons]) for other, relation in related]


def similar_to(
    actor: Actor,
    memberships: Sequence[Membership],
    similar: Sequence[tuple[Actor, Resemblance]],
) -> _Related[Actor, Likeness]:
    """For an actor that was fetched with its fields and with the concepts of its statements."""
    labels = {**_in_sentences(rows.concepts_of(actor)), **_in_sentences(rows.fields_of(actor))}
    networks = {str(one.network_id): rows.network_name(one.network) for one in memberships}

    def named(reason: Likeness) -> str:
        if reason.bond is Bond.COMMON_NETWORKS:
            return _some([str(pk) for pk in reason.networks], networks)
        return _some(reason.codes, labels)

    return [(other, [(reason, named(reason)) for reason in found.reasons]) for other, found in similar]


def _in_sentences(entries: Iterable[Field | Concept]) -> Mapping[str, str]:
    """The words for codes, as they stand within a sentence."""
    language = get_language() or "de"
    return {one.pk: in_a_sentence(one.label, language) for one in entries}


def _some(codes: Sequence[str], labels: Mapping[str, str]) -> str:
    return texts.both([labels[code] for code in codes[:NAMED] if code in labels])

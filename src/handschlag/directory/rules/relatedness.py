"""Which networks belong beside a network, and why: the reason is shown with each one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log, log2

from handschlag.directory.rules.distances import kilometres

NEAR, NEXT_DOOR = 60, 25  # kilometres; next door is a reason by itself
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
    if distance > (NEXT_DOOR if is_reason_enough else NEAR):
        return []
    return [RelatedReason(tie=Tie.NEIGHBOUR, distance=round(distance), weight=NEAR_WEIGHT)]

"""Which two people would like to meet, and with whom it is not to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from itertools import combinations
from operator import or_

from django.db.models import Q

from handschlag.matching.categories import barred_for
from handschlag.matching.demand.counts import MANY
from handschlag.matching.models import (
    ForbiddenPair,
    Listed,
    Party,
    Request,
    RequestState,
    Service,
    Wish,
    WishKind,
)
from handschlag.matching.models.wishes import value_of

type Pair = tuple[int, int]
_WAITING = (RequestState.OPEN, RequestState.ROUND, RequestState.WATCHED)
_SETTLED = (RequestState.ACCEPTED, RequestState.DECLINED, RequestState.WITHDRAWN)


def fits_of(service: Service, people: Collection[int]) -> Mapping[Pair, Fit]:
    """Every pair with one of the people for which anything speaks, by its strongest ground; three queries."""
    return _strongest(_recommended(service, people), said_of(service, people))


def said_of(service: Service, people: Collection[int]) -> Mapping[Pair, Fit]:
    """The same of what people have said themselves: recommendations are most of the rows; two queries."""
    return _strongest(_wished(service, people), _asked(service, people))


def _strongest(*several: Mapping[Pair, Fit]) -> Mapping[Pair, Fit]:
    found: dict[Pair, Fit] = {}
    for pairs in several:
        for pair, fit in pairs.items():
            if pair not in found or fit.ground < found[pair].ground:
                found[pair] = fit
    return found


def _near(people: Collection[int], *sides: str) -> Q:
    """Rows with one of the people at one of the sides; of many all rows, from which is chosen afterwards."""
    if len(people) > MANY:
        return Q()
    return reduce(or_, (Q(**{f"{side}__in": people}) for side in sides))


def _recommended(service: Service, people: Collection[int]) -> Mapping[Pair, Fit]:
    """Worth the sum of both lists."""
    near = Q(participant__in=people) | Q(partner__in=people)
    rows = Listed.objects.filter(near, participant__service=service)
    worth: dict[Pair, float] = defaultdict(float)
    for one, other, score in rows.values_list("participant_id", "partner_id", "score"):
        worth[pair_key(one, other)] += score
    return {pair: Fit(ground=Ground.RECOMMENDED, worth=sum_) for pair, sum_ in worth.items()}


def _wished(service: Service, people: Collection[int]) -> Mapping[Pair, Fit]:
    rows = Wish.objects.filter(_near(people, "by", "towards"), by__service=service)
    kinds: dict[Pair, list[str]] = defaultdict(list)
    chosen = set(people)
    wishes = rows.exclude(kind=WishKind.RATHER_NOT).values_list("by_id", "towards_id", "kind")
    for one, other, kind in wishes:
        if one in chosen or other in chosen:
            kinds[pair_key(one, other)].append(kind)
    return {
        pair: Fit(
            ground=Ground.BOTH_WISH if len(several) == 2 else Ground.ONE_WISHES, worth=value_of(several)
        )
        for pair, several in kinds.items()
    }


def _asked(service: Service, people: Collection[int]) -> Mapping[Pair, Fit]:
    """Both have said yes where only room was lacking."""
    rows = Request.objects.filter(service=service, state__in=_WAITING).exclude(pair="")
    near = set(people)
    found = {}
    for text, state, value, sender in rows.values_list("pair", "state", "value", "sender_id"):
        one, other = (int(part) for part in text.split("-"))
        if one in near or other in near:
            ground = Ground.ASKED if state == RequestState.OPEN else Ground.BOTH_WISH
            found[one, other] = Fit(ground=ground, worth=value, sender=sender)
    return found


def barred_pairs(service: Service, people: Collection[int]) -> frozenset[Pair]:
    """With whom it is not to be: somebody would rather not, it is kept apart, settled, or taken back.

    Of many people pairs without any of them may be among these.
    """
    avoided = Wish.objects.filter(_near(people, "by", "towards"), by__service=service)
    avoided_pairs = avoided.filter(kind=WishKind.RATHER_NOT).values_list("by_id", "towards_id")
    apart = ForbiddenPair.objects.filter(_near(people, "first", "second"), service=service)
    apart_pairs = apart.values_list("first_id", "second_id")
    categories = barred_for(service, people)
    return frozenset(
        pair_key(*pair) for pair in (*avoided_pairs, *apart_pairs, *categories, *_settled(service, people))
    )


def _settled(service: Service, people: Collection[int]) -> Iterable[Pair]:
    """All are read and then chosen from: asking for each of 1,500 people takes a database a second."""
    near, rows = set(people), Request.objects.filter(service=service, state__in=_SETTLED)
    for text in rows.exclude(pair="").values_list("pair", flat=True):
        one, _, other = text.partition("-")
        pair = int(one), int(other)
        if pair[0] in near or pair[1] in near:
            yield pair
    parties: dict[int, list[int]] = defaultdict(list)
    several = Party.objects.filter(request__in=rows.filter(pair="").values("pk"))
    for request, person in several.values_list("request_id", "participant_id"):
        parties[request].append(person)
    for group in parties.values():
        if not near.isdisjoint(group):
            yield from combinations(group, 2)


class Ground(IntEnum):
    """What speaks for two people; what comes first is likelier to be wanted by both."""

    BOTH_WISH = 0
    ASKED = 1  # one has asked, the other has not answered
    ONE_WISHES = 2
    RECOMMENDED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What speaks for two people, and how much within the same ground; who has sent a request, if anybody."""

    ground: Ground
    worth: float
    sender: int | None = None

    @property
    def order(self) -> tuple[int, float]:
        return self.ground, -self.worth


def pair_key(one: int, other: int) -> tuple[int, int]:
    """The same for a pair, whoever comes first.

    >>> pair_key(7, 3)
    (3, 7)
    """
    return min(one, other), max(one, other)

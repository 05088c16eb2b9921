"""Which categories of participants stay apart, and whom that keeps from whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from handschlag.matching.models import CategoriesApart, Participant, Request, RequestState, Service

type CategoryPair = tuple[int, int]


def ordered_categories(one: int, other: int) -> CategoryPair:
    """A pair of categories, whichever comes first.

    >>> ordered_categories(7, 3)
    (3, 7)
    """
    return (one, other) if one <= other else (other, one)


def are_apart(apart: Collection[CategoryPair], categories: Iterable[int | None]) -> bool:
    """Whether two of these people are not to meet; who is in no category may meet everybody.

    >>> are_apart({(3, 7)}, [7, None, 3]), are_apart({(3, 7)}, [7, 7])
    (True, False)
    """
    known = [one for one in categories if one is not None]
    return any(ordered_categories(one, other) in apart for one, other in combinations(known, 2))


def apart_of(service_id: int) -> frozenset[CategoryPair]:
    """Pairs of categories that are not to meet."""
    rows = CategoriesApart.objects.filter(service=service_id)
    return frozenset(rows.values_list("first_id", "second_id"))


def keeps_apart(service_id: int, participants: Iterable[int]) -> bool:
    """Whether two of these people are not to meet."""
    apart = apart_of(service_id)
    if not apart:
        return False
    rows = Participant.objects.filter(pk__in=list(participants))
    return are_apart(apart, rows.values_list("registration__category_id", flat=True))


def barred_by_category(service: Service) -> Mapping[int | None, frozenset[int]]:
    """By category: everybody whom its people are not to meet; nothing where no categories stay apart."""
    apart = apart_of(service.pk)
    if not apart:
        return {}
    people: dict[int, set[int]] = defaultdict(set)
    rows = Participant.objects.filter(service=service, registration__category__isnull=False)
    for participant, category in rows.values_list("pk", "registration__category_id"):
        people[category].add(participant)
    barred: dict[int | None, set[int]] = defaultdict(set)
    for one, other in apart:
        barred[one] |= people[other]
        barred[other] |= people[one]
    return {category: frozenset(several) for category, several in barred.items()}


def barred_for(service: Service, participants: Collection[int]) -> frozenset[tuple[int, int]]:
    """Pairs of one of these people and somebody whom they are not to meet."""
    barred = barred_by_category(service)
    if not barred:
        return frozenset()
    rows = Participant.objects.filter(pk__in=participants)
    return frozenset(
        (one, other)
        for one, category in rows.values_list("pk", "registration__category_id")
        for other in barred.get(category, ())
        if one != other
    )


def held_between(service: Service, apart: Collection[CategoryPair]) -> int:
    """How many agreed meetings people of these categories have with one another."""
    people: dict[int, list[int | None]] = defaultdict(list)
    rows = Request.objects.filter(service=service, state=RequestState.ACCEPTED)
    columns = ("pk", "parties__participant__registration__category_id")
    for request, category in rows.values_list(*columns):
        people[request].append(category)
    return sum(are_apart(apart, categories) for categories in people.values())

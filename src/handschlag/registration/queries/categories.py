"""The event's categories of participants, and how full each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from handschlag.events.models import Event
from handschlag.registration.models import Category, Registration, RegistrationState


@dataclass(frozen=True, slots=True, kw_only=True)
class _CategoryCount:
    """One category with those who have a place and those who wait for one."""

    category: Category
    confirmed: int
    waiting: int


def categories_of(event_id: int) -> Sequence[Category]:
    """All categories of the event, in their order."""
    return list(Category.objects.filter(event=event_id))


def category_of(event: Event, pk: int) -> Category | None:
    """One category of this event."""
    return Category.objects.filter(event=event, pk=pk).first()


def counted_categories(event_id: int) -> Sequence[_CategoryCount]:
    """In two queries."""
    counts = counts_by_category(event_id)
    return [
        _CategoryCount(
            category=one,
            confirmed=counts.get((one.pk, RegistrationState.CONFIRMED), 0),
            waiting=counts.get((one.pk, RegistrationState.WAITING), 0),
        )
        for one in categories_of(event_id)
    ]


def counts_by_category(event_id: int) -> Mapping[tuple[int | None, str], int]:
    """How many registrations of which category are in which state."""
    rows = Registration.objects.filter(event_id=event_id, erased_at=None).order_by()
    counted = rows.values_list("category_id", "state").annotate(number=Count("pk"))
    return {(category, state): number for category, state, number in counted}


def in_category(category: str) -> Q:
    """Registrations of one category, or of `none`."""
    if category == "none":
        return Q(category=None)
    return Q(category_id=int(category)) if category.isdecimal() else Q()


def limited_categories(event_id: int) -> QuerySet[Category]:
    """Categories that have limits of their own."""
    return Category.objects.filter(event=event_id, capacity__isnull=False)

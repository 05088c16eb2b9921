"""The registrations of an event, as organisers look for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from handschlag.registration.models import (
    Registration,
    RegistrationState,
    SessionChoice,
)
from handschlag.registration.queries.categories import in_category
from handschlag.registration.rules.registration_query import RegistrationQuery

NEEDS: Final[Mapping[str, Q]] = {
    "remote": Q(is_remote=True),
    "step_free": Q(needs_step_free=True),
    "quiet": Q(needs_quiet=True),
    "interpreter": Q(needs_interpreter=True),
    "words": ~Q(needs=""),
    "diet": ~Q(diet=""),
    "no_lunch": Q(has_lunch=False),
}
ORDERS: Final[Mapping[str, Sequence[Any]]] = {
    "asked": ("asked_at", "pk"),
    "newest": ("-asked_at", "-pk"),
    "name": (Lower("name"), "pk"),
    "organisation": (Lower("organisation"), Lower("name"), "pk"),
    "arrival": (F("arrives_at").asc(nulls_first=True), Lower("name"), "pk"),
}


def registrations(event_id: int, wanted: RegistrationQuery) -> QuerySet[Registration]:
    """Those that fit, in the wanted order, with their organisations; erased ones are on no list."""
    rows = Registration.objects.filter(event_id=event_id, erased_at=None).select_related("actor", "category")
    if wanted.text:
        words = Q()
        for word in wanted.text.split():
            words &= Q(name__icontains=word) | Q(email__icontains=word) | Q(organisation__icontains=word)
        rows = rows.filter(words)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.way:
        rows = rows.filter(way=wanted.way)
    if wanted.kind:
        rows = rows.filter(Q(actor=None) if wanted.kind == "none" else Q(actor__kind=wanted.kind))
    if wanted.category:
        rows = rows.filter(in_category(wanted.category))
    if wanted.need:
        rows = rows.filter(NEEDS[wanted.need])
    if wanted.session:
        chosen = SessionChoice.objects.filter(registration=OuterRef("pk"), session_id=wanted.session)
        rows = rows.filter(Exists(chosen))
    return rows.order_by(*ORDERS[wanted.order])


def registrations_with_choices(event_id: int) -> list[Registration]:
    """All that are on the list, in its usual order, with the sessions that they chose."""
    return list(registrations(event_id, RegistrationQuery.of({})).prefetch_related("choices"))


def confirmed(event_id: int) -> QuerySet[Registration]:
    """Those who have a place, in no order; erased people are left out."""
    return Registration.objects.filter(
        event_id=event_id, state=RegistrationState.CONFIRMED, erased_at=None
    ).order_by()


def counted_needs(event_id: int) -> Mapping[str, int]:
    """How many of those who come eat there, and need what; one query."""
    return confirmed(event_id).aggregate(
        people=Count("pk"),
        lunch=Count("pk", filter=Q(has_lunch=True)),
        step_free=Count("pk", filter=NEEDS["step_free"]),
        quiet=Count("pk", filter=NEEDS["quiet"]),
        interpreter=Count("pk", filter=NEEDS["interpreter"]),
        words=Count("pk", filter=NEEDS["words"]),
    )


def counted_diets(event_id: int) -> Sequence[tuple[str, int]]:
    """What the kitchen has to know, in people's words, and how often; without names."""
    rows = confirmed(event_id).filter(has_lunch=True).exclude(diet="")
    return list(
        rows.annotate(words=Lower("diet"))
        .values_list("words")
        .annotate(number=Count("pk"))
        .order_by("-number", "words")
    )


def counted_choices(event_id: int) -> Mapping[int, Mapping[str, int]]:
    """For each session: how many must hear it, would like to, have a seat, wait for one."""
    rows = SessionChoice.objects.filter(
        registration__event_id=event_id, registration__state__in=["confirmed", "waiting", "asked"]
    ).order_by()
    counted = rows.values("session_id").annotate(
        must=Count("pk", filter=Q(wish="must")),
        like=Count("pk", filter=Q(wish="like")),
        seated=Count("pk", filter=Q(seat="seated")),
        waiting=Count("pk", filter=Q(seat="waiting")),
    )
    return {
        row["session_id"]: {name: row[name] for name in ("must", "like", "seated", "waiting")}
        for row in counted
    }

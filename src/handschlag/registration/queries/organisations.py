"""Organisations of the directory as somebody types their name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Count, Max, Q
from django.db.models.functions import Length, Lower

from handschlag.directory.models import Actor, Status
from handschlag.directory.queries.public import public_actors
from handschlag.directory.rules.legal_forms import bare_name
from handschlag.registration.models import Registration

MOST_SHOWN = 8
SHORTEST = 2
MOST_WORDS = 8


def actors_like(text: str) -> Sequence[Actor]:
    """Public actors that have every word in their names, the shortest names first."""
    words = [word for word in text.split() if len(word) >= SHORTEST][:MOST_WORDS]
    if not words:
        return []
    has_all = reduce(and_, (Q(name__icontains=word) for word in words))
    return list(public_actors().filter(has_all).order_by(Length("name"), "name", "pk")[:MOST_SHOWN])


def resembling(text: str) -> Sequence[Actor]:
    """Those that somebody may mean who typed this: with all its words, or without its legal form."""
    found = actors_like(text)
    return found or actors_like(bare_name(text))


def organisation_called(text: str, among: Sequence[Actor]) -> Actor | None:
    """The one that is called so, whatever its legal form and capitals; None where it is none or several."""
    same = [actor for actor in among if actor.name.casefold() == text.casefold()]
    alike = same or [actor for actor in among if bare_name(actor.name) == bare_name(text)]
    return alike[0] if len(alike) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownOrganisation:
    """Words that people gave for an organisation that the directory does not have."""

    organisation: str
    people: int


def waiting_for_editors() -> dict[str, int]:
    """Actors in review by their bare names."""
    rows = Actor.objects.filter(status=Status.IN_REVIEW, merged_into=None).values_list("name", "pk")
    return {bare_name(name): pk for name, pk in rows}


def unknown_organisations() -> Sequence[UnknownOrganisation]:
    """All of them, those of most people first."""
    rows = Registration.objects.filter(actor=None, erased_at=None).exclude(organisation="").order_by()
    grouped = rows.annotate(key=Lower("organisation")).values("key")
    counted = grouped.annotate(words=Max("organisation"), people=Count("pk"))
    return [
        UnknownOrganisation(organisation=row["words"], people=row["people"])
        for row in counted.order_by("-people", "key")
    ]

"""Organisations that people name, and that the directory does not have yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Length, Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.web import number_in, refusal_message
from handschlag.directory import creating
from handschlag.directory.creating import is_suggestable
from handschlag.directory.models import Actor, Status
from handschlag.directory.public import public_actors
from handschlag.directory.similar_actors import bare_name
from handschlag.registration.access import GET_OR_POST
from handschlag.registration.models import Registration
from handschlag.registration.places import RegistrationRefusal

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


def suggest(registration: Registration, *, by: Subject, now: datetime) -> None:
    """What the directory does not have waits there for an editor; the registration keeps the words."""
    words = registration.organisation
    if registration.actor_id is None and is_suggestable(words, person=registration.name):
        creating.suggest_actor(name=words, is_demo=registration.event.is_demo, by=by, now=now)


def take_back(registration: Registration, *, now: datetime) -> None:
    """What the directory has for review only because this person named it goes with the person."""
    words = registration.organisation
    if registration.actor_id is not None or not words:
        return
    living = Registration.objects.filter(actor=None, erased_at=None).exclude(pk=registration.pk)
    others = living.exclude(organisation="").order_by().values_list("organisation", flat=True).distinct()
    if all(bare_name(one) != bare_name(words) for one in others.iterator()):
        creating.take_back(name=words, now=now)


@transaction.atomic
def connect(*, organisation: str, actor_id: int, by: Subject, now: datetime) -> int:
    """Everybody who wrote these words belongs to this actor from now on; how many."""
    require(by, Action.PUBLISH_ACTOR)
    if not public_actors().filter(pk=actor_id).exists():
        raise Refusal(RegistrationRefusal.GONE)
    rows = list(
        Registration.objects.filter(organisation__iexact=organisation, actor=None, erased_at=None).only("pk")
    )
    changed = Registration.objects.filter(pk__in=[row.pk for row in rows])
    changed.update(actor_id=actor_id, version=F("version") + 1, changed_at=now)
    audit.record_all(
        verb="registration.connected",
        targets=((row, {"actor": [None, actor_id]}) for row in rows),
        by_id=by.user_id,
        now=now,
    )
    return len(rows)


_MOST_UNKNOWN: Final = 30


def unknown_with_candidates() -> Sequence[tuple[UnknownOrganisation, Sequence[Actor], int | None]]:
    """Those of most people, whom the directory has for them, and the entry that waits for review, if any.

    One query for each of them.
    """
    waiting = waiting_for_editors()
    return [
        (unknown, resembling(unknown.organisation), waiting.get(bare_name(unknown.organisation)))
        for unknown in unknown_organisations()[:_MOST_UNKNOWN]
    ]


@never_cache
@require_http_methods(GET_OR_POST)
def unknown_organisations_page(request: HttpRequest) -> HttpResponse:
    """For editors: what people wrote becomes an actor of the directory."""
    by = subject_of(request.user)
    require(by, Action.PUBLISH_ACTOR)
    if request.method == "POST":
        try:
            number = connect(
                organisation=request.POST.get("organisation", "")[:200].replace("\0", ""),
                actor_id=number_in(request.POST, "actor"),
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        else:
            said = ngettext(
                "%(n)s registration is linked to an organisation.",
                "%(n)s registrations are linked to an organisation.",
                number,
            )
            messages.success(request, said % {"n": number})
        return redirect("registration:unknown")
    return render(request, "registration/organising/unknown.html", {"rows": unknown_with_candidates()})


@require_safe
def organisation_options(request: HttpRequest) -> HttpResponse:
    """Names of organisations while somebody types; the form works without them."""
    found = actors_like(request.GET.get("organisation", "")[:200].replace("\0", ""))
    options = list(dict.fromkeys(actor.name for actor in found))
    return render(request, "registration/parts/options.html", {"options": options})

"""A try-out of an event: a copy with invented people, for practising. It is never public."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.language import written_language
from handschlag.common.times import local_date
from handschlag.events.console import console_context
from handschlag.events.copying import copy_event
from handschlag.events.models import BlockPlace, Event
from handschlag.matching.access import GET_OR_POST, event_for_team, require_team
from handschlag.matching.joining import changed_profiles
from handschlag.matching.models import Direction, Participant, Service, Statement
from handschlag.matching.wish_lists import ImportedWish, import_wishes
from handschlag.registration.models import ConsentPurpose, Registration, RegistrationSource
from handschlag.registration.places import PlaceState
from handschlag.registration.registering.actions import create
from handschlag.registration.registration_data import RegistrationData

NAMES: Final = (
    *("Anna Probst", "Ben Mustermann", "Clara Beispiel", "David Versuch", "Eva Übung", "Felix Entwurf"),
    *("Greta Skizze", "Hugo Modell", "Ida Muster", "Jan Prototyp", "Kira Simulation", "Leo Generalprobe"),
    *("Mara Trockenlauf", "Nils Planspiel", "Olga Attrappe", "Paul Testlauf"),
)
TOPICS: Final = (
    ("Sensoren für Batterien", "Sensors for batteries"),
    ("Prüfstand für Brennstoffzellen", "Test bench for fuel cells"),
    ("Linsen für Laser", "Lenses for lasers"),
    ("Software für die Produktionsplanung", "Software for production planning"),
    ("Recycling von Faserverbunden", "Recycling of fibre composites"),
    ("Zulassung von Medizinprodukten", "Approval of medical devices"),
    ("Beschichtung von Werkzeugen", "Coating of tools"),
    ("Partner für ein Förderprojekt", "Partners for a funded project"),
)
_ASKED: Final = (1, 2, 5)  # how far away on the ring those are whom somebody asks


@dataclass(frozen=True, slots=True, kw_only=True)
class TryoutPerson:
    name: str
    organisation: str
    offer: str
    need: str


def tryout_people(language: str) -> tuple[TryoutPerson, ...]:
    """Everybody offers what somebody else looks for.

    >>> len(tryout_people("de")), tryout_people("en")[0].need
    (16, 'Sensors for batteries')
    """
    texts = [pair[0 if language == "de" else 1] for pair in TOPICS]
    return tuple(
        TryoutPerson(
            name=name,
            organisation=f"{name.split()[-1]} GmbH",
            offer=texts[(number + 1) % len(texts)],
            need=texts[number % len(texts)],
        )
        for number, name in enumerate(NAMES)
    )


def tryout_pairs(number: int) -> Iterator[tuple[int, int]]:
    """Who asks whom, by position: three requests each, and every second person asks back."""
    for one in range(number):
        for step in _ASKED:
            yield one, (one + step) % number
        if one % 2:
            yield one, (one - 1) % number


_LEAST_DAYS: Final = 21  # until the copy begins: wishes are open today, and the dates have room


@transaction.atomic
def try_out(
    *, event_id: int, title_de: str, title_en: str, language: str, by: Subject, now: datetime
) -> Event:
    """The draft of an event like that one, in the middle of its wishes."""
    require_team(by, event_id)
    source = Event.objects.get(pk=event_id)
    first_day = max(source.first_day, local_date(now) + timedelta(days=_LEAST_DAYS))
    event = copy_event(
        event_id=event_id,
        title_de=title_de,
        title_en=title_en,
        first_day=first_day,
        with_speakers=True,
        by=by,
        now=now,
    ).event
    Event.objects.filter(pk=event.pk).update(is_tryout=True, is_demo=True)
    service = _open_service(event, now=now)
    people = [
        _participant(service, one, language=language, by=by, now=now) for one in tryout_people(language)
    ]
    changed_profiles(service)
    if BlockPlace.objects.filter(block__event=event).exists():
        _ask_each_other(service, people, language=language, by=by, now=now)
    audit.record(verb="event.tried", target=event, by_id=by.user_id, now=now)
    event.refresh_from_db()
    return event


def _open_service(event: Event, *, now: datetime) -> Service:
    dates = {
        "profiles_from": now - timedelta(days=2),
        "wishes_from": now - timedelta(days=1),
        "answers_until": now + timedelta(days=10),
        "fixed_at": now + timedelta(days=14),
        "is_open": True,
        "is_demo": True,
        "changed_at": now,
    }
    service, _is_new = Service.objects.update_or_create(event=event, defaults=dates)
    return service


def _participant(
    service: Service, person: TryoutPerson, *, language: str, by: Subject, now: datetime
) -> Participant:
    """Nobody is written to: invented people have no address."""
    facts = RegistrationData(
        name=person.name,
        organisation=person.organisation,
        language=language,
        consents=frozenset({ConsentPurpose.MATCHING.value}),
    )
    row = create(
        service.event,
        facts,
        state=PlaceState.CONFIRMED,
        way=RegistrationSource.ASSISTED,
        by=by,
        now=now,
    )
    Registration.objects.filter(pk=row.pk).update(is_demo=True)
    made = Participant.objects.create(
        service=service, registration=row, joined_at=now, described_at=now, is_demo=True
    )
    said = {Direction.OFFER: person.offer, Direction.NEED: person.need}
    Statement.objects.bulk_create(
        Statement(participant=made, direction=way, text=text, language=language) for way, text in said.items()
    )
    return made


def _ask_each_other(
    service: Service, people: Sequence[Participant], *, language: str, by: Subject, now: datetime
) -> None:
    purposes = [one.need for one in tryout_people(language)]
    wishes = [
        ImportedWish(
            row=row, sender=people[one].pk, receiver=people[other].pk, kind="want", purpose=purposes[one]
        )
        for row, (one, other) in enumerate(tryout_pairs(len(people)), start=1)
    ]
    import_wishes(service_id=service.pk, wishes=wishes, is_trial=False, by=by, now=now)


def _title(title: str, language: str) -> str:
    with override(language):
        return (_("Try-out: %(title)s") % {"title": title})[:200] if title else ""


@never_cache
@require_http_methods(GET_OR_POST)
def try_event(request: HttpRequest, slug: str) -> HttpResponse:
    """What a try-out is; sent, there is one, and its first page opens."""
    event, by, _service = event_for_team(request, slug)
    if request.method != "POST":
        context = console_context(event, by, current="events:manage_event")
        return render(request, "matching/preparing/try_event.html", context)
    made = try_out(
        event_id=event.pk,
        title_de=_title(event.title_de, "de"),
        title_en=_title(event.title_en, "en"),
        language=written_language(),
        by=by,
        now=timezone.now(),
    )
    messages.success(request, _("This is your try-out. Nobody else sees it, and no emails are sent."))
    return redirect("events:manage_event", slug=made.slug)

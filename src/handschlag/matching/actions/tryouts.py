"""A try-out of an event: a copy with invented people, for practising. It is never public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.times import local_date
from handschlag.events.actions.copying import copy_event
from handschlag.events.models import BlockPlace, Event
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.joining import changed_profiles
from handschlag.matching.actions.wish_lists import import_wishes
from handschlag.matching.models import Direction, Participant, Service, Statement
from handschlag.matching.rules.tryout_people import TryoutPerson, tryout_pairs, tryout_people
from handschlag.matching.rules.wish_lists import ImportedWish
from handschlag.registration.actions.registering import create
from handschlag.registration.models import ConsentPurpose, Registration, RegistrationSource
from handschlag.registration.rules.places import PlaceState
from handschlag.registration.rules.registration_data import RegistrationData

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

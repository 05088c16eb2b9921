"""What the day keeps about somebody is exported with the registration, and goes with it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.platform import matchmaking

from handschlag.accounts.policy import Subject
from handschlag.day.models import (
    Asked,
    Incident,
    IncidentKind,
    Mark,
    Note,
    Outcome,
    PushSubscription,
    Signal,
    StandBy,
)
from handschlag.matching.models import Participant, Service
from handschlag.registration import personal_data
from handschlag.registration.hooks import addon_exports

pytestmark = pytest.mark.django_db
TABLES = (Signal, Mark, Outcome, Asked, Note, StandBy, PushSubscription)


def said(one: Participant, other: Participant, now: datetime) -> None:
    """Something in every table."""
    request = matchmaking.asked(one, other)
    both = {"request": request, "participant": one}
    signal = Signal.objects.create(
        service=one.service,
        participant=one,
        kind="late",
        minutes=10,
        key=uuid.uuid4(),
        said_at=now,
        heard_at=now,
    )
    incident(one, now, signal=signal)
    Mark.objects.create(**both, took_place=True, was_worth=True, next_step="Muster tauschen", marked_at=now)
    Outcome.objects.create(**both, after_days=30, result="planning", answered_at=now)
    Asked.objects.create(participant=one, after_days=30, asked_at=now)
    Note.objects.create(participant=one, partner=other, text="fragt nach Linsen", changed_at=now)
    Note.objects.create(participant=other, partner=one, text="ruft an", changed_at=now)
    PushSubscription.objects.create(participant=one, device=uuid.uuid4(), endpoint="https://x", made_at=now)
    StandBy.objects.create(
        service=one.service,
        participant=one,
        partner=other,
        starts_at=now,
        offered_at=now,
        ends_at=now + timedelta(minutes=3),
    )


def incident(one: Participant, now: datetime, **values: object) -> Incident:
    about = {"kind": IncidentKind.LATE, "subject": f"person {one.pk}", "participant": one, "source": "person"}
    return Incident.objects.create(service=one.service, from_at=now, opened_at=now, **{**about, **values})


def test_everything_is_exported_in_plain_values(ada: Participant, bo: Participant, now: datetime) -> None:
    said(ada, bo, now)
    kept = addon_exports(ada.registration, with_private=True)["day"]
    assert {name: len(rows) for name, rows in kept.items()} == {
        "signals": 1,
        "marks": 1,
        "outcomes": 1,
        "notes": 1,
        "stand_by": 1,
        "asked": 1,
        "devices": 1,
    }
    (theirs,) = addon_exports(bo.registration, with_private=True)["day"]["stand_by"]
    assert theirs["with"] == "Ada Lindqvist"
    assert kept["notes"] == [{"about": "Bo Nilsson", "text": "fragt nach Linsen"}]
    assert kept["marks"][0]["next_step"] == "Muster tauschen"


def test_erasing_a_registration_leaves_nothing_and_unlinks_the_incident(
    ada: Participant, bo: Participant, now: datetime
) -> None:
    said(ada, bo, now)
    personal_data.erase(registration_id=ada.registration_id, has_link=True, by=Subject(), now=now)
    assert [model.objects.count() for model in TABLES] == [0] * 7
    left = Incident.objects.get()
    assert (left.participant, left.signal, left.subject, left.state) == (None, None, "erased", "dismissed")


def test_the_same_incident_is_open_once(service: Service, ada: Participant, now: datetime) -> None:
    first = incident(ada, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        incident(ada, now)
    Incident.objects.filter(pk=first.pk).update(state="dismissed", closed_at=now)
    assert incident(ada, now).state == "open"


def test_a_what_if_says_what_it_supposes(service: Service, ada: Participant, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        incident(ada, now, kind=IncidentKind.WHAT_IF)
    assert incident(ada, now, kind=IncidentKind.WHAT_IF, supposed=IncidentKind.LATE).supposed == "late"

"""What the team does with one person's data: looks, hands out, erases; each leaves an entry."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.events.queries.organising import organises
from handschlag.registration.actions import erasure
from handschlag.registration.emails import tell_data
from handschlag.registration.models import Registration
from handschlag.statistics.rules.refusals import ProtectionRefusal


@transaction.atomic
def look_at(*, registration: Registration, by: Subject, now: datetime) -> None:
    """It is written down who looked at what is kept about somebody."""
    _note(registration, "statistics.looked_at_person", by=by, now=now)


@transaction.atomic
def hand_out(*, registration: Registration, by: Subject, now: datetime) -> None:
    """It is written down who took what the team may see of somebody."""
    _note(registration, "statistics.person_exported", by=by, now=now)


@transaction.atomic
def send_complete(*, registration: Registration, by: Subject, now: datetime) -> None:
    """The person gets an email that leads to everything; whoever has no address is refused."""
    _note(registration, "statistics.person_sent", by=by, now=now)
    if not registration.email:
        raise Refusal(ProtectionRefusal.NO_ADDRESS)
    tell_data(registration, now=now)


def erase(*, registration_id: int, by: Subject, now: datetime) -> None:
    """Everything about the person is gone at once, on behalf of the person."""
    erasure.erase(registration_id=registration_id, has_link=False, by=by, now=now)


@transaction.atomic
def take_log(*, event: Event, by: Subject, now: datetime) -> None:
    """It is written down who took the access log."""
    require(by, Action.HANDLE_REGISTRATIONS, owns=organises(by, event.pk))
    audit.record(verb="statistics.log_exported", target=event, by_id=by.user_id, now=now)


def _note(registration: Registration, verb: str, *, by: Subject, now: datetime) -> None:
    require(by, Action.HANDLE_REGISTRATIONS, owns=organises(by, registration.event_id))
    audit.record(verb=verb, target=registration, by_id=by.user_id, now=now)

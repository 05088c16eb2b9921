"""Everything of an event as one file: asked for, and written down when it is there."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job
from handschlag.events.models import Event
from handschlag.events.queries.organising import organises

JOB: Final = "statistics.everything"


def require_right(by: Subject, event_id: int, *, is_personal: bool) -> None:
    """Nothing, or `Denied`: names are for those who handle registrations."""
    owns = organises(by, event_id)
    require(by, Action.RUN_MATCHING, owns=owns)
    if is_personal:
        require(by, Action.HANDLE_REGISTRATIONS, owns=owns)


def ask_for_everything(*, event: Event, is_personal: bool, language: str, by: Subject, now: datetime) -> Job:
    """A job packs the files of the event."""
    require_right(by, event.pk, is_personal=is_personal)
    payload = {
        "event_id": event.pk,
        "slug": event.slug,
        "is_personal": is_personal,
        "language": language,
    }
    return enqueue(kind=JOB, payload=payload, owner_id=by.user_id, now=now)


@transaction.atomic
def note_everything(*, event: Event, is_personal: bool, by: Subject, now: datetime) -> None:
    """It is written down who had everything packed, and whether names are in it."""
    require_right(by, event.pk, is_personal=is_personal)
    changes = {"personal": [None, is_personal]}
    audit.record(
        verb="statistics.everything_exported", target=event, by_id=by.user_id, now=now, changes=changes
    )


@transaction.atomic
def note_fetched(*, event: Event, is_personal: bool, by: Subject, now: datetime) -> None:
    """It is written down each time who fetched the file, and whether names are in it."""
    require_right(by, event.pk, is_personal=is_personal)
    changes = {"personal": [None, is_personal]}
    audit.record(
        verb="statistics.everything_fetched", target=event, by_id=by.user_id, now=now, changes=changes
    )

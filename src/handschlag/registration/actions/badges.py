"""Badges are asked for, and printed by a worker; what was printed is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration.actions.access import pass_of, require_check_in_team
from handschlag.registration.actions.versioned_writes import lock_event
from handschlag.registration.models import Badge, Registration
from handschlag.registration.rules.badges import BadgeText
from handschlag.registration.rules.refusals import CheckInRefusal

JOB = "registration.print_badges"


def ask_for_badges(
    *, event_id: int, ids: Sequence[int], paper: str, language: str, by: Subject, now: datetime
) -> Job:
    """A job prints the badges of these registrations."""
    require_check_in_team(by, event_id, now=now)
    if not ids:
        raise Refusal(CheckInRefusal.NOBODY)
    slug = Event.objects.values_list("slug", flat=True).get(pk=event_id)
    payload = {
        "event_id": event_id,
        "slug": slug,
        "ids": list(ids),
        "paper": paper,
        "language": language,
    }
    return enqueue(kind=JOB, payload=payload, owner_id=by.user_id, now=now)


@transaction.atomic
def note_printed(*, event_id: int, words: Mapping[int, BadgeText], by: Subject, now: datetime) -> int:
    """These badges are printed; how many. Whoever was erased meanwhile has none."""
    require_check_in_team(by, event_id, now=now)
    event = lock_event(event_id)
    living = Registration.objects.filter(event=event, pk__in=list(words), erased_at=None)
    rows = [
        Badge(registration_id=pk, says=words[pk].says, printed_at=now, by_id=by.user_id)
        for pk in living.order_by("pk").values_list("pk", flat=True)
    ]
    Badge.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["registration"],
        update_fields=["says", "printed_at", "by"],
    )
    changes = {"badges": [None, len(rows)], **pass_of(by)}
    audit.record(verb="registration.badges_printed", target=event, by_id=by.user_id, now=now, changes=changes)
    return len(rows)

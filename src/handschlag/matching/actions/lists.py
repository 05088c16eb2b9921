"""Recommendations are written down, for pages to read."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.matching.engine.encoders import encoder_in_use
from handschlag.matching.engine.lists import lists_of
from handschlag.matching.models import Listed, Participant, Service
from handschlag.matching.queries.profiles import described_of

LISTS: Final = "matching.lists"
SMALL: Final = 60  # people whose lists are made within one request


def want_lists(*, service: Service, now: datetime) -> None:
    """Lists are made anew in the background, if what they rest on has changed."""
    if service.listed_revision != service.profiles_revision:
        enqueue(kind=LISTS, payload={"service_id": service.pk}, owner_id=None, now=now)


def make_sure(*, participant: Participant, now: datetime) -> None:
    """Somebody who has described themselves has a list: at once in a small event, else in the background.

    Meanings take seconds to compare, so nobody waits for them on a page.
    """
    service = participant.service
    if service.listed_revision == service.profiles_revision:
        return
    people = Participant.objects.filter(service=service, described_at__isnull=False).count()
    if people <= SMALL and not settings.COMPARES_MEANING:
        write_lists(service_id=service.pk)
        service.refresh_from_db()
    elif not Job.objects.filter(
        kind=LISTS, state=JobState.QUEUED, payload={"service_id": service.pk}
    ).exists():
        want_lists(service=service, now=now)


def write_lists(*, service_id: int) -> int:
    """Everybody's list rests on the profiles as they stood when this began; how many lines there are."""
    service = Service.objects.get(pk=service_id)
    revision = service.profiles_revision
    lines = lists_of(described_of(service), encoder=encoder_in_use(), seed=service.pk)
    with transaction.atomic():
        Listed.objects.filter(participant__service_id=service_id).delete()
        Listed.objects.bulk_create(
            [
                Listed(
                    participant_id=one.participant,
                    partner_id=one.partner,
                    position=one.position,
                    place=one.place,
                    score=one.score,
                    reasons=one.reasons,
                )
                for one in lines
            ],
            batch_size=1000,
        )
        Service.objects.filter(pk=service_id).update(listed_revision=revision)
    return len(lines)

"""Contributions are deleted with all that people wrote in them; what is in the programme stays there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from handschlag.accounts.models import PersonalLink
from handschlag.common import pictures
from handschlag.common.mail import forget_person
from handschlag.events.emails.contributions import person_of
from handschlag.events.models import Contribution, ContributionSpeaker
from handschlag.events.queries.contributions import forgotten_contributions


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Those whose time is over; how many."""
    return forget(forgotten_contributions(now), now=now)


@transaction.atomic
def forget(rows: QuerySet[Contribution], *, now: datetime) -> int:
    """These, with their links, pictures and emails; how many."""
    found = list(rows.values_list("pk", "link_id"))
    ids = [pk for pk, _link in found]
    sent = ContributionSpeaker.objects.filter(contribution__in=ids).exclude(picture="")
    for name in sent.values_list("picture", flat=True):
        pictures.drop_when_committed(name)
    for pk in ids:
        forget_person(person_of(pk), now=now)
    PersonalLink.objects.filter(pk__in=[link for _pk, link in found]).delete()
    return len(ids)

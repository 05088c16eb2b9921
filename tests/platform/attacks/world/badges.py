"""Badges that a worker prints, and the logo on them."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.platform import builders
from tests.platform.attacks.world.entries import picture

from handschlag.accounts.policy import Subject
from handschlag.common.models import Job
from handschlag.events.models import Event
from handschlag.registration import badges
from handschlag.registration.models import BadgeDesign


def badges_job(event: Event, by: Subject) -> Job:
    """Those of two people."""
    some = list(event.registrations.filter(state="confirmed").values_list("pk", flat=True)[:2])
    return badges.ask_for_badges(
        event_id=event.pk, ids=some, paper="a4", language="de", by=by, now=builders.NOW
    )


def badge_logo(event: Event) -> str:
    """The name of its file."""
    logo = default_storage.save(f"badges/{'b' * 32}.webp", ContentFile(picture()))
    return BadgeDesign.objects.create(event=event, logo=logo).logo_name

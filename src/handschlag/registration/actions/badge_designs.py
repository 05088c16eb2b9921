"""Colour, logo and paper of an event's badges."""

from __future__ import annotations

import uuid
from contextlib import nullcontext
from datetime import datetime
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit, pictures
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration.actions.access import require_team
from handschlag.registration.actions.versioned_writes import lock_event
from handschlag.registration.models import BadgeDesign
from handschlag.registration.queries.badge_designs import badge_design_of, logo_of
from handschlag.registration.rules.badge_looks import is_visible, is_visible_logo
from handschlag.registration.rules.refusals import BadgeRefusal

BADGE_LOGOS: Final = "badges"
BOX: Final = (640, 320)


def change_badge_design(
    *, event_id: int, colour: str, picture: bytes, is_without_logo: bool, by: Subject, now: datetime
) -> None:
    """Badges have this colour, or black if empty, and this logo; an empty picture keeps the one there is.

    The picture is drawn before anything is locked: that takes time, and a hostile one takes longest.
    """
    require_team(by, event_id)
    if colour and not is_visible(colour):
        raise Refusal(BadgeRefusal.PALE_COLOUR)
    drawn = pictures.stored_picture(picture, folder=BADGE_LOGOS, box=BOX) if picture else nullcontext("")
    with drawn as name:
        if name and not is_visible_logo(logo_of(BadgeDesign(logo=name))):
            raise Refusal(BadgeRefusal.PALE_LOGO)
        _put(event_id, colour=colour, logo=name, is_without_logo=is_without_logo, by=by, now=now)


@transaction.atomic
def _put(event_id: int, *, colour: str, logo: str, is_without_logo: bool, by: Subject, now: datetime) -> None:
    require_team(by, event_id)
    event = lock_event(event_id)
    design = badge_design_of(event_id)
    values = {"colour": colour}
    if logo or is_without_logo:
        pictures.drop_when_committed(design.logo)
        values["logo"] = logo
    after, _is_new = BadgeDesign.objects.update_or_create(event_id=event_id, defaults=values)
    changes = {"colour": [design.colour, colour], "logo": [None, bool(after.logo)]}
    audit.record(
        verb="registration.badge_design_changed", target=event, by_id=by.user_id, now=now, changes=changes
    )


def remember_paper(event_id: int, paper: str) -> None:
    """The next print begins with this paper; whoever may print chooses it, so no right beside that."""
    BadgeDesign.objects.update_or_create(event_id=event_id, defaults={"paper": paper})


def copy_badge_design(source: Event, target: Event) -> None:
    """Another event's badges look alike, with a file of their own; needs no right beside that to copy."""
    design = BadgeDesign.objects.filter(event=source).first()
    if design is None:
        return
    picture = logo_of(design)
    logo = ""
    if picture:
        logo = default_storage.save(f"{BADGE_LOGOS}/{uuid.uuid4().hex}.webp", ContentFile(picture))
    BadgeDesign.objects.create(event=target, paper=design.paper, colour=design.colour, logo=logo)


def drop_badge_logo(event_id: int) -> None:
    """The file of the logo goes with its event."""
    pictures.drop_when_committed(badge_design_of(event_id).logo)

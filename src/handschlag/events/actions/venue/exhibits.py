"""Exhibits and their pictures; desks that tell about a programme."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import pictures
from handschlag.common.refusals import Refusal
from handschlag.events.actions.venue.venue_objects import (
    add_object,
    change_object,
    change_object_seen,
    locked_object,
    own_venue,
    remove_object_seen,
    same_event,
    unchanged,
)
from handschlag.events.models import Event, Exhibit, InformationDesk
from handschlag.events.queries.organising import organises
from handschlag.events.rules.components import EventComponent
from handschlag.events.rules.house import MOST_EXHIBITS, VenueRefusal

FOLDER = "exhibits"
BOX = (1280, 960)
LONGEST_SLUG = 90


def _free_slug(event: Event, title: str) -> str:
    """An address that no other exhibit of the event has; it stays when the title changes."""
    base = slugify(title)[:LONGEST_SLUG].strip("-") or "exponat"
    taken = set(Exhibit.objects.filter(event=event, slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def add_exhibit(*, event_id: int, values: Mapping[str, Any], by: Subject, now: datetime) -> Exhibit:
    """The new exhibit, with an address of its own; refused where the event has as many as it may."""
    event = own_venue(event_id, by)
    same_event(event, values)
    if Exhibit.objects.filter(event=event).count() >= MOST_EXHIBITS:
        raise Refusal(VenueRefusal.FULL)
    slug = _free_slug(event, values["title_de"])
    row = Exhibit(event=event, slug=slug, is_demo=event.is_demo, changed_at=now, **values)
    return add_object(row, by=by, now=now)


@transaction.atomic
def change_exhibit(
    *, event_id: int, pk: int, values: Mapping[str, Any], seen: str, by: Subject, now: datetime
) -> None:
    """The exhibit says this; refused where somebody changed it since it was shown."""
    event = own_venue(event_id, by)
    same_event(event, values)
    row = locked_object(Exhibit, pk=pk, event=event)
    unchanged(row, seen)
    row.changed_at = now
    change_object(row, values, by=by, now=now)


@transaction.atomic
def remove_exhibit(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The exhibit goes; its picture and its address are kept until it cannot come back any more."""
    remove_object_seen(EventComponent.EXHIBIT, event_id=event_id, pk=pk, seen=seen, by=by, now=now)


def set_picture(
    *, event_id: int, pk: int, data: bytes, words: Mapping[str, str], seen: str, by: Subject, now: datetime
) -> str:
    """The exhibit shows this picture; `words` say what is on it, for who does not see it."""
    require(by, Action.EDIT_EVENT, owns=organises(by, event_id))
    with pictures.stored_picture(data, folder=FOLDER, box=BOX, is_photo=True) as name:
        _put(event_id, pk, values={"picture": name, **words}, seen=seen, by=by, now=now)
    return name


def describe_picture(
    *, event_id: int, pk: int, words: Mapping[str, str], seen: str, by: Subject, now: datetime
) -> None:
    """The picture stays, its description changes."""
    _put(event_id, pk, values=words, seen=seen, by=by, now=now)


def remove_picture(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The exhibit has no picture any more, nor words about one; refused where it changed meanwhile."""
    values = {"picture": "", "picture_text_de": "", "picture_text_en": ""}
    _put(event_id, pk, values=values, seen=seen, by=by, now=now)


@transaction.atomic
def _put(event_id: int, pk: int, *, values: Mapping[str, str], seen: str, by: Subject, now: datetime) -> None:
    row = locked_object(Exhibit, pk=pk, event=own_venue(event_id, by))
    unchanged(row, seen)
    old = row.picture.name or ""
    if not (old or values.get("picture")):
        raise Refusal(VenueRefusal.NO_PICTURE)
    row.changed_at = now
    change_object(row, values, by=by, now=now)
    if values.get("picture", old) != old:
        pictures.drop_when_committed(old)


@transaction.atomic
def add_desk(*, event_id: int, values: Mapping[str, Any], by: Subject, now: datetime) -> InformationDesk:
    """The new information desk, last in the list; what it refers to must belong to the same event."""
    event = own_venue(event_id, by)
    same_event(event, values)
    position = InformationDesk.objects.filter(event=event).count()
    return add_object(InformationDesk(event=event, position=position, **values), by=by, now=now)


@transaction.atomic
def change_desk(
    *, event_id: int, pk: int, values: Mapping[str, Any], seen: str, by: Subject, now: datetime
) -> None:
    """The information desk says this; refused where somebody changed it since it was shown."""
    change_object_seen(InformationDesk, event_id=event_id, pk=pk, values=values, seen=seen, by=by, now=now)


@transaction.atomic
def remove_desk(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The desk is gone for now and can be brought back; refused where it changed meanwhile."""
    remove_object_seen(EventComponent.DESK, event_id=event_id, pk=pk, seen=seen, by=by, now=now)

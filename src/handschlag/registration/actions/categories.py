"""Organisers name kinds of participants, and how many places each has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration.actions.access import require_team
from handschlag.registration.actions.approvals import fill_places
from handschlag.registration.actions.versioned_writes import lock_event
from handschlag.registration.models import Category
from handschlag.registration.rules.categories import MOST_CATEGORIES
from handschlag.registration.rules.refusals import CategoryRefusal


@transaction.atomic
def save_category(
    *, event_id: int, category_id: int | None, values: Mapping[str, Any], by: Subject, now: datetime
) -> Category:
    """A new category, or another name or number; places that come free go to those who wait for one."""
    require_team(by, event_id)
    event = lock_event(event_id)
    rows = Category.objects.filter(event=event)
    if category_id is None:
        if rows.count() >= MOST_CATEGORIES:
            raise Refusal(CategoryRefusal.TOO_MANY)
        last = rows.aggregate(last=Max("position"))["last"]
        category = Category(event=event, position=0 if last is None else last + 1)
    else:
        category = _one(event, category_id)
    for name, value in values.items():
        setattr(category, name, value)
    try:
        with transaction.atomic():
            category.save()
    except IntegrityError as error:
        raise Refusal(CategoryRefusal.KNOWN) from error
    if category_id is None:
        audit.record(verb="registration.category_added", target=category, by_id=by.user_id, now=now)
    else:
        audit.record(verb="registration.category_changed", target=category, by_id=by.user_id, now=now)
    fill_places(event, by=by, now=now)
    return category


def _one(event: Event, category_id: int) -> Category:
    found = Category.objects.filter(event=event, pk=category_id).first()
    if found is None:
        raise Refusal(CategoryRefusal.GONE)
    return found


@transaction.atomic
def remove_category(*, event_id: int, category_id: int, by: Subject, now: datetime) -> None:
    """Its people stay registered, in no category."""
    require_team(by, event_id)
    event = lock_event(event_id)
    category = _one(event, category_id)
    audit.record(verb="registration.category_removed", target=category, by_id=by.user_id, now=now)
    category.delete()
    fill_places(event, by=by, now=now)


def copy_categories(source: Event, target: Event) -> None:
    """The categories of an event, without people; needs no right beside that to copy the event."""
    rows = list(Category.objects.filter(event=source))
    for one in rows:
        one.pk, one.event = None, target
    Category.objects.bulk_create(rows)

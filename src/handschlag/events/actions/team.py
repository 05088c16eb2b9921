"""Who looks after an event: people with an account are asked in, and taken off again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.actions.event_writes import locked_event
from handschlag.events.emails import team as letters
from handschlag.events.models import Event, EventOrganiser
from handschlag.events.queries.organising import MAY_ORGANISE, editors_of
from handschlag.events.rules.refusals import OrganiserRefusal


@transaction.atomic
def add_organiser(
    *, event_id: int, email: str, by: Subject, now: datetime, only_reads: bool = False
) -> EventOrganiser:
    """Another organiser looks after the event too, or looks on, and gets a letter that says so."""
    event = locked_event(event_id, by)
    user = User.objects.filter(email=normalised_address(email)).first()
    if user is None or not _can_organise(user):
        raise Refusal(OrganiserRefusal.NO_ORGANISER)  # the role itself is given by administrators only
    row, is_new = EventOrganiser.objects.get_or_create(
        event=event, user=user, defaults={"since": now, "only_reads": only_reads}
    )
    if not is_new:
        raise Refusal(OrganiserRefusal.IN_THE_TEAM_ALREADY)
    audit.record(
        verb="event.joined_team",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"user": [None, user.pk], "only_reads": [None, only_reads]},
    )
    letters.tell_added(user=user, event=event, by_id=by.user_id, only_reads=only_reads, now=now)
    return row


@transaction.atomic
def change_rights(*, event_id: int, user_id: int, only_reads: bool, by: Subject, now: datetime) -> bool:
    """Somebody of the team may change the event, or looks on; the last who may change it stays.

    Whether that is new.
    """
    event = locked_event(event_id, by)
    row = _in_the_team(event, user_id)
    if row.only_reads == only_reads:
        return False
    if only_reads:
        _refuse_the_last(row)
    elif not _can_organise(row.user):
        raise Refusal(OrganiserRefusal.NO_ORGANISER)
    row.only_reads = only_reads
    row.save(update_fields=["only_reads"])
    audit.record(
        verb="event.changed_rights",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"user": [user_id, user_id], "only_reads": [not only_reads, only_reads]},
    )
    if user_id != by.user_id:
        letters.tell_rights(user=row.user, event=event, by_id=by.user_id, only_reads=only_reads, now=now)
    return True


def _can_organise(user: User) -> bool:
    return user.is_active and bool(user.subject.roles & MAY_ORGANISE)


def _in_the_team(event: Event, user_id: int) -> EventOrganiser:
    row = EventOrganiser.objects.filter(event=event, user_id=user_id).select_related("user").first()
    if row is None:
        raise Refusal(OrganiserRefusal.NOT_IN_THE_TEAM)
    return row


def _refuse_the_last(row: EventOrganiser) -> None:
    """Of those who may change an event, and can, one stays."""
    if editors_of(row.event_id) == {row.user_id}:
        raise Refusal(OrganiserRefusal.LAST_ORGANISER)


@transaction.atomic
def remove_organiser(*, event_id: int, user_id: int, by: Subject, now: datetime) -> None:
    """Somebody looks after the event no longer; the last one who may change it cannot go."""
    event = locked_event(event_id, by)
    row = _in_the_team(event, user_id)
    _refuse_the_last(row)
    row.delete()
    audit.record(
        verb="event.left_team", target=event, by_id=by.user_id, now=now, changes={"user": [user_id, None]}
    )
    if user_id != by.user_id:
        letters.tell_removed(user=row.user, event=event, now=now)

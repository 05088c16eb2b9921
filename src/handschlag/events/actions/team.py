"""Who looks after an event: people with an account are asked in, and taken off again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.policy import Role, Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.actions.event_writes import locked_event
from handschlag.events.emails import team as letters
from handschlag.events.models import EventOrganiser
from handschlag.events.rules.refusals import OrganiserRefusal

MAY_ORGANISE = frozenset({Role.ORGANISER, Role.ADMINISTRATOR})


@transaction.atomic
def add_organiser(
    *, event_id: int, email: str, by: Subject, now: datetime, only_reads: bool = False
) -> EventOrganiser:
    """Another organiser looks after the event too, or looks on, and gets a letter that says so."""
    event = locked_event(event_id, by)
    user = User.objects.filter(email=normalised_address(email), is_active=True).first()
    if user is None or not user.subject.roles & MAY_ORGANISE:
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
def remove_organiser(*, event_id: int, user_id: int, by: Subject, now: datetime) -> None:
    """Somebody looks after the event no longer; the last one who may change it cannot go."""
    event = locked_event(event_id, by)
    rows = EventOrganiser.objects.filter(event=event)
    row = rows.filter(user_id=user_id).select_related("user").first()
    if row is None:
        raise Refusal(OrganiserRefusal.NOT_IN_THE_TEAM)
    if not row.only_reads and rows.filter(only_reads=False).count() == 1:
        raise Refusal(OrganiserRefusal.LAST_ORGANISER)
    row.delete()
    audit.record(
        verb="event.left_team", target=event, by_id=by.user_id, now=now, changes={"user": [user_id, None]}
    )
    if user_id != by.user_id:
        letters.tell_removed(user=row.user, event=event, now=now)

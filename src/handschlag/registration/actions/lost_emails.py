"""Emails that did not arrive are sent once more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.mail.repeating import repeat
from handschlag.common.models import MailState
from handschlag.events.models import Event
from handschlag.registration.actions.access import require_team
from handschlag.registration.queries.event_emails import lost_of, people_of_emails

_TO_NEW_ADDRESSES: Final = frozenset({"registration.to_confirm_address"})  # their reader alone may confirm it


@transaction.atomic
def send_again(*, event_id: int, mail_ids: Collection[int] | None, by: Subject, now: datetime) -> int:
    """These, or all of the event, to the address that the person has now; how many there were.

    In the order in which they were written: what came later may correct what came before.
    """
    require_team(by, event_id)
    rows = lost_of(event_id, now=now).order_by("pk").select_for_update()
    letters = list(rows if mail_ids is None else rows.filter(pk__in=mail_ids))
    people = people_of_emails(one.pk for one in letters)
    state = MailState.WAITING if settings.SENDS_MAIL else MailState.KEPT
    for letter in letters:
        person = None if letter.kind in _TO_NEW_ADDRESSES else people.get(letter.pk)
        repeat(letter, to=(person.email if person else "") or letter.to, state=state, now=now)
    if letters:
        changes = {"emails": [None, len(letters)]}
        event = Event.objects.get(pk=event_id)
        audit.record(verb="registration.sent_again", target=event, by_id=by.user_id, now=now, changes=changes)
    return len(letters)

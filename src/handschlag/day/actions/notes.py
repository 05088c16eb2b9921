"""What somebody notes about a contact, and contacts that are taken along."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.day.models import Note
from handschlag.day.queries.contacts import Contact, contacts_of, is_contact
from handschlag.day.rules.afterwards import LONGEST_NOTE, AfterwardsRefusal
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.versioned_writes import participant_now
from handschlag.matching.models import Participant


@transaction.atomic
def save_note(
    *, participant_id: int, partner_id: int, text: str, has_link: bool, by: Subject, now: datetime
) -> None:
    """This is what the person notes about a contact; nothing is kept where nothing is written."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    Participant.objects.select_for_update(no_key=True).get(pk=participant_id)
    if not is_contact(participant, partner_id):
        raise Refusal(AfterwardsRefusal.NO_CONTACT)
    kept = text.strip()[:LONGEST_NOTE]
    if kept:
        values = {"text": kept, "changed_at": now}
        Note.objects.update_or_create(participant=participant, partner_id=partner_id, defaults=values)
    else:
        Note.objects.filter(participant=participant, partner_id=partner_id).delete()
    audit.record(verb="day.noted", target=participant, by_id=by.user_id, now=now)


@transaction.atomic
def take_along(*, participant_id: int, has_link: bool, by: Subject, now: datetime) -> tuple[Contact, ...]:
    """The contacts as a file: it leaves the platform, and that is written down."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    found = contacts_of(participant)
    changes = {"number": [None, len(found)]}
    audit.record(verb="day.contacts_exported", target=participant, by_id=by.user_id, now=now, changes=changes)
    return found

"""Somebody who is invited cannot come, changes their mind, or names a colleague."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.registration.actions.invitations import Invitee, is_known, new_invitation, waiting_invitation
from handschlag.registration.actions.versioned_writes import lock_event
from handschlag.registration.models import EventInvitation
from handschlag.registration.rules.refusals import InvitationRefusal


@transaction.atomic
def decline(*, event_id: int, invitation_id: int, by: Subject, now: datetime) -> None:
    """The organisers see that the person cannot come; whoever presses twice has said it once."""
    require(by, Action.REGISTER)
    row = waiting_invitation(event_id, invitation_id)
    if row.declined_at is None:
        _set(row, now, verb="registration.invitation_declined", by=by, now=now)


@transaction.atomic
def undo(*, event_id: int, invitation_id: int, by: Subject, now: datetime) -> None:
    """The invitation invites again; a colleague whom nobody has invited yet is forgotten."""
    require(by, Action.REGISTER)
    row = waiting_invitation(event_id, invitation_id)
    if row.declined_at is not None:
        EventInvitation.objects.filter(suggested_by=row, sent_at=None).delete()
        _set(row, None, verb="registration.decline_undone", by=by, now=now)


def _set(
    row: EventInvitation, declined_at: datetime | None, *, verb: str, by: Subject, now: datetime
) -> None:
    EventInvitation.objects.filter(pk=row.pk).update(declined_at=declined_at)
    audit.record(verb=verb, target=row, by_id=by.user_id, now=now)


@transaction.atomic
def name_colleague(
    *, event_id: int, invitation_id: int, name: str, email: str, by: Subject, now: datetime
) -> None:
    """The organisers decide whether this colleague is invited; until then nothing is mailed.

    Whether the address is known already is not told: nothing is kept then, and the answer is the same.
    """
    require(by, Action.REGISTER)
    event = lock_event(event_id)
    row = waiting_invitation(event_id, invitation_id)
    if row.declined_at is None:
        raise Refusal(InvitationRefusal.NOBODY)
    if EventInvitation.objects.filter(suggested_by=row).exists():
        raise Refusal(InvitationRefusal.SUGGESTED_ALREADY)
    if is_known(event, email):
        return
    guest = Invitee(email=email, name=name, organisation=row.organisation, language=row.language)
    made = new_invitation(event, guest, uid=uuid.uuid4(), now=now)
    made.actor, made.suggested_by = row.actor, row
    made.save()
    audit.record(verb="registration.colleague_named", target=made, by_id=by.user_id, now=now)

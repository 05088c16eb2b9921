"""What this floor keeps about people with an account: requests and invitations under their e-mail address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handschlag.accounts.hooks.personal_data import DataHolder
from handschlag.accounts.models import User
from handschlag.common.mail import ConcernedPerson, forget_person
from handschlag.directory.actions import joining
from handschlag.directory.emails.team import INVITED
from handschlag.directory.models import Invitation, JoinRequest


def _export(user_id: int) -> Mapping[str, Any]:
    email = _email_of(user_id)
    requests = JoinRequest.objects.filter(contact_email__iexact=email).select_related("network")
    invitations = Invitation.objects.filter(email__iexact=email).select_related("network")
    return {
        "requests_to_join": [
            {
                "network": one.network.name,
                "organisation": one.organisation,
                "name": one.contact_name,
                "message": one.message,
                "asked_at": one.asked_at.isoformat(),
            }
            for one in requests.order_by("pk")
        ],
        "invitations": [
            {"network": one.network.name, "invited_at": one.invited_at.isoformat()}
            for one in invitations.order_by("pk")
        ],
    }


def _erase(user_id: int, now: datetime) -> None:
    """Requests end, whatever was decided: a membership stands for itself."""
    email = _email_of(user_id)
    joining.delete_requests(JoinRequest.objects.filter(contact_email__iexact=email), now=now)
    invitations = Invitation.objects.filter(email__iexact=email)
    for pk in list(invitations.values_list("pk", flat=True)):
        forget_person(ConcernedPerson(kind=INVITED, id=pk), now=now)
    invitations.delete()


def _email_of(user_id: int) -> str:
    return User.objects.values_list("email", flat=True).get(pk=user_id)


HOLDER = DataHolder(name="directory", export=_export, erase=_erase)

"""Who may work at the reception of an event, and how that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Role, Subject
from handschlag.events.models import ReceptionPass

PURPOSE = "reception"


def receptionist(by: Subject, event_id: int, *, today: date) -> Subject:
    """The subject, with the role of the reception where a valid pass for this event gives it."""
    return replace(by, roles=by.roles | {Role.RECEPTION}) if _receives(by, event_id, today=today) else by


def valid_passes(*, today: date) -> QuerySet[ReceptionPass]:
    """A pass ends with the last day of its event, or when it is withdrawn."""
    return ReceptionPass.objects.filter(withdrawn_at=None, event__last_day__gte=today)


def _receives(by: Subject, event_id: int, *, today: date) -> bool:
    if by.user_id is None and by.pass_link_id is None:
        return False
    mine = Q(link_id=by.pass_link_id) if by.pass_link_id is not None else Q()
    if by.user_id is not None:
        mine |= Q(email__in=User.objects.filter(pk=by.user_id, is_active=True).values("email"))
    return valid_passes(today=today).filter(mine, event_id=event_id).exists()

"""Who was invited to an event, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, Q, Value, When

from handschlag.registration.models import EventInvitation
from handschlag.registration.rules.invitations import InvitationState

_ON_A_PAGE: Final = 50
_STATES: Final = (
    (Q(registration__isnull=False), InvitationState.REGISTERED),
    (Q(withdrawn_at__isnull=False), InvitationState.WITHDRAWN),
    (Q(declined_at__isnull=False), InvitationState.DECLINED),
    (Q(sent_at__isnull=True), InvitationState.SUGGESTED),
    (Q(opened_at__isnull=False), InvitationState.OPENED),
)


# What counts most comes first: who registers after all has declined no longer.
_STATE: Final = Case(
    *(When(condition, then=Value(state.value)) for condition, state in _STATES),
    default=Value(InvitationState.UNOPENED.value),
    output_field=CharField(),
)


def invitations_of(event_id: int, *, state: str = "", page: str) -> Page[Any]:
    """Invitations with their `state` and registration, the latest first; a wrong page is the first or last.

    `state` narrows them to those of one state.
    """
    rows = EventInvitation.objects.filter(event_id=event_id).annotate(state=_STATE)
    rows = rows.select_related("registration", "suggested_by")
    return Paginator(rows.filter(state=state) if state else rows, _ON_A_PAGE).get_page(page)


def invitations_by_state(event_id: int) -> Mapping[str, int]:
    """How many there are of each state; states without any are left out."""
    rows = EventInvitation.objects.filter(event_id=event_id).order_by().annotate(state=_STATE)
    return dict(rows.values_list("state").annotate(number=Count("pk")))

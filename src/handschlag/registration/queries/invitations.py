"""Who was invited to an event."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Page, Paginator

from handschlag.registration.models import EventInvitation

_ON_A_PAGE: Final = 50


def invitations_of(event_id: int, *, page: str) -> Page[EventInvitation]:
    """Invitations with their registrations, the latest first; a wrong page is the first or the last."""
    rows = EventInvitation.objects.filter(event_id=event_id).select_related("registration")
    return Paginator(rows, _ON_A_PAGE).get_page(page)

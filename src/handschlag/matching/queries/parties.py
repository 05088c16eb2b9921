"""Who belongs to a request: read once, for everybody who asks within one step."""

from __future__ import annotations

from django.db.models import Prefetch, prefetch_related_objects

from handschlag.matching.models import Party, Request


def request_with_parties(request_id: int, *, has_event: bool = False) -> Request | None:
    """The request with everybody who belongs to it, their registrations too; None where there is none.

    With `has_event` the event is read along: whoever has locked the event has it already.
    """
    rows = Request.objects.filter(pk=request_id).order_by()
    found = list(rows.select_related("service__event") if has_event else rows)
    prefetch_related_objects(found, _with_people())
    return found[0] if found else None


def parties_of(request: Request) -> list[Party]:
    """Everybody of the request, the sender first; asked of the database unless they were read with it."""
    prefetch_related_objects([request], _with_people())
    return sorted(request.parties.all(), key=lambda one: (not one.is_sender, one.pk))


def _with_people() -> Prefetch[str]:
    rows = Party.objects.select_related("participant__registration").order_by()
    return Prefetch("parties", queryset=rows)

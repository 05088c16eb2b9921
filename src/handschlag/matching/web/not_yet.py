"""What pages of organisers say before the event has matchmaking."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject
from handschlag.design.components.parts import Link
from handschlag.events.models import Event
from handschlag.events.web.not_yet import NotYet


def no_matching_yet(request: HttpRequest, event: Event, by: Subject) -> NotYet:
    """For raising: the key dates come first."""
    match = request.resolver_match
    return NotYet(
        event,
        by,
        current=match.view_name if match else "",
        sentence=_("This page opens once the key dates of matchmaking are saved."),
        before=Link(label=_("Set up matchmaking"), url=reverse("matching:set_up", args=[event.slug])),
    )

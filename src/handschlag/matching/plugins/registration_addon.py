"""What matching keeps with a registration: shown on its page, exported and erased with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.matching.actions import leaving
from handschlag.matching.queries.export import everything_of
from handschlag.matching.queries.timing import open_service
from handschlag.registration.hooks.addons import AddonCard, RegistrationAddon
from handschlag.registration.models import Registration
from handschlag.registration.rules.places import ACTIVE


class MatchingAddon(RegistrationAddon):
    """Wishes, requests and meetings of people who take part."""

    name = "matching"
    private = frozenset({"wishes"})  # those that were sent stand among the requests

    def card(self, registration: Registration, token: str) -> AddonCard | None:
        if registration.state not in ACTIVE or open_service(registration.event_id) is None:
            return None
        return AddonCard(
            title=_("Meet the right people"),
            text=_(
                "Tell us what you offer and what you are looking for. We suggest ten people who "
                "are worth meeting and plan the meetings."
            ),
            label=_("Go to matchmaking"),
            url=reverse("matching:invitation", args=[token]),
        )

    def export(self, registration: Registration) -> Mapping[str, Any] | None:
        return everything_of(registration)

    def erase(self, registration: Registration, now: datetime) -> None:
        leaving.erase(registration_id=registration.pk, now=now)

    def erase_event(self, event_id: int) -> None:
        leaving.erase_event(event_id)

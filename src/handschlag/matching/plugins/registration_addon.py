"""What matching keeps with a registration: shown on its page, exported and erased with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.matching.actions import leaving
from handschlag.matching.models import Participant
from handschlag.matching.queries.demand_counts import has_consent
from handschlag.matching.queries.export import everything_of
from handschlag.matching.queries.timing import is_offered, open_service, phase_of
from handschlag.matching.rules import phases
from handschlag.matching.rules.profile import RegistrationExtras, asked_fields
from handschlag.registration.hooks.addons import AddonCard, RegistrationAddon
from handschlag.registration.models import ConsentPurpose, Registration, RegistrationState
from handschlag.registration.rules.places import ACTIVE


class MatchingAddon(RegistrationAddon):
    """Wishes, requests and meetings of people who take part."""

    name = "matching"
    private = frozenset({"wishes"})  # those that were sent stand among the requests
    consent = ConsentPurpose.MATCHING.value

    def is_offered(self, event_id: int) -> bool:
        return is_offered(event_id)

    def first_page(self, registration: Registration, token: str, now: datetime) -> str:
        service = open_service(registration.event_id)
        is_ready = (
            service is not None
            and registration.state == RegistrationState.CONFIRMED
            and phases.may_describe(phase_of(service, now))
            and has_consent(registration)
        )
        return reverse("matching:invitation", args=[token]) if is_ready else ""

    def asks(self, registration: Registration, token: str) -> Mapping[str, str]:
        """Who takes part says in the profile and with the times what registering would ask for, too."""
        if not Participant.objects.filter(registration=registration, left_at=None).exists():
            return {}
        profile, times = (reverse(f"matching:{name}", args=[token]) for name in ("profile", "time"))
        return {
            **dict.fromkeys(asked_fields(RegistrationExtras), profile),
            **dict.fromkeys(("arrives_at", "leaves_at", "has_lunch", "wishes"), times),
        }

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

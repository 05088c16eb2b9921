"""What matching keeps with a registration: shown on its page, exported and erased with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import local_date
from handschlag.design.components.participant import Tab
from handschlag.matching.actions import leaving, remembering
from handschlag.matching.models import Participant
from handschlag.matching.queries.demand_counts import has_consent
from handschlag.matching.queries.export import everything_of
from handschlag.matching.queries.memory import allows_memory
from handschlag.matching.queries.parties import confirmed_meetings
from handschlag.matching.queries.timing import is_offered, open_service, phase_of
from handschlag.matching.rules import phases
from handschlag.matching.rules.profile import RegistrationExtras, asked_fields
from handschlag.matching.screens.shell import tabs_of
from handschlag.registration.hooks.addons import AddonCard, RegistrationAddon
from handschlag.registration.models import ConsentPurpose, Registration, RegistrationState
from handschlag.registration.rules.places import ACTIVE

LABELS: Final[dict[str, str | Promise]] = {
    "profile": gettext_lazy("Your profile"),
    "recommended": gettext_lazy("Your recommendations"),
    "day": gettext_lazy("My day"),
}


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
        page = _page_of(registration, now=timezone.now())
        if page:
            return AddonCard(
                title=_("Your meetings"),
                text=_("You take part in matchmaking."),
                label=str(LABELS[page]),
                url=reverse(f"matching:{page}", args=[token]),
                more_label=_("About matchmaking, or leave it"),
                more_url=reverse("matching:invitation", args=[token]),
            )
        return AddonCard(
            title=_("Meet the right people"),
            text=_(
                "Tell us what you offer and what you are looking for. We suggest people who are "
                "worth meeting and plan the meetings."
            ),
            label=_("Go to matchmaking"),
            url=reverse("matching:invitation", args=[token]),
        )

    def opening(self, registration: Registration, token: str, now: datetime) -> str:
        """Before the answers are over whom to meet, then the own day; on the day the day has its own page."""
        if local_date(now) >= registration.event.first_day:
            return ""
        page = _page_of(registration, now=now)
        return reverse(f"matching:{page}", args=[token]) if page else ""

    def tabs(self, registration: Registration, token: str, now: datetime) -> Sequence[Tab]:
        participant = _participant_of(registration)
        return tabs_of(participant, token, current=None, now=now) if participant else ()

    def follow_consents(self, registration: Registration, changed: Collection[str], now: datetime) -> None:
        if ConsentPurpose.REMEMBERED in changed:
            is_allowed = allows_memory(registration)
            remembering.follow_consent(registration=registration, is_allowed=is_allowed, now=now)

    def lost_by_cancelling(self, registration: Registration) -> str:
        is_over = local_date(timezone.now()) > registration.event.last_day
        is_followed = not is_over and open_service(registration.event_id) is not None
        number = confirmed_meetings(registration.pk) if is_followed else 0
        text = ngettext(
            "%(n)s confirmed meeting is cancelled, and the other person is told.",
            "%(n)s confirmed meetings are cancelled, and the other people are told.",
            number,
        )
        return text % {"n": number} if number else ""

    def follow_end(self, registration: Registration, now: datetime) -> None:
        leaving.want_catch_up(registration_id=registration.pk, now=now)

    def forget_person(self, user_id: int | None, email: str) -> None:
        remembering.forget_person(user_id=user_id, email=email)

    def export(self, registration: Registration) -> Mapping[str, Any] | None:
        return everything_of(registration)

    def erase(self, registration: Registration, now: datetime) -> None:
        leaving.erase(registration_id=registration.pk, now=now)

    def erase_event(self, event_id: int) -> None:
        leaving.erase_event(event_id)


def _page_of(registration: Registration, *, now: datetime) -> str:
    """The name of the page where somebody who takes part goes on; empty for everybody else."""
    participant = _participant_of(registration)
    if participant is None:
        return ""
    phase = phase_of(participant.service, now)
    return phases.opening_page(phase, has_profile=participant.described_at is not None)


def _participant_of(registration: Registration) -> Participant | None:
    """Who takes part now."""
    if registration.state not in ACTIVE:
        return None
    rows = Participant.objects.select_related("service__event", "registration")
    return rows.filter(registration=registration, left_at=None, service__is_open=True).first()

"""The invitation: who looks for what one offers, what it is, and what happens when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_moment_near
from handschlag.matching.engine.strict_demand import strict_demand
from handschlag.matching.models import Participant, Service
from handschlag.matching.queries.demand_counts import Source, has_consent, here, known_of, needs_of_others
from handschlag.matching.queries.drafts import drafted_statements
from handschlag.matching.queries.timing import phase_of
from handschlag.matching.rules import phases
from handschlag.matching.screens.shell import shell_of
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.screens.shell import frame_of


def invitation_screen(
    registration: Registration,
    service: Service,
    participant: Participant | None,
    *,
    token: str,
    now: datetime,
) -> dict[str, Any]:
    """The invitation to matchmaking; `participant` is None for who has not joined yet."""
    title, grounds = _answer_of(registration, service)
    return {
        "shell": (
            shell_of(participant, token, current=None, now=now)
            if participant
            else frame_of(service.event, token, name=registration.name)
        ),
        "title": title,
        "grounds": grounds,
        "dates": _dates_of(service, now=now),
        "has_consent": has_consent(registration),
        "drafted": drafted_statements(registration),
        "why_not": _why_not(registration, service, now=now),
    }


def _answer_of(registration: Registration, service: Service) -> tuple[str, str]:
    """The title that answers, and what it was counted from."""
    known = known_of(registration)
    found = strict_demand(known, needs_of_others(service, registration)).seekers
    number = here(service)
    if not found:
        line = ngettext(
            "%(count)s person has joined so far.", "%(count)s people have joined so far.", number
        ) % {"count": number}
        if known.source is Source.NOTHING:
            more = _("Once you say what you offer, we count how many people are looking for it.")
        else:
            more = _("Nobody is looking for what you offer yet. Others see your offers as soon as you join.")
        return _("Meet the right people"), f"{line} {more}"
    title = ngettext(
        "%(count)s person is looking for what you offer",
        "%(count)s people are looking for what you offer",
        found,
    ) % {"count": found}
    grounds = (
        _("Based on what you offer and on what the %(count)s participants are looking for.")
        if known.source is Source.OFFERS
        else _(
            "Based on your organisation’s entry in the directory and on what the %(count)s "
            "participants are looking for."
        )
    )
    return title, grounds % {"count": number}


def _dates_of(service: Service, *, now: datetime) -> list[tuple[str, str, bool]]:
    rows = (
        (_("Profiles from"), service.profiles_from),
        (_("Wishes from"), service.wishes_from),
        (_("Wishes and answers until"), service.answers_until),
        (_("Times are fixed on"), service.fixed_at),
    )
    return [(label, format_moment_near(at, now=now), at <= now) for label, at in rows]


def _why_not(registration: Registration, service: Service, *, now: datetime) -> str:
    if registration.state != RegistrationState.CONFIRMED:
        return _("Your place is not confirmed yet. Once it is, you can join here.")
    phase = phase_of(service, now)
    if phase is phases.Phase.BEFORE:
        return _("It starts on %(day)s. Your link stays the same.") % {
            "day": format_moment_near(service.profiles_from, now=now)
        }
    return "" if phases.may_describe(phase) else _("The event is over.")

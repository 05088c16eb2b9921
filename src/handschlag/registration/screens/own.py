"""A person's own registration: what it is now, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.audit import verb_labels
from handschlag.common.times import format_day_and_time, format_moment_near, local_date
from handschlag.events.queries.programme import online_rooms_of
from handschlag.registration import labels
from handschlag.registration.models import Registration, RegistrationSource, RegistrationState
from handschlag.registration.queries.accesses import accesses_of
from handschlag.registration.queries.addons import addon_cards
from handschlag.registration.queries.links import feed_of, open_address_change
from handschlag.registration.queries.programmes import choices_of, published
from handschlag.registration.queries.questions import answers_of
from handschlag.registration.queries.waiting_list import place_in_line
from handschlag.registration.rules.missed_sessions import endangered
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.visibility import FIELDS, audience_of
from handschlag.registration.screens.sessions import ChosenSessions, chosen_sessions

type Facts = Sequence[tuple[str, str]]


def own_screen(registration: Registration, *, token: str, now: datetime) -> dict[str, Any]:
    """What the person sees of the registration: its state, sessions, consents, and what can be done."""
    event = registration.event
    sessions = sessions_of(registration)
    is_over = local_date(now) > event.last_day
    headline, lead = _past_words(registration) if is_over else _state_words(registration)
    feed = reverse("registration:feed", args=[feed_of(registration)])
    return {
        "registration": registration,
        "event": event,
        "headline": headline,
        "lead": lead,
        "is_active": registration.state in ACTIVE,
        "is_over": is_over,
        "is_confirmed": registration.state == RegistrationState.CONFIRMED,
        "has_certificate": registration.state == RegistrationState.CONFIRMED
        and local_date(now) >= event.last_day,
        "is_entered_by_others": registration.way != RegistrationSource.SELF,
        "facts": facts_of(registration),
        "sessions": sessions,
        "online_rooms": online_rooms_of(event.pk) if sessions else (),
        "troubles": sum(1 for _choice, _offer, trouble in sessions if trouble),
        "consents": registration.consents_given,
        "audiences": audiences_of(registration),
        "feed_url": settings.BASE_URL + feed,
        "kept_until": event.last_day + timedelta(days=settings.KEEP_REGISTRATIONS_DAYS),
        "accesses": [
            (format_moment_near(access.at, now=now), verb_labels.verb_label(access.verb))
            for access in accesses_of(registration)
        ],
        "addons": addon_cards(registration, token),
        "address_change": open_address_change(registration, now=now),
    }


def _state_words(registration: Registration) -> tuple[str, str]:
    match registration.state:
        case RegistrationState.CONFIRMED:
            return _("You are registered."), _("Your place is confirmed.")
        case RegistrationState.WAITING:
            number = place_in_line(registration)
            line = ngettext(
                "You are next: as soon as a place becomes free, it is yours.",
                "You are number %(n)s. We will email you as soon as a place becomes free.",
                number,
            )
            return _("You are on the waiting list."), line % {"n": number}
        case RegistrationState.DECLINED:
            return _("You have no place."), _(
                "Unfortunately the organisers cannot offer you a place this time."
            )
        case RegistrationState.CANCELLED:
            return _("Your registration has been cancelled."), _("Your place has gone to someone else.")
    return _("We have received your registration."), _("The organisers will check it and email you.")


def _past_words(registration: Registration) -> tuple[str, str]:
    """What a place, or its lack, was: not whether somebody came."""
    lead = {
        RegistrationState.CONFIRMED: _("Your place was confirmed."),
        RegistrationState.WAITING: _("You were on the waiting list."),
        RegistrationState.CANCELLED: _("Your registration was cancelled."),
    }.get(RegistrationState(registration.state), _("You had no place."))
    return _("The event is over."), lead


def sessions_of(registration: Registration) -> ChosenSessions:
    """The chosen sessions, marked where arrival or departure cuts them short."""
    choices = choices_of(registration)
    offers = published(registration.event_id) if choices else {}
    slots = [offers[choice.session_id].slot(choice.wish) for choice in choices if choice.session_id in offers]
    dangers = endangered(slots, arrives_at=registration.arrives_at, leaves_at=registration.leaves_at)
    return chosen_sessions(choices, offers, endangered=dangers)


def facts_of(registration: Registration) -> Facts:
    """What is known; what was not said is left out, but for the times: there it means something."""
    one = registration
    facts = (
        (_("Name"), one.name),
        (_("Email address"), one.email),
        (_("Organisation"), ", ".join(p for p in (one.organisation, one.role, one.place) if p)),
        (_("Telephone"), one.phone),
        (_("Category"), one.category.name if one.category else ""),
    )
    return [
        *((label, value) for label, value in facts if value),
        *times_of(one),
        *needs_of(one),
        *answers_of(one),
    ]


def times_of(registration: Registration) -> Facts:
    """When the person comes and goes, and whether for lunch."""
    return [
        (_("Arrives"), _moment_words(registration.arrives_at) or _("at the start")),
        (_("Leaves"), _moment_words(registration.leaves_at) or _("to the end")),
        (_("Lunch"), _("yes") if registration.has_lunch else _("no")),
    ]


def needs_of(registration: Registration) -> Facts:
    """What the person eats, needs and speaks, as far as it was said."""
    one, languages = registration, dict(labels.LANGUAGES)
    needs = [
        str(labels.NEEDS[need])
        for is_needed, need in (
            (one.is_remote, "remote"),
            (one.needs_step_free, "step_free"),
            (one.needs_quiet, "quiet"),
            (one.needs_interpreter, "interpreter"),
        )
        if is_needed
    ]
    facts = (
        (_("Dietary requirements"), one.diet),
        (_("Support needed"), ", ".join((*needs, *filter(None, (one.needs,))))),
        (_("Languages"), ", ".join(str(languages.get(code, code)) for code in one.speaks)),
    )
    return [(label, value) for label, value in facts if value]


def _moment_words(at: datetime | None) -> str:
    return format_day_and_time(at) if at else ""


def audiences_of(registration: Registration) -> Facts:
    """For each fact that can be hidden, who may see it, in words."""
    audiences = dict(labels.AUDIENCES)
    return [
        (str(labels.FACTS[field]), str(audiences[audience_of(field, registration.visibility).value]))
        for field in FIELDS
    ]

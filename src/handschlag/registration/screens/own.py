"""A person's own registration: what it is now, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.audit import verb_labels as trail_words
from handschlag.common.times import (
    format_date,
    format_day_and_time,
    format_moment,
    format_moment_near,
    local_date,
)
from handschlag.registration import labels
from handschlag.registration.hooks.addons import AddonCard
from handschlag.registration.models import AddressChange, Registration, RegistrationSource, RegistrationState
from handschlag.registration.queries.accesses import accesses_of
from handschlag.registration.queries.addons import addon_cards
from handschlag.registration.queries.links import feed_of
from handschlag.registration.queries.programmes import published
from handschlag.registration.queries.waiting_list import place_in_line
from handschlag.registration.rules.missed_sessions import endangered
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.visibility import FIELDS, audience_of
from handschlag.registration.screens.events import EventHead, head_of
from handschlag.registration.screens.sessions import ChosenRow, chosen_rows

type Tone = Literal["ok", "wait", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFact:
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OwnLinks:
    change: str
    cancel: str
    erase: str
    entry: str
    feed: str
    renew: str
    renew_link: str
    data: str
    again: str
    participants: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OwnScreen:
    event: EventHead
    title: str
    lead: str
    tone: Tone
    is_active: bool
    is_over: bool
    is_confirmed: bool
    entered_by_others: bool
    facts: tuple[OwnFact, ...]
    sessions: tuple[ChosenRow, ...]
    troubles: int
    consents: tuple[str, ...]
    seen: tuple[OwnFact, ...]
    links: _OwnLinks
    kept_until: str
    accesses: tuple[OwnFact, ...]
    beside: tuple[AddonCard, ...]
    has_email: bool
    new_address: str
    new_address_until: str


def own_screen(registration: Registration, *, token: str, now: datetime) -> _OwnScreen:
    """What the person sees of the registration: its state, sessions, consents, and what can be done."""
    event = registration.event
    head = head_of(event)
    sessions = sessions_of(registration)
    title, lead = _state_words(registration)
    change = AddressChange.objects.filter(registration=registration, ends_at__gt=now).first()
    consents = [
        str(labels.CONSENTS[one.purpose][0])
        for one in registration.consents.all()
        if one.withdrawn_at is None
    ]
    return _OwnScreen(
        event=head,
        title=title,
        lead=lead,
        tone=_tone_of(registration),
        is_active=registration.state in ACTIVE,
        is_over=local_date(now) > event.last_day,
        is_confirmed=registration.state == RegistrationState.CONFIRMED,
        entered_by_others=registration.way != RegistrationSource.SELF,
        facts=own_facts(registration),
        sessions=sessions,
        troubles=sum(1 for row in sessions if row.trouble),
        consents=tuple(consents),
        seen=seen_of(registration),
        links=_links_of(registration, token),
        kept_until=_kept_until(registration),
        accesses=tuple(
            OwnFact(label=format_moment_near(one.at, now=now), value=trail_words.verb_label(one.verb))
            for one in accesses_of(registration)
        ),
        beside=addon_cards(registration, token),
        has_email=bool(registration.email),
        new_address=change.email if change else "",
        new_address_until=format_moment(change.ends_at) if change else "",
    )


def _links_of(registration: Registration, token: str) -> _OwnLinks:
    def to(name: str) -> str:
        return reverse(f"registration:{name}", args=[token])

    feed = reverse("registration:feed", args=[feed_of(registration)])
    return _OwnLinks(
        change=to("change"),
        cancel=to("cancel"),
        erase=to("erase"),
        entry=to("entry"),
        feed=settings.BASE_URL.rstrip("/") + feed,
        renew=to("renew_feed"),
        renew_link=to("renew_link"),
        data=to("data"),
        again=reverse("registration:register", args=[registration.event.slug]),
        participants=to("participants"),
    )


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


def _tone_of(registration: Registration) -> Tone:
    if registration.state == RegistrationState.CONFIRMED:
        return "ok"
    return "wait" if registration.state in ACTIVE else "plain"


def sessions_of(registration: Registration) -> tuple[ChosenRow, ...]:
    """The chosen sessions, marked where arrival or departure cuts them short."""
    choices = list(registration.choices.all())
    offers = published(registration.event_id) if choices else {}
    slots = [offers[one.session_id].slot(one.wish) for one in choices if one.session_id in offers]
    dangers = endangered(slots, arrives_at=registration.arrives_at, leaves_at=registration.leaves_at)
    return chosen_rows(choices, offers, endangered=dangers)


def own_facts(registration: Registration) -> tuple[OwnFact, ...]:
    """What is known; what was not said is left out, but for the times: there it means something."""
    one = registration
    languages = dict(labels.LANGUAGES)
    needs = [
        text
        for is_needed, text in (
            (one.needs_step_free, _("a step-free route")),
            (one.needs_quiet, _("a quiet place")),
            (one.needs_interpreter, _("interpreting")),
        )
        if is_needed
    ]
    facts = (
        (_("Name"), one.name),
        (_("Email address"), one.email),
        (_("Organisation"), ", ".join(p for p in (one.organisation, one.role, one.place) if p)),
        (_("Telephone"), one.phone),
        (_("You arrive"), _moment_words(one.arrives_at) or _("at the start")),
        (_("You leave"), _moment_words(one.leaves_at) or _("to the end")),
        (_("Lunch"), ", ".join((_("yes") if one.has_lunch else _("no"), *filter(None, (one.diet,))))),
        (_("Your requirements"), ", ".join((*needs, *filter(None, (one.needs,))))),
        (_("Languages"), ", ".join(str(languages.get(code, code)) for code in one.speaks)),
    )
    return tuple(OwnFact(label=label, value=value) for label, value in facts if value)


def _moment_words(at: datetime | None) -> str:
    return format_day_and_time(at) if at else ""


def seen_of(registration: Registration) -> tuple[OwnFact, ...]:
    """For each fact that can be hidden, who may see it, in words."""
    audiences = {value: str(word) for value, word in labels.AUDIENCES}
    return tuple(
        OwnFact(
            label=str(labels.FACTS[field]),
            value=audiences[audience_of(field, registration.visibility).value],
        )
        for field in FIELDS
    )


def _kept_until(registration: Registration) -> str:
    day = registration.event.last_day + timedelta(days=settings.KEEP_REGISTRATIONS_DAYS)
    return format_date(day)

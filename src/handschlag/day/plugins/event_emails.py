"""The emails of the day and afterwards: what each is for, and how it looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.day.emails import ask_what_came, offers
from handschlag.day.models import StandBy
from handschlag.events.hooks.event_emails import EmailGroup, EventEmail
from handschlag.matching.emails.example_people import (
    example_participant,
    example_place,
    example_registration,
)
from handschlag.registration.models import Registration

_TAKES_PART: Final = _("You get this email because you take part in matchmaking for “%(event)s”.")
_MET: Final = _("You get this email because you had meetings at “%(event)s”.")


def _offer(one: Registration, now: datetime, *, is_asked: bool) -> StandBy:
    """A time from now on; the person is asked by somebody invented, or the other way round."""
    person, other = example_participant(one), example_participant(example_registration(one))
    sides = (
        {"participant": other, "partner": person} if is_asked else {"participant": person, "partner": other}
    )
    return StandBy(
        **sides,
        service=person.service,
        offered_at=now,
        starts_at=now + timedelta(minutes=30),
        ends_at=now + timedelta(minutes=15),
        place=example_place(),
    )


def _ask_for_walk_in(one: Registration, now: datetime) -> None:
    offer = _offer(one, now, is_asked=False)
    offers.tell_asked(offer, offer.partner, now=now)


def _email(
    key: str,
    title: Promise,
    occasion: Promise,
    recipients: Promise,
    rehearse: Callable[[Registration, datetime], None],
    *,
    values: tuple[str, ...],
) -> EventEmail:
    return EventEmail(
        kind=f"day.{key}",
        group=EmailGroup.DAY,
        title=title,
        occasion=occasion,
        recipients=recipients,
        reason=_TAKES_PART,
        rehearse=rehearse,
        values=("name", *values),
    )


def _results(after_days: int, title: Promise, occasion: Promise) -> EventEmail:
    return EventEmail(
        kind=f"day.results_{after_days}",
        group=EmailGroup.AFTER,
        title=title,
        occasion=occasion,
        recipients=_("people who had meetings"),
        reason=_MET,
        rehearse=lambda one, now: ask_what_came(example_participant(one), after_days=after_days, now=now),
    )


EMAILS: Final = (
    _email(
        "walk_in",
        _("Time for a walk-in?"),
        _("when someone arrives unannounced and a time is free"),
        _("a person who is free then"),
        _ask_for_walk_in,
        values=("names", "time", "until", "place"),
    ),
    _email(
        "stand_by",
        _("Time to step in?"),
        _("when someone waits at a table alone"),
        _("a person who is free then"),
        lambda one, now: offers.tell_stand_by(_offer(one, now, is_asked=True), now=now),
        values=("names", "until", "place"),
    ),
    _email(
        "refill",
        _("A time is free"),
        _("when a time later that day becomes free"),
        _("both people"),
        lambda one, now: offers.tell_refill(_offer(one, now, is_asked=False), beforehand=(), now=now),
        values=("names", "time", "until", "place"),
    ),
    _results(30, _("Results after a month"), _("30 days after the event, once")),
    _results(90, _("Results after three months"), _("90 days after the event, once")),
)

"""Somebody is asked for a meeting today: for a walk-in, for who did not come, or for a time that is free."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_from, format_time
from handschlag.day.models import StandBy
from handschlag.day.rules.refilling import HELD
from handschlag.directory.emails.letters import Letter
from handschlag.matching.models import Participant
from handschlag.matching.queries.partners import partner_of
from handschlag.registration.emails.common_text import greeting
from handschlag.registration.emails.posting import own_address, post_to
from handschlag.registration.models import Registration

_NOTHING_CHANGES: Final = gettext_lazy("If you do not answer, nothing changes for you.")


def tell_asked(offer: StandBy, newcomer: Participant, *, now: datetime) -> None:
    """To the partner, with the page on which they say yes or no; gone when the offer ends."""
    registration = offer.participant.registration

    def write() -> Letter:
        words = {
            "who": who(newcomer),
            "time": format_from(offer.starts_at, now=now),
            "until": format_time(offer.ends_at),
            "place": offer.place.code if offer.place else "",
        }
        return Letter(
            subject=_("Do you have time at %(time)s?") % words,
            paragraphs=(
                _("Hello %(name)s,") % {"name": registration.name},
                _(
                    "%(who)s has just arrived and would like to meet you at %(time)s, meeting "
                    "point %(place)s. You are both free then."
                )
                % words,
                _("Please reply by %(until)s. After that the time is released.") % words,
            ),
            values={**words, "names": words["who"]},
            url=own_address("day:offers", registration),
            link=_("Say yes or no"),
            end=_("If you do not answer, nothing changes for you."),
        )

    post_to(
        registration,
        write,
        kind="day.walk_in",
        now=now,
        named=[newcomer.registration],
        expires_at=offer.ends_at,
    )


def who(one: Participant) -> str:
    """The other person, with what is seen of them."""
    partner = partner_of(one)
    return f"{partner.name} ({partner.sub})" if partner.sub else partner.name


def tell_stand_by(offer: StandBy, *, now: datetime) -> None:
    """To whoever could step in; the person who waits has the page open. Gone when the offer ends."""
    registration, waits = offer.partner.registration, offer.participant.registration

    def write() -> Letter:
        words = {
            "name": waits.name,
            "who": who(offer.participant),
            "until": format_time(offer.ends_at),
            "place": offer.place.code if offer.place else "",
        }
        return Letter(
            subject=_("Do you have time for %(name)s now?") % words,
            paragraphs=(
                greeting(registration),
                _("%(who)s is waiting at meeting point %(place)s. The other person has not come.") % words,
                _("You are both free now and a good match. If you both say yes by %(until)s, you meet there.")
                % words,
            ),
            values={**words, "name": registration.name, "names": words["who"]},
            url=own_address("day:today", registration),
            link=_("Say yes or no"),
            end=_("If you do not answer, nothing changes for you."),
        )

    post_to(registration, write, kind="day.stand_by", now=now, named=[waits], expires_at=offer.ends_at)


def tell_refill(offer: StandBy, *, beforehand: Collection[int], now: datetime) -> None:
    """To both, for neither has the page open; gone when the offer ends. `beforehand`: whose yes is given."""
    sides = (
        (offer.participant, offer.partner, offer.participant_yes_at),
        (offer.partner, offer.participant, offer.partner_yes_at),
    )
    for one, other, yes_at in sides:
        write = partial(
            _refill_letter,
            offer,
            one.registration,
            other,
            then=_then(has_said_yes=yes_at is not None, is_beforehand=one.pk in beforehand),
            end="" if yes_at else _NOTHING_CHANGES,
            now=now,
        )
        named = [other.registration]
        post_to(one.registration, write, kind="day.refill", now=now, named=named, expires_at=offer.ends_at)


def _then(*, has_said_yes: bool, is_beforehand: bool) -> str | Promise:
    """What follows from an answer."""
    if is_beforehand:
        return gettext_lazy(
            "You said yes in advance for one of your needs: if %(name)s says yes by %(until)s, "
            "you meet at meeting point %(place)s. If the time does not suit you, say no."
        )
    if has_said_yes:
        return gettext_lazy(
            "You have asked for this meeting: if %(name)s says yes by %(until)s, you meet at meeting "
            "point %(place)s. If the time does not suit you, say no."
        )
    return gettext_lazy("If you both say yes by %(until)s, you meet at meeting point %(place)s.")


def _refill_letter(
    offer: StandBy,
    registration: Registration,
    other: Participant,
    *,
    then: str | Promise,
    end: str | Promise,
    now: datetime,
) -> Letter:
    words = {
        "name": other.registration.name,
        "who": who(other),
        "time": format_from(offer.starts_at, now=now),
        "until": format_time(offer.ends_at),
        "place": offer.place.code if offer.place else "",
    }
    if offer.ends_at - offer.offered_at > HELD:
        why = _("%(who)s and you both still have time: %(time)s.")
    else:
        why = _("A time has become free. %(who)s and you both have time at %(time)s.")
    return Letter(
        subject=_("%(time)s is free: would you like to meet %(name)s?") % words,
        paragraphs=(_("Hello %(name)s,") % {"name": registration.name}, why % words, str(then) % words),
        values={**words, "name": registration.name, "names": words["who"]},
        url=own_address("day:today", registration),
        link=_("Say yes or no"),
        end=str(end),
    )

"""Emails between actors that look for partners all year: somebody is interested, and both have said yes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.accounts.models import User
from handschlag.accounts.queries.addressees import addressee
from handschlag.common.mail import Origin
from handschlag.common.times import format_date
from handschlag.directory.emails.letters import Letter, address, post
from handschlag.directory.models import Actor
from handschlag.matching.models import Interest
from handschlag.matching.queries.partner_interests import people_of


def tell_interest(interest: Interest, *, now: datetime) -> None:
    """To the people of the actor that was asked; who asked is not named before both have said yes."""
    names = {"asker": interest.asker.name, "asked": interest.asked.name}

    def write() -> Letter:
        return Letter(
            subject=_("%(asker)s would like to talk with you") % names,
            paragraphs=(_("“%(asker)s” is interested in “%(asked)s” as a partner, and writes:") % names,),
            quote=interest.purpose,
            middle=(
                _(
                    "You can say yes, no or later. Only if you say yes, both sides see the name and email "
                    "address of who asked and who answered. A no is told to nobody."
                ),
                _("Without an answer the interest ends on %(day)s.")
                % {"day": format_date(interest.expires_at)},
            ),
            url=address("matching:partners", interest.asked.slug),
            link=_("See what fits, and answer"),
            end=_("You no longer want such emails? End the search for partners on the same page."),
        )

    for user in people_of(interest.asked_id):
        _post(user, write, kind="matching.interest", about=interest.asked_by, now=now)


def tell_agreed(interest: Interest, *, now: datetime) -> None:
    """To the two people who said yes: each gets the other one's name and address."""
    asker, answerer = interest.asked_by, interest.answered_by
    if asker is None or answerer is None:
        return
    about = interest.purpose
    _tell_contact(asker, answerer, own=interest.asker, other=interest.asked, about=about, now=now)
    _tell_contact(answerer, asker, own=interest.asked, other=interest.asker, about=about, now=now)


def _tell_contact(user: User, person: User, *, own: Actor, other: Actor, about: str, now: datetime) -> None:
    def write() -> Letter:
        names = {"own": own.name, "other": other.name, "name": person.name, "email": person.email}
        return Letter(
            subject=_("Both have said yes: %(other)s") % names,
            paragraphs=(
                _("“%(own)s” and “%(other)s” would like to talk with each other. It is about:") % names,
            ),
            quote=about,
            middle=(
                _("Your contact at “%(other)s” is %(name)s, %(email)s. The other side has your contact, too.")
                % names,
                _("Simply write an email to begin with."),
            ),
            url=address("matching:partners", own.slug),
            link=_("All contacts of your organisation"),
        )

    _post(user, write, kind="matching.interest_agreed", about=person, now=now)


def _post(user: User, write: Callable[[], Letter], *, kind: str, about: User | None, now: datetime) -> None:
    post(
        to=user.email,
        language=user.language,
        now=now,
        write=write,
        recipient=addressee(user),
        named=[addressee(about)] if about else [],
        origin=Origin(kind=kind),
    )

"""Emails to those who propose contributions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from handschlag.accounts.links import sealed_token
from handschlag.common.language import pick
from handschlag.common.mail import ConcernedPerson
from handschlag.common.times import format_moment
from handschlag.directory.emails import Letter, address
from handschlag.events.contributions.calls import CONFIRM_WITHIN
from handschlag.events.emails import post_of
from handschlag.events.models import Contribution, ContributionState

TO_CONFIRM: Final = "contributions.to_confirm"
LINK: Final = "contributions.link"
ACCEPTED: Final = "contributions.accepted"
RESERVE: Final = "contributions.reserve"
DECLINED: Final = "contributions.declined"
EMAIL_OF_STATE: Final = {  # which email tells of which state
    ContributionState.ACCEPTED.value: ACCEPTED,
    ContributionState.CONFIRMED.value: ACCEPTED,
    ContributionState.RESERVE.value: RESERVE,
    ContributionState.DECLINED.value: DECLINED,
}


def person_of(contribution_id: int) -> ConcernedPerson:
    """Under which name letters know whoever proposed it."""
    return ConcernedPerson(kind="contribution", id=contribution_id)


def tell_to_confirm(row: Contribution, *, name: str, now: datetime) -> None:
    """The form was filled in with this address: the link shows what was typed, and hands it in."""

    def write() -> Letter:
        moment = format_moment(row.sent_at + CONFIRM_WITHIN)
        known = {**_known(row, name), "moment": moment}
        return Letter(
            subject=_("Please confirm your contribution: %(event)s") % known,
            paragraphs=(
                _("Hello %(name)s,") % known,
                _("“%(title)s” was entered as a contribution to “%(event)s” with this email address.")
                % known,
                _("Open the link and hand it in by %(moment)s. Until then, the organisers do not see it.")
                % known,
                _(
                    "Keep this email: with the same link you can change your contribution, say when "
                    "you cannot come, add a picture, or withdraw it."
                ),
            ),
            url=_own_address(row),
            link=_("See and hand in my contribution"),
            end=_("If that was not you, you do not need to do anything: without confirmation we delete it."),
            values={**_known(row, name), "until": moment},
        )

    _post(row, write, kind=TO_CONFIRM, now=now)


def tell_link(row: Contribution, *, name: str, now: datetime) -> None:
    """The personal link once more, for somebody who has handed in and knows of no decision."""

    def write() -> Letter:
        known = _known(row, name)
        return Letter(
            subject=_("Your link: your contribution to %(event)s") % known,
            paragraphs=(
                _("Hello %(name)s,") % known,
                _("This is the personal link for your contribution “%(title)s” to “%(event)s”.") % known,
                _(
                    "With it you can change your contribution, say when you cannot come, add a picture, "
                    "or withdraw it. We will write to you when the organisers have decided."
                ),
            ),
            url=_own_address(row),
            link=_("See my contribution"),
            end=_("This link is for you only."),
            values=known,
        )

    _post(row, write, kind=LINK, now=now)


def tell_decision(row: Contribution, *, name: str, now: datetime) -> None:
    """What the organisers have decided, in the words of its kind."""
    write = {ACCEPTED: _accepted, RESERVE: _in_reserve, DECLINED: _declined}[EMAIL_OF_STATE[row.state]]
    _post(row, lambda: write(row, name), kind=EMAIL_OF_STATE[row.state], now=now)


def _accepted(row: Contribution, name: str) -> Letter:
    known = _known(row, name)
    return Letter(
        subject=_("Accepted: your contribution to %(event)s") % known,
        paragraphs=(
            _("Hello %(name)s,") % known,
            _("Your contribution “%(title)s” will be part of “%(event)s”. Congratulations!") % known,
            _("Please confirm that you will come: open the link and press the button."),
            _(
                "There you can also say when you cannot be there, what you need on stage, and how the "
                "programme introduces you."
            ),
        ),
        url=_own_address(row),
        link=_("Confirm my contribution"),
        end=_("This link is for you only."),
        values=known,
    )


def _in_reserve(row: Contribution, name: str) -> Letter:
    known = _known(row, name)
    return Letter(
        subject=_("On the reserve list: your contribution to %(event)s") % known,
        paragraphs=(
            _("Hello %(name)s,") % known,
            _("Your contribution “%(title)s” to “%(event)s” is on our reserve list.") % known,
            _(
                "We will write to you as soon as there is room in the programme. "
                "You do not need to do anything."
            ),
        ),
        url=_own_address(row),
        link=_("See my contribution"),
        end=_("If you are no longer available, withdraw it on this page."),
        values=known,
    )


def _declined(row: Contribution, name: str) -> Letter:
    known = _known(row, name)
    return Letter(
        subject=_("Your contribution to %(event)s") % known,
        paragraphs=(
            _("Hello %(name)s,") % known,
            _("Thank you for proposing “%(title)s” for “%(event)s”.") % known,
            _("We cannot include it in the programme. We would still be happy to welcome you at the event."),
        ),
        url=_own_address(row),
        link=_("See my contribution"),
        end=_("We delete your contribution after the time stated on this page."),
        values=known,
    )


def _post(row: Contribution, write: Callable[[], Letter], *, kind: str, now: datetime) -> None:
    post_of(
        row.event,
        kind=kind,
        to=row.email,
        language=row.reads,
        write=write,
        recipient=person_of(row.pk),
        now=now,
    )


def _known(row: Contribution, name: str) -> dict[str, object]:
    event = row.event
    return {"event": pick(event.title_de, event.title_en), "title": row.title, "name": name}


def _own_address(row: Contribution) -> str:
    return address("events:contribution", sealed_token(row.link))

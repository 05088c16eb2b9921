"""Letters about requests to join a network, both ways."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from handschlag.accounts.models import User
from handschlag.accounts.queries.addressees import addressee
from handschlag.common.mail import ConcernedPerson
from handschlag.common.times import format_date
from handschlag.directory.emails.letters import Letter, address, post
from handschlag.directory.models import JoinRequest
from handschlag.directory.rules.joining import KEEP_DECIDED, KEEP_UNDECIDED

ASKER: Final = "join_request"


def asker_of(request: JoinRequest) -> ConcernedPerson:
    """Under which name letters know whoever asks."""
    return ConcernedPerson(kind=ASKER, id=request.pk)


def ask_to_confirm(request: JoinRequest, *, token: str, expires_at: datetime, now: datetime) -> None:
    """To the address that was given: whoever owns it says whether the request is theirs."""

    def write() -> Letter:
        names = {"organisation": request.organisation, "network": request.network.name}
        return Letter(
            subject=_("Please confirm: %(organisation)s would like to join “%(network)s”") % names,
            paragraphs=(
                _("This address was given for a request of “%(organisation)s” to join “%(network)s”.")
                % names,
                _("The network sees the request only after you have confirmed the address, until %(day)s.")
                % {"day": format_date(expires_at)},
            ),
            url=address("directory:join_confirm", token),
            link=_("Confirm the address"),
            end=_(
                "If this was not you, you do not need to do anything. The request is deleted after "
                "three days."
            ),
        )

    post(
        to=request.contact_email,
        language=request.language,
        now=now,
        write=write,
        expires_at=expires_at,
        recipient=asker_of(request),
    )


def tell_asked(request: JoinRequest, *, now: datetime) -> None:
    """To the organisation, when the request has reached the network."""

    def write() -> Letter:
        names = {"organisation": request.organisation, "network": request.network.name}
        return Letter(
            subject=_("Your request has reached “%(network)s”") % names,
            paragraphs=(
                _("The team of “%(network)s” now decides about “%(organisation)s”.") % names,
                _(
                    "You get the answer at this address. Your details are deleted %(days)s days "
                    "after the answer, or after half a year without one."
                )
                % {"days": KEEP_DECIDED.days},
            ),
            url=address("directory:network", request.network.slug),
            link=_("The page of the network"),
        )

    post(
        to=request.contact_email,
        language=request.language,
        now=now,
        write=write,
        recipient=asker_of(request),
    )


def tell_managers(request: JoinRequest, *, managers: list[User], now: datetime) -> None:
    """To everybody who looks after the network."""
    for user in managers:

        def write() -> Letter:
            names = {"organisation": request.organisation, "network": request.network.name}
            return Letter(
                subject=_("%(organisation)s would like to join “%(network)s”") % names,
                paragraphs=(
                    _("%(organisation)s asks to become a member of “%(network)s”.") % names,
                    _("Without an answer the request is deleted after %(days)s days.")
                    % {"days": KEEP_UNDECIDED.days},
                ),
                url=address("directory:manage_request", request.network.slug, request.pk),
                link=_("Read the request and answer"),
            )

        post(
            to=user.email,
            language=user.language,
            now=now,
            write=write,
            recipient=addressee(user),
            named=[asker_of(request)],
        )


def tell_accepted(request: JoinRequest, *, is_proposed: bool, now: datetime) -> None:
    """To the organisation; `is_proposed` says that others keep its entry and are asked first."""

    def write() -> Letter:
        names = {"organisation": request.organisation, "network": request.network.name}
        return Letter(
            subject=_("Welcome to “%(network)s”") % names,
            paragraphs=(
                _("“%(network)s” has accepted “%(organisation)s” as a member.") % names,
                _(
                    "Your organisation has an entry that others manage. They or an editor confirm "
                    "the membership before it is shown."
                )
                if is_proposed
                else _("The entry appears in the directory after it has been reviewed."),
            ),
            quote=request.answer,
            url=address("directory:network", request.network.slug),
            link=_("The page of the network"),
        )

    post(
        to=request.contact_email,
        language=request.language,
        now=now,
        write=write,
        recipient=asker_of(request),
    )


def tell_declined(request: JoinRequest, *, now: datetime) -> None:
    """To the organisation, with what the network answered and a way to other networks."""

    def write() -> Letter:
        names = {"organisation": request.organisation, "network": request.network.name}
        return Letter(
            subject=_("About your request to join “%(network)s”") % names,
            paragraphs=(
                _(
                    "Unfortunately “%(network)s” cannot accept “%(organisation)s” as a member at the "
                    "moment. They write:"
                )
                % names,
            ),
            quote=request.answer,
            url=address("directory:networks"),
            link=_("Other networks that may fit"),
        )

    post(
        to=request.contact_email,
        language=request.language,
        now=now,
        write=write,
        recipient=asker_of(request),
    )

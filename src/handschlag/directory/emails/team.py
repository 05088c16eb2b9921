"""Letters about who looks after a network."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from handschlag.accounts.models import User
from handschlag.accounts.queries.addressees import addressee
from handschlag.common.mail import ConcernedPerson
from handschlag.common.times import format_date
from handschlag.directory.emails.letters import Letter, address, post, reader
from handschlag.directory.models import Network

INVITED: Final = "network_invitation"


def tell_invited(
    *,
    to: str,
    language: str,
    network: Network,
    invitation_id: int,
    inviter: User | None,
    token: str,
    expires_at: datetime,
    now: datetime,
) -> None:
    """The only place where the link stands."""

    def write() -> Letter:
        who = (inviter.name if inviter else "") or _("A colleague")
        return Letter(
            subject=_("Manage “%(network)s” together") % {"network": network.name},
            paragraphs=(
                _("%(who)s invites you to help manage the page of “%(network)s” on Handschlag.")
                % {"who": who, "network": network.name},
                _(
                    "You can edit the page, its members and its news. An account is free. If you "
                    "do not have one yet, we create it with this address."
                ),
                _("The link works once, until %(day)s.") % {"day": format_date(expires_at)},
            ),
            url=address("directory:invitation", token),
            link=_("See the invitation"),
            end=_("If you do not know what this is about, you do not need to do anything."),
        )

    post(
        to=to,
        language=language,
        now=now,
        write=write,
        expires_at=expires_at,
        recipient=ConcernedPerson(kind=INVITED, id=invitation_id),
        named=[addressee(inviter)] if inviter else [],
    )


def tell_claimed(
    *,
    to: str,
    language: str,
    network: Network,
    invitation_id: int,
    token: str,
    expires_at: datetime,
    now: datetime,
) -> None:
    """To an address at the network's own domain; the only place where the link stands."""

    def write() -> Letter:
        return Letter(
            subject=_("Take over the page of “%(network)s”") % {"network": network.name},
            paragraphs=(
                _("Someone would like to manage the page of “%(network)s” with this address.")
                % {"network": network.name},
                _(
                    "You can then edit the page, its members and its news. What comes from public sources "
                    "keeps its source until you change it. An account is free."
                ),
                _("The link works once, until %(day)s.") % {"day": format_date(expires_at)},
            ),
            url=address("directory:invitation", token),
            link=_("Take over the page"),
            end=_("If you do not know what this is about, you do not need to do anything."),
        )

    post(
        to=to,
        language=language,
        now=now,
        write=write,
        expires_at=expires_at,
        recipient=ConcernedPerson(kind=INVITED, id=invitation_id),
    )


def tell_joined(*, to_id: int | None, colleague: User, network: Network, now: datetime) -> None:
    """To whoever invited."""
    user = reader(to_id)
    if user is None:
        return

    def write() -> Letter:
        who = colleague.name or colleague.email
        return Letter(
            subject=_("%(who)s now also manages “%(network)s”") % {"who": who, "network": network.name},
            paragraphs=(_("%(who)s has accepted your invitation.") % {"who": who},),
            url=address("directory:manage_team", network.slug),
            link=_("Team of the network"),
        )

    post(
        to=user.email,
        language=user.language,
        now=now,
        write=write,
        recipient=addressee(user),
        named=[addressee(colleague)],
    )


def tell_removed(*, user: User, network: Network, now: datetime) -> None:
    """To somebody who looks after the network no longer."""

    def write() -> Letter:
        return Letter(
            subject=_("You no longer manage “%(network)s”") % {"network": network.name},
            paragraphs=(
                _("You can no longer edit the page of “%(network)s”. Your account stays as it is.")
                % {"network": network.name},
                _("If that is a mistake, ask a colleague for a new invitation."),
            ),
            url=address("directory:manage"),
            link=_("Your networks"),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))

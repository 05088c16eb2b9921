"""Somebody is asked to come."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.common.mail import ConcernedPerson
from handschlag.common.times import format_date
from handschlag.directory.emails.letters import Letter, post
from handschlag.registration.emails.common_text import event_title, when_and_where
from handschlag.registration.emails.posting import INVITATION, address_of_invitation
from handschlag.registration.models import EventInvitation


def tell_invited(invitation: EventInvitation, *, now: datetime) -> None:
    """Mails the invitation with its link, in the language that the organisers gave."""
    event = invitation.event

    def write() -> Letter:
        names = {"event": event_title(event), "name": invitation.name}
        closes_at = event.registration_closes_at
        until = format_date(closes_at) if closes_at else ""
        return Letter(
            subject=_("Invitation: %(event)s") % names,
            paragraphs=(
                *((_("Hello %(name)s,") % names,) if invitation.name else ()),
                _("We would like to invite you to “%(event)s”.") % names,
                when_and_where(event),
                *((_("Please reply by %(day)s.") % {"day": until},) if until else ()),
            ),
            url=address_of_invitation(invitation),
            link=_("Register"),
            end=_("This link is for you only. If you cannot come, please let us know with the same link."),
        )

    post(
        to=invitation.email,
        language=invitation.language,
        now=now,
        write=write,
        recipient=ConcernedPerson(kind=INVITATION, id=invitation.pk),
        zone=invitation.event.time_zone,
    )

"""Somebody is asked to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.mail import ConcernedPerson
from handschlag.common.times import format_date
from handschlag.directory.emails.letters import Letter, PlainLink
from handschlag.events.emails.posting import post_of
from handschlag.events.models import Event
from handschlag.events.queries.conferences.public_events import hosts_of
from handschlag.registration.emails.common_text import event_title, when_and_where
from handschlag.registration.emails.posting import INVITATION, address_of_invitation
from handschlag.registration.emails.prospects import reasons_quoted, words_on_meetings
from handschlag.registration.hooks.meeting_prospects import prospect_of
from handschlag.registration.models import EventInvitation


def tell_invited(invitation: EventInvitation, *, now: datetime) -> None:
    """Mails the invitation with its link, in the language that the organisers gave."""
    event = invitation.event

    def write() -> Letter:
        names = {"event": event_title(event), "name": invitation.name}
        prospect = prospect_of(event.pk, invitation.actor)
        closes_at = event.registration_closes_at
        until = format_date(closes_at) if closes_at else ""
        return Letter(
            subject=_("Invitation: %(event)s") % names,
            paragraphs=(
                _("Hello %(name)s,") % names if invitation.name else _("Hello,"),
                _invites(event),
                *((event.summary,) if event.summary else ()),
                *words_on_meetings(prospect),
                when_and_where(event),
                *((_("Please reply by %(day)s.") % {"day": until},) if until else ()),
            ),
            quote=reasons_quoted(prospect),
            values=names,
            url=address_of_invitation(invitation),
            link=_("See the invitation and register"),
            ways=(
                PlainLink(
                    label=_("I cannot come"),
                    url=address_of_invitation(invitation, "registration:decline"),
                ),
            ),
            end=_("This link is for you only."),
        )

    post_of(
        event,
        kind="registration.invited",
        to=invitation.email,
        language=invitation.language,
        now=now,
        write=write,
        recipient=ConcernedPerson(kind=INVITATION, id=invitation.pk),
    )


def _invites(event: Event) -> str:
    """Who invites to what."""
    hosts = [host.name for host in hosts_of(event)]
    names = {"event": event_title(event), "hosts": _joined(hosts)}
    if hosts:
        said = ngettext(
            "%(hosts)s would like to invite you to “%(event)s”.",
            "%(hosts)s would like to invite you to “%(event)s”.",
            len(hosts),
        )
        return said % names
    return _("We would like to invite you to “%(event)s”.") % names


def _joined(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}

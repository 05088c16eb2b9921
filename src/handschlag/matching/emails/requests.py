"""Requests that have come in: bundled, at most one letter an hour for each person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.models import Mail
from handschlag.directory.emails.letters import Letter
from handschlag.matching.emails.phases import emails_way
from handschlag.matching.models import Participant
from handschlag.matching.queries.inbox import IncomingRequest, inbox_of
from handschlag.matching.rules.phase_emails import EmailKind
from handschlag.registration.emails.common_text import event_title
from handschlag.registration.emails.posting import own_address, person_of, post_to
from handschlag.registration.models import Registration

TEMPLATE: Final = "matching/mail/requests"
PAUSE: Final = timedelta(hours=1)
FIRST: Final = timedelta(days=2)  # nobody is told of older requests for the first time
SHOWN: Final = 5


def tell_requests(participant: Participant, *, now: datetime) -> bool:
    """One letter about all requests since the last one; whether there was something to tell.

    What the person does not see in the inbox does not stand in the letter, and causes none.
    """
    registration = participant.registration
    if registration.erased_at is not None or not registration.email:
        return False
    last = _told_at(registration)
    if last is not None and last > now - PAUSE:
        return False
    since = last or now - FIRST
    new = [one for one in inbox_of(participant) if one.sent_at > since]
    if not new:
        return False
    post_requests(participant, new, now=now)
    return True


def post_requests(participant: Participant, new: Sequence[IncomingRequest], *, now: datetime) -> None:
    """One email about these."""
    registration = participant.registration
    senders = Participant.objects.filter(pk__in=[one.sender.id for one in new]).select_related("registration")
    post_to(
        registration,
        lambda: _letter_of(participant, new),
        kind="matching.requests",
        now=now,
        named=[one.registration for one in senders],
        template=TEMPLATE,
        unsubscribe=own_address("matching:mute", registration, EmailKind.REQUESTS.value),
    )


def _told_at(registration: Registration) -> datetime | None:
    """When the person was told last; a letter has no address left once somebody whom it names is erased."""
    person = person_of(registration)
    rows = Mail.objects.filter(
        template=TEMPLATE, people__kind=person.kind, people__object_id=person.id, people__is_recipient=True
    )
    return rows.order_by("-created_at").values_list("created_at", flat=True).first()


def _letter_of(participant: Participant, new: Sequence[IncomingRequest]) -> Letter:
    known = {
        "n": len(new),
        "event": event_title(participant.service.event),
        "name": participant.registration.name,
    }
    names = "\n".join(f"{one.sender.name}: {one.purpose}" for one in new[:SHOWN])
    return Letter(
        subject=ngettext(
            "%(n)s person would like to meet you", "%(n)s people would like to meet you", len(new)
        )
        % known,
        paragraphs=(
            _("Hello %(name)s,") % known,
            ngettext(
                "You have %(n)s new request at “%(event)s”.",
                "You have %(n)s new requests at “%(event)s”.",
                len(new),
            )
            % known,
            _("No time is reserved until you say yes. It is fine to decline."),
        ),
        quote=names,
        values={"number": len(new)},
        url=own_address("matching:inbox", participant.registration),
        link=_("Reply"),
        ways=(emails_way(participant),),
    )

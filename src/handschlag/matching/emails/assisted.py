"""What the organisers filled in for somebody, told to that person: all of it, so that it can be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.directory.emails.letters import Letter
from handschlag.matching.models import Call, Participant, Party, Request
from handschlag.registration.emails.common_text import greeting
from handschlag.registration.emails.posting import own_address, post_to
from handschlag.registration.models import Registration


def tell_assisted(call: Call, *, now: datetime) -> None:
    """To the person, in the person's language."""
    registration = call.registration
    participant = Participant.objects.filter(registration=registration).first()
    asked, accepted = _people_asked(participant, call), _people_accepted(participant, call)
    post_assisted(
        registration, lambda: _entered(participant, asked, accepted), named=[*asked, *accepted], now=now
    )


def post_assisted(
    registration: Registration,
    lines: Callable[[], Sequence[str]],
    *,
    named: Sequence[Registration],
    now: datetime,
) -> None:
    """The email itself; `lines` say what was entered, in the language of the reader."""

    def write() -> Letter:
        event = registration.event
        names = {"event": pick(event.title_de, event.title_en)}
        return Letter(
            subject=_("Filled in for you: %(event)s") % names,
            paragraphs=(
                greeting(registration),
                _(
                    "You asked the organisers of “%(event)s” to fill this in for you. They entered the "
                    "following."
                )
                % names,
            ),
            quote="\n".join(lines()),
            url=own_address("registration:own", registration),
            link=_("View or change everything"),
            end=_("If you did not ask for this, please tell the organisers."),
        )

    post_to(registration, write, kind="matching.assisted", now=now, named=named)


def _entered(
    participant: Participant | None, asked: Sequence[Registration], accepted: Sequence[Registration]
) -> tuple[str, ...]:
    """Profile, requests, answers since the call."""
    statements = participant.statements.exclude(text="") if participant else None
    said = ", ".join(statements.values_list("text", flat=True)) if statements is not None else ""
    lines = (
        (_("Your offers and needs: %(list)s"), said),
        (_("Requests sent to: %(list)s"), ", ".join(one.name for one in asked)),
        (_("You said yes to: %(list)s"), ", ".join(one.name for one in accepted)),
    )
    return tuple(text % {"list": content} for text, content in lines if content)


def _people_asked(participant: Participant | None, call: Call) -> list[Registration]:
    sent = Request.objects.filter(sender=participant, sent_at__gte=call.at, by_hand_of__isnull=False)
    return _registrations(Party.objects.filter(request__in=sent, is_sender=False)) if participant else []


def _people_accepted(participant: Participant | None, call: Call) -> list[Registration]:
    yes = Party.objects.filter(participant=participant, is_sender=False, said_yes_at__gte=call.at)
    senders = Party.objects.filter(request__in=yes.values("request"), is_sender=True)
    return _registrations(senders) if participant else []


def _registrations(parties: QuerySet[Party]) -> list[Registration]:
    rows = parties.select_related("participant__registration").order_by("participant__registration__name")
    return [row.participant.registration for row in rows]

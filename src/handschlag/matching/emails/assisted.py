"""What the organisers filled in for somebody, told to that person: all of it, so that it can be changed."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.directory.emails.letters import Letter, address, post
from handschlag.matching.models import Call, Participant, Party, Request
from handschlag.registration.queries.links import link_of


def tell_assisted(call: Call, *, now: datetime) -> None:
    """To the person, in the person's language."""
    registration = call.registration

    def write() -> Letter:
        event = registration.event
        names = {"event": pick(event.title_de, event.title_en)}
        return Letter(
            subject=_("Filled in for you: %(event)s") % names,
            paragraphs=(
                _("you asked the organisers of “%(event)s” to fill in for you. This is what they entered.")
                % names,
                *entered(call),
            ),
            url=address("registration:own", link_of(registration)),
            link=_("Look at everything, and change it"),
            end=_("You did not ask for this? Then please tell the organisers."),
        )

    if not registration.email:
        return
    post(
        to=registration.email,
        language=registration.language,
        zone=registration.event.time_zone,
        now=now,
        write=write,
    )


def entered(call: Call) -> tuple[str, ...]:
    """Profile, requests, answers since the call."""
    participant = Participant.objects.filter(registration_id=call.registration_id).first()
    if participant is None:
        return ()
    said = ", ".join(participant.statements.exclude(text="").values_list("text", flat=True))
    sent = Request.objects.filter(sender=participant, sent_at__gte=call.at, by_hand_of__isnull=False)
    asked = Party.objects.filter(request__in=sent, is_sender=False)
    yes = Party.objects.filter(participant=participant, is_sender=False, said_yes_at__gte=call.at)
    others = Party.objects.filter(request__in=yes.values("request"), is_sender=True)
    lines = (
        (_("Your offers and needs: %(list)s"), said),
        (_("You have asked: %(list)s"), named(asked)),
        (_("You have said yes to: %(list)s"), named(others)),
    )
    return tuple(text % {"list": content} for text, content in lines if content)


def named(parties: object) -> str:
    rows = parties.order_by("participant__registration__name")  # type: ignore[attr-defined]
    return ", ".join(rows.values_list("participant__registration__name", flat=True))

"""A meeting that was agreed does not take place as it stood: both are told, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.directory.emails.letters import Letter
from handschlag.matching.hooks.told_people import hand_on
from handschlag.matching.models import Participant
from handschlag.registration.emails.common_text import greeting
from handschlag.registration.emails.posting import own_address, post_to
from handschlag.registration.models import Registration, RegistrationState


class Ending(StrEnum):
    WATCHED = "watched"  # does not fit any more; tried again as soon as something becomes free
    LEFT = "left"  # the other one takes part no longer


def tell_lost(people: Iterable[Participant], *, ending: Ending, now: datetime) -> None:
    """To everybody of the meeting who still takes part; each reads of the others by name."""
    here = list(people)
    for one in here:
        registration = one.registration
        if registration.state == RegistrationState.CONFIRMED and one.left_at is None:
            others = [other.registration for other in here if other.pk != one.pk]
            names = ", ".join(other.name for other in others)
            hand_on(service_id=one.service_id, registrations=[registration.pk], at=now)
            post_lost(registration, names, ending=ending, named=others, now=now)


def post_lost(
    registration: Registration, names: str, *, ending: Ending, named: Iterable[Registration], now: datetime
) -> None:
    """To one person; `names` are the others."""
    post_to(
        registration,
        lambda: _letter(registration, names, ending),
        kind=f"matching.{ending.value}",
        now=now,
        named=named,
    )


def _letter(registration: Registration, others: str, ending: Ending) -> Letter:
    event = registration.event
    names = {"who": others or _("someone"), "event": pick(event.title_de, event.title_en)}
    if ending is Ending.LEFT:
        said = _("%(who)s has left the matchmaking for “%(event)s”. Your meeting is cancelled.")
        then = _("This time is free again. See your page for other people to meet.")
    else:
        said = _(
            "Times at “%(event)s” have changed. Your meeting with %(who)s can no longer take place "
            "at its old time."
        )
        then = _("It is on the waiting list. As soon as a time becomes free, it takes place after all.")
    return Letter(
        subject=_("Your meeting with %(who)s has to change") % names,
        paragraphs=(greeting(registration), said % names, then),
        values={"names": names["who"]},
        url=own_address("matching:invitation", registration),
        link=_("Your page"),
    )

"""Before the control room is told that somebody does not come: what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_slot
from handschlag.day.queries.not_coming import WaitedFor
from handschlag.events.models import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    time: str
    place: str
    who: str
    sub: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _NotComingScreen:
    title: str
    lead: str
    rows: Sequence[_Row]
    button: str  # none where it was said before
    cancel_url: str
    control_url: str
    back_url: str


def not_coming_screen(event: Event, found: WaitedFor) -> _NotComingScreen:
    """The meetings that hang on it; once it is reported there is no button, but when it was."""
    registration = found.participant.registration
    n = len(found.meetings)
    lead = _("The control room is informed and looks for a replacement. You stay registered.")
    if found.reported_at is not None:
        lead = _("The control room was informed at %(time)s.") % {
            "time": format_slot(found.reported_at, with_day=event.has_days)
        }
    button = ngettext("Report to control room, %(n)s meeting", "Report to control room, %(n)s meetings", n)
    return _NotComingScreen(
        title=_("%(name)s is not coming") % {"name": registration.name},
        lead=lead,
        rows=tuple(
            _Row(
                time=format_slot(one.starts_at, with_day=event.has_days),
                place=one.place_code,
                who=one.names,
                sub=one.others[0].sub if len(one.others) == 1 else one.purpose,
            )
            for one in found.meetings
        ),
        button=button % {"n": n} if found.reported_at is None else "",
        cancel_url=reverse("registration:cancel_for", args=[event.slug, registration.pk]),
        control_url=reverse("day:control", args=[event.slug]),
        back_url=f"{reverse('registration:desk', args=[event.slug])}?who={registration.pk}",
    )

"""The first page of an event: what is done, what is next; and what the event says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.times import format_days, format_short_moment
from handschlag.events.hooks.checklist import ChecklistLine, LineState
from handschlag.events.hooks.sidebar import Phase
from handschlag.events.labels import ONLINE_ROOMS
from handschlag.events.models import Event, EventStatus, OnlineRooms
from handschlag.events.queries.components import hosts_of
from handschlag.events.screens.console import PHASES
from handschlag.events.screens.organise import organiser_labels


def details_screen(event: Event) -> dict[str, Any]:
    """What each part of the event says."""
    facts = _facts_of(event).items()
    return {"sections": [(name, organiser_labels.SECTIONS[name], lines) for name, lines in facts]}


def overview_screen(event: Event, lines: Sequence[ChecklistLine]) -> dict[str, Any]:
    """The steps by phase, which comes next (None when all is done), and all of it in a sentence."""
    left = [line for line in lines if line.state is LineState.OPEN]
    is_fixed = event.status == EventStatus.ARCHIVED
    next_line = left[0] if left and not is_fixed else None
    return {
        "groups": [
            (PHASES[phase], [line for line in lines if line.phase is phase])
            for phase in Phase
            if any(line.phase is phase for line in lines)
        ],
        "next_line": next_line,
        "verdict": _verdict_of(lines, next_line, is_fixed=is_fixed),
    }


def _verdict_of(lines: Sequence[ChecklistLine], next_line: ChecklistLine | None, *, is_fixed: bool) -> str:
    if is_fixed:
        return _("The event is archived: everyone can read it, nobody can change it.")
    if next_line is None:
        return _("Nothing needs you at the moment.")
    done = sum(line.state is LineState.DONE for line in lines)
    return _("%(done)s of %(all)s steps are done. Next: %(step)s.") % {
        "done": done,
        "all": len(lines),
        "step": next_line.label,
    }


def _facts_of(event: Event) -> dict[str, Sequence[tuple[str, str]]]:
    """For each part of an event labels and texts; an empty text is missing."""
    return {
        "basics": (
            (_("Title"), " / ".join(part for part in (event.title_de, event.title_en) if part)),
            (_("In one sentence"), event.summary),
            (_("Languages"), _spoken(event)),
        ),
        "dates": (
            (_("When"), format_days(event.first_day, event.last_day)),
            (_("Time zone"), event.time_zone.replace("_", " ")),
        ),
        "venue": (
            (_("Building"), event.venue),
            (
                _("Address"),
                ", ".join(p for p in (event.street, f"{event.postcode} {event.place}".strip()) if p),
            ),
            *_online_facts(event),
        ),
        "hosts": ((_("Host"), ", ".join(hosts_of(event).splitlines())),),
        "contact": (
            (
                _("Contact"),
                ", ".join(p for p in (event.contact_name, event.contact_email, event.contact_phone) if p),
            ),
        ),
        "registration": _registration_facts(event),
        "terms": ((_("Text"), _shortened(event.terms)),),
    }


def _online_facts(event: Event) -> tuple[tuple[str, str], ...]:
    """Typed addresses are the usual way, and nothing to be told."""
    if event.online_rooms == OnlineRooms.LINKS:
        return ()
    return ((_("Online rooms"), str(ONLINE_ROOMS[event.online_rooms])),)


def _spoken(event: Event) -> str:
    return ", ".join([_("German")] * event.in_german + [_("English")] * event.in_english)


def _shortened(text: str, longest: int = 160) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


def _registration_facts(event: Event) -> tuple[tuple[str, str], ...]:
    opens, closes = event.registration_opens_at, event.registration_closes_at
    window = " – ".join(format_short_moment(at) for at in (opens, closes) if at is not None)
    way = _("open to everyone") if event.is_open else _("by personal link only")
    more = [_("with approval")] * event.needs_approval + [_("with a waiting list")] * event.has_waiting_list
    return (
        (_("Registration period"), window),
        (_("Number of places"), str(event.capacity) if event.capacity else _("not limited")),
        (_("How to register"), ", ".join([way, *more])),
    )

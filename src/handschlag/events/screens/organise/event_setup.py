"""The page from which an event is set up: what is done, what is next, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_days, format_short_moment
from handschlag.design.components.parts import Step
from handschlag.events.models import Event, EventStatus
from handschlag.events.queries.components import hosts_of
from handschlag.events.queries.events import Counts, counts_of
from handschlag.events.screens.organise import organiser_labels

type _State = Literal["done", "current", "open"]


def setup_screen(event: Event) -> dict[str, Any]:
    """What is done, what comes next (None when all is done), and what each part of the event says."""
    counts = counts_of(event.pk)
    steps = _steps_of(event, counts)
    left = [step for step in steps if step.state != "done"]
    return {
        "verdict": _verdict_of(EventStatus(event.status), len(left)),
        "counts": counts,
        "steps": steps,
        "next_step": left[0] if left else None,
        "sections": [
            (name, organiser_labels.SECTIONS[name], facts) for name, facts in _facts_of(event).items()
        ],
    }


def _verdict_of(status: EventStatus, left: int) -> str:
    if status is EventStatus.ARCHIVED:
        return _("The event is archived: everyone can read it, nobody can change it.")
    if left:
        return _("Some steps are still open before everything is public.")
    return _("The event is complete and public.")


def first_steps() -> tuple[Step, ...]:
    """The way before there is an event."""
    labels = (_("Basic details"), _("Times and rooms"), _("Programme"), _("Publish"))
    return tuple(
        Step(label=label, state="open" if number else "current") for number, label in enumerate(labels)
    )


def _steps_of(event: Event, counts: Counts) -> tuple[Step, ...]:
    """The way from a title to a public programme; the first that is open is the current one."""
    way = (
        (_("Basic details"), bool(event.venue and event.place and event.summary_de), "events:manage_event"),
        (_("Times and rooms"), bool(counts.days and counts.rooms), "events:times_and_rooms"),
        (_("Programme"), counts.sessions > 0, "events:programme_editor"),
        (_("Publish"), bool(counts.version) and event.status == EventStatus.PUBLISHED, "events:publish"),
    )
    found: list[Step] = []
    for label, is_done, name in way:
        is_first = not is_done and all(step.state == "done" for step in found)
        state: _State = "done" if is_done else "current" if is_first else "open"
        found.append(Step(label=label, state=state, url=reverse(name, args=[event.slug])))
    return tuple(found)


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

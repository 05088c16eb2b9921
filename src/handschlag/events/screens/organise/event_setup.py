"""Somebody's events, and the page from which one is set up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.language import pick
from handschlag.common.times import format_days, format_distance, format_short_moment
from handschlag.design.components.parts import Crumb, Pages, Step
from handschlag.events.labels import STATUS
from handschlag.events.models import Event, EventStatus
from handschlag.events.queries.components import hosts_of
from handschlag.events.queries.events import Counts, counts_of, events_of
from handschlag.events.queries.public_urls import public_path
from handschlag.events.screens.organise import organiser_labels

ON_A_PAGE = 30
type _State = Literal["done", "current", "open"]
TONES = {EventStatus.DRAFT: "wait", EventStatus.PUBLISHED: "ok", EventStatus.ARCHIVED: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class _EventLine:
    title: str
    url: str
    days: str
    distance: str
    place: str
    status: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _MyEventsScreen:
    crumbs: Sequence[Crumb]
    lines: Sequence[_EventLine]
    new_url: str
    pages: Pages
    wanted: str
    total: int


def my_events_screen(by: Subject, *, wanted: str, page: str, today: date) -> _MyEventsScreen:
    rows = events_of(by.user_id, sees_all=may(by, Action.EDIT_EVENT), wanted=wanted, today=today)
    chosen = Paginator(rows, ON_A_PAGE).get_page(page)
    return _MyEventsScreen(
        crumbs=(Crumb(_("Your events")),),
        lines=tuple(_line(row, today=today) for row in chosen),
        new_url=reverse("events:new_event") if may(by, Action.CREATE_EVENT) else "",
        pages=Pages(
            number=chosen.number,
            count=chosen.paginator.num_pages,
            query=f"when={wanted}" if wanted else "",
        ),
        wanted=wanted,
        total=chosen.paginator.count,
    )


def _line(row: Event, *, today: date) -> _EventLine:
    return _EventLine(
        title=pick(row.title_de, row.title_en),
        url=reverse("events:manage_event", args=[row.slug]),
        days=format_days(row.first_day, row.last_day),
        distance=format_distance(row.first_day, row.last_day, today=today),
        place=", ".join(part for part in (row.venue, row.place) if part),
        status=str(STATUS[row.status]),
        tone=TONES[EventStatus(row.status)],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _SetupSection:
    name: str
    title: str
    url: str
    facts: Sequence[_Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class _StatusWay:
    """A step to another state, with what it means."""

    status: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _SetupScreen:
    title: str
    status: str
    status_value: str
    tone: str
    verdict: str
    grounds: str
    steps: Sequence[Step]
    sections: Sequence[_SetupSection]
    ways: Sequence[_StatusWay]
    next_label: str
    next_url: str
    team_url: str
    copy_url: str
    state_url: str
    public_url: str


def setup_screen(event: Event) -> _SetupScreen:
    counts = counts_of(event.pk)
    steps = _steps_of(event, counts)
    left = [step for step in steps if step.state != "done"]
    status = EventStatus(event.status)
    return _SetupScreen(
        title=pick(event.title_de, event.title_en),
        status=str(STATUS[status]),
        status_value=status.value,
        tone=TONES[status],
        verdict=_verdict_of(status, len(left)),
        grounds=_(
            "%(rooms)s rooms, %(sessions)s sessions, %(speakers)s speakers, programme version %(version)s"
        )
        % {
            "rooms": counts.rooms,
            "sessions": counts.sessions,
            "speakers": counts.speakers,
            "version": counts.version or _("none yet"),
        },
        steps=steps,
        sections=tuple(_sections_of(event)),
        ways=_ways_of(status),
        next_label=left[0].label if left else "",
        next_url=left[0].url if left else "",
        team_url=_address("events:team", event.slug),
        copy_url=_address("events:copy_event", event.slug),
        state_url=reverse("events:event_status", args=[event.slug]),
        public_url=public_path(event.slug) if status is EventStatus.PUBLISHED else "",
    )


def _address(name: str, slug: str) -> str:
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""


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
        found.append(Step(label=label, state=state, url=_address(name, event.slug)))
    return tuple(found)


def _ways_of(status: EventStatus) -> tuple[_StatusWay, ...]:
    show = _StatusWay(
        status="published", label=_("Make it public"), meaning=_("Everyone can then see the event page.")
    )
    hide = _StatusWay(
        status="draft",
        label=_("Hide"),
        meaning=_(
            "Only the team can see the event. Registrations stay; entries already in calendars remain."
        ),
    )
    away = _StatusWay(
        status="archived",
        label=_("Archive"),
        meaning=_("The page stays readable but can no longer be changed. You can undo this."),
    )
    return {
        EventStatus.DRAFT: (show,),
        EventStatus.PUBLISHED: (hide, away),
        EventStatus.ARCHIVED: (show, hide),
    }[status]


def _sections_of(event: Event) -> list[_SetupSection]:
    facts: dict[str, Sequence[tuple[str, str]]] = {
        "basics": (
            (_("Title"), " / ".join(part for part in (event.title_de, event.title_en) if part)),
            (_("In one sentence"), pick(event.summary_de, event.summary_en)),
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
        "terms": ((_("Text"), _shortened(pick(event.terms_de, event.terms_en))),),
    }
    return [
        _SetupSection(
            name=name,
            title=str(organiser_labels.SECTIONS[name]),
            url=reverse("events:edit_event", args=[event.slug, name]),
            facts=tuple(_Fact(label=label, text=text) for label, text in pairs),
        )
        for name, pairs in facts.items()
    ]


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

"""The programme of an event: the day at a glance, and always the same as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.common.rules.names import surname_first
from handschlag.common.times import (
    format_day_and_month,
    format_days,
    format_moment,
    machine_time,
    weekday_name,
)
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.screens import texts
from handschlag.directory.screens.kind_labels import Word
from handschlag.events.models import Event
from handschlag.events.queries.conferences.programme_pages import ALL_DAYS, ProgrammePage
from handschlag.events.queries.conferences.public_events import VisibleEvent
from handschlag.events.queries.conferences.published_programme import PublishedProgramme
from handschlag.events.rules.saved_sessions import SavedSessions
from handschlag.events.screens.conferences import language_labels, linked_data, place_texts
from handschlag.events.screens.conferences.event import crumbs
from handschlag.events.screens.conferences.grids import GridScreen, grid_screen
from handschlag.events.screens.conferences.narrowing import Narrowing, Wording, address, narrowing
from handschlag.events.screens.conferences.session_lines import SessionPart, session_parts

TITLES: Final[dict[str, Word]] = {
    "track": gettext_lazy("Track"),
    "kind": gettext_lazy("Kind"),
    "room": gettext_lazy("Room"),
    "language": gettext_lazy("Language"),
    "speaker": gettext_lazy("Speakers"),
}
LANGUAGES: Final[dict[str, Word]] = {"de": gettext_lazy("German"), "en": gettext_lazy("English")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProgrammeScreen:
    title: str
    slug: str
    description: str
    crumbs: Sequence[Crumb]
    lead: str
    days: Sequence[Link]
    heading: str
    grid: GridScreen | None
    list_heading: str
    parts: Sequence[SessionPart]
    narrowing: Narrowing
    url: str
    as_of: str
    iso_as_of: str
    version: int
    files: Sequence[Link]
    chosen: str  # how many of this event somebody has chosen, in words
    is_empty: bool  # nothing is published
    is_narrowed: bool
    is_invented: bool  # some time on the page is
    is_demo: bool
    is_preview: bool
    is_indexed: bool
    linked_data: str


def programme_screen(shown: VisibleEvent, page: ProgrammePage, chosen: SavedSessions) -> _ProgrammeScreen:
    """The page of a day or of all days; only a single day has a grid."""
    event, reading, choice = shown.event, page.reading, page.choice
    url = reverse("events:programme", args=[event.slug])
    kept = {"day": page.day.isoformat() if page.day and len(reading.days) > 1 else ""}
    own = [number for number in chosen.ids if number in reading.by_id]
    name = pick(event.title_de, event.title_en)
    published = reading.published_at
    return _ProgrammeScreen(
        title=_("Programme: %(event)s") % {"event": name},
        slug=event.slug,
        description=_("All sessions of %(event)s, by room and time.") % {"event": name},
        crumbs=crumbs(event, Crumb(_("Programme"))),
        lead=", ".join(
            part for part in (format_days(event.first_day, event.last_day), _place(event)) if part
        ),
        days=_days(page, url),
        heading=_heading(page),
        grid=grid_screen(event, reading, page.lines, chosen=chosen.ids) if page.day else None,
        list_heading=_list_heading(page),
        parts=session_parts(event, page.lines, chosen=frozenset(chosen.ids), names_day=page.day is None),
        narrowing=narrowing(choice, page.counts, wording=_wording(reading), url=url, kept=kept),
        url=url,
        as_of=format_moment(published) if published else "",
        iso_as_of=machine_time(published) if published else "",
        version=reading.number,
        files=_files(event),
        chosen=_chosen_words(len(own)),
        is_empty=not reading.lines,
        is_narrowed=bool(choice),
        is_invented=any(line.item.is_time_invented for line in page.lines),
        is_demo=event.is_demo,
        is_preview=shown.is_preview,
        is_indexed=not choice,
        linked_data=linked_data.of_event(
            event,
            shown.hosts,
            parts=[linked_data.linked_part(event, line) for line in page.lines] if not choice else (),
        ),
    )


def _place(event: Event) -> str:
    return ", ".join(part for part in (event.venue, place_texts.town(event)) if part)


def _days(page: ProgrammePage, url: str) -> tuple[Link, ...]:
    """One day after the other; several days also together."""
    if len(page.per_day) < 2:
        return ()
    found = [
        Link(
            label=f"{weekday_name(day)}, {format_day_and_month(day)}",
            url=address(url, page.choice.query(day=day.isoformat())),
            is_current=day == page.day,
            count=number,
        )
        for day, number in page.per_day.items()
    ]
    every = Link(
        label=_("All days"),
        url=address(url, page.choice.query(day=ALL_DAYS)),
        is_current=page.day is None,
        count=page.total,
    )
    return (*found, every)


def _heading(page: ProgrammePage) -> str:
    if len(page.reading.days) < 2 or page.day is None:
        return _("The day at a glance")
    return _("%(day)s at a glance") % {"day": f"{weekday_name(page.day)}, {format_day_and_month(page.day)}"}


def _list_heading(page: ProgrammePage) -> str:
    number = len(page.lines)
    if page.choice:
        text = ngettext("%(n)s session found", "%(n)s sessions found", number)
        return text % {"n": texts.number(number)}
    return _("All sessions")


def _wording(reading: PublishedProgramme) -> Wording:
    rooms = {str(room.id): room for room in reading.programme.rooms}
    tracks = {str(track.id): track for track in reading.programme.tracks}
    people = {str(person.id): person for person in reading.programme.people}
    labels: dict[str, Mapping[str, Word]] = {
        "kind": language_labels.KINDS,
        "language": LANGUAGES,
        "room": {key: pick(room.name_de, room.name_en) for key, room in rooms.items()},
        "track": {key: pick(track.name_de, track.name_en) for key, track in tracks.items()},
        "speaker": {key: person.name for key, person in people.items()},
    }
    room_order, track_order = list(rooms), list(tracks)
    return Wording(
        titles=TITLES,
        label=lambda name, value: str(labels[name].get(value, value)),
        order={
            "room": lambda value: _place_in(room_order, value),
            "track": lambda value: _place_in(track_order, value),
            "speaker": lambda value: _surname(str(labels["speaker"].get(value, value))),
        },
    )


def _place_in(order: Sequence[str], value: str) -> int:
    return order.index(value) if value in order else len(order)


def _surname(name: str) -> str:
    return surname_first(name).casefold()


def _files(event: Event) -> tuple[Link, ...]:
    """The programme for other programs."""
    names = {
        _("Calendar (ICS)"): "events:programme_calendar",
        _("schedule.xml"): "events:schedule_xml",
        _("schedule.json"): "events:schedule_json",
        _("Changes as a feed (Atom)"): "events:changes_feed",
    }
    return tuple(Link(label=label, url=reverse(name, args=[event.slug])) for label, name in names.items())


def _chosen_words(number: int) -> str:
    if not number:
        return ""
    return ngettext("%(n)s session chosen", "%(n)s sessions chosen", number) % {"n": texts.number(number)}

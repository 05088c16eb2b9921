"""The programme of an event: the day at a glance, and always the same as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.common.rules.names import surname_first
from handschlag.design.components.parts import Link
from handschlag.directory.screens.kind_labels import Word
from handschlag.events.queries.conferences.programme_pages import ALL_DAYS, ProgrammePage
from handschlag.events.queries.conferences.public_events import VisibleEvent
from handschlag.events.queries.conferences.published_programme import PublishedProgramme
from handschlag.events.rules.saved_sessions import SavedSessions
from handschlag.events.screens.conferences import language_labels, linked_data
from handschlag.events.screens.conferences.grids import grid_screen
from handschlag.events.screens.conferences.narrowing import Wording, address, narrowing
from handschlag.events.screens.conferences.place_texts import town
from handschlag.events.screens.conferences.session_lines import named_day, parts_of_days

TITLES: Final[dict[str, Word]] = {
    "track": gettext_lazy("Track"),
    "kind": gettext_lazy("Kind"),
    "room": gettext_lazy("Room"),
    "language": gettext_lazy("Language"),
    "speaker": gettext_lazy("Speakers"),
}
LANGUAGES: Final[dict[str, Word]] = {"de": gettext_lazy("German"), "en": gettext_lazy("English")}


def programme_screen(
    shown: VisibleEvent, page: ProgrammePage, chosen: SavedSessions, *, today: date
) -> dict[str, Any]:
    """The page of a day or of all days; only a single day has a grid."""
    event, reading, choice = shown.event, page.reading, page.choice
    url = reverse("events:programme", args=[event.slug])
    kept = {"day": page.day.isoformat() if page.day and len(reading.days) > 1 else ""}
    return {
        "event": event,
        "is_preview": shown.is_preview,
        "is_past": event.last_day < today,
        "place": ", ".join(part for part in (event.venue, town(event)) if part),
        "page": page,
        "reading": reading,
        "days": _days(page, url),
        "grid": grid_screen(reading, page.lines) if page.day else None,
        "parts": parts_of_days(page.lines, names_day=page.day is None),
        "narrowing": narrowing(choice, page.counts, wording=_wording(reading), url=url, kept=kept),
        "chosen_ids": chosen.ids,
        "number_chosen": sum(number in reading.by_id for number in chosen.ids),
        "is_invented": any(line.item.is_time_invented for line in page.lines),
        "linked_data": linked_data.of_event(
            event,
            shown.hosts,
            parts=[linked_data.linked_part(event, line) for line in page.lines] if not choice else (),
        ),
    }


def _days(page: ProgrammePage, url: str) -> list[Link]:
    """One day after the other; several days also together."""
    if len(page.per_day) < 2:
        return []
    found = [
        Link(
            label=named_day(day),
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
    return [*found, every]


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

"""The programme of an event, one of its sessions, and somebody who speaks, as the public reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.common.names import surname_first
from handschlag.common.page_cache import cached_for_visitors
from handschlag.design.components.parts import Link
from handschlag.directory import rows, texts
from handschlag.directory.labels import Word
from handschlag.events import labels as events_labels
from handschlag.events import public_events, published_programme
from handschlag.events.contributions.calls import picture_of_speaker
from handschlag.events.narrowing import Wording, address, narrowing
from handschlag.events.programme.day_grid import grid_screen
from handschlag.events.programme.my_programme import SavedSessions, saved_sessions_of
from handschlag.events.public_events import VisibleEvent, choice_of, shown_event, shown_line, town
from handschlag.events.published_programme import (
    ALL_DAYS,
    FACETS,
    Behind,
    ProgrammePage,
    PublishedProgramme,
    PublishedSession,
    alongside,
    behind,
    latest,
    named_day,
    of_speaker,
    page_of_programme,
    parts_of_days,
)
from handschlag.events.versions import ProgrammeSpeaker, online_rooms_of

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
        "linked_data": public_events.linked_event(
            event,
            shown.hosts,
            parts=[public_events.linked_part(event, line) for line in page.lines] if not choice else (),
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
        "kind": events_labels.SESSION_KINDS,
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


def session_screen(
    shown: VisibleEvent,
    line: PublishedSession,
    *,
    behind: Behind,
    alongside: Sequence[PublishedSession],
    chosen: SavedSessions,
    is_online: bool,
    today: date,
) -> dict[str, Any]:
    """The page of one session; `alongside` are those at the same time."""
    item = line.item
    text = texts.prose(item.abstract_de, item.abstract_en)
    title = pick(item.title_de, item.title_en)
    roles = {role.speaker: role.part for role in item.speakers}
    return {
        "is_past": shown.event.last_day < today,
        "event": shown.event,
        "is_preview": shown.is_preview,
        "line": line,
        "item": item,
        "title": title,
        "description": texts.excerpt(" ".join(text.paragraphs) or title, most=160),
        "text": text,
        "speakers": [_speaker_row(person, behind, part=roles[person.id]) for person in line.people],
        "alongside": alongside,
        "linked_data": public_events.linked_session(shown.event, line),
        "can_be_chosen": item.kind not in published_programme.PAUSES and not item.is_cancelled,
        "is_chosen": item.id in chosen.ids,
        "is_online": is_online and not item.is_cancelled,
    }


def _speaker_row(person: ProgrammeSpeaker, behind: Behind, *, part: str = "speaker") -> dict[str, Any]:
    """Who it is, with the entries of the directory behind; `part` only where it is not to speak."""
    network, actor = behind.networks.get(person.network or 0), behind.actors.get(person.actor or 0)
    links = [Link(label=actor.name, url=rows.actor_url(actor))] if actor else []
    if network:
        links.append(Link(label=rows.network_name(network), url=rows.network_url(network)))
    return {
        "person": person,
        "part": str(events_labels.SPEAKER_PARTS[part]) if part and part != "speaker" else "",
        "role": pick(person.role_de, person.role_en),
        "organisation": "" if actor and actor.name == person.organisation else person.organisation,
        "links": links,
    }


def speaker_screen(
    shown: VisibleEvent,
    person: ProgrammeSpeaker,
    lines: Sequence[PublishedSession],
    *,
    behind: Behind,
    chosen: SavedSessions,
) -> dict[str, Any]:
    """The page of a speaker; `lines` are the sessions in which this person takes part."""
    return {
        "event": shown.event,
        "is_preview": shown.is_preview,
        "speaker": _speaker_row(person, behind),
        "text": texts.prose(person.about_de, person.about_en),
        "lines": lines,
        "chosen_ids": chosen.ids,
    }


@cached_for_visitors(parameters=("q", "day", *FACETS))
@require_safe
def programme_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The published programme, narrowed down by words, filters and day."""
    shown = shown_event(request, slug)
    page = page_of_programme(
        latest(shown.event.pk),
        choice_of(request, FACETS),
        day=request.GET.get("day", ""),
        today=timezone.localdate(),
    )
    context = programme_screen(shown, page, saved_sessions_of(request), today=timezone.localdate())
    return render(request, "events/conferences/programme.html", context)


@cached_for_visitors
@require_safe
def session_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page of one published session; 404 where the programme has none with this number."""
    shown, reading, line = shown_line(request, slug, number)
    context = session_screen(
        shown,
        line,
        behind=behind(line.people),
        alongside=alongside(reading, line),
        chosen=saved_sessions_of(request),
        is_online=line.item.room in online_rooms_of(shown.event.pk),
        today=timezone.localdate(),
    )
    return render(request, "events/conferences/session.html", context)


@cached_for_visitors
@require_safe
def speaker_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page of a speaker with their sessions; 404 for those who speak nowhere."""
    shown = shown_event(request, slug)
    reading = latest(shown.event.pk)
    person = reading.people.get(number)
    lines = of_speaker(reading, number)
    if person is None or not lines:
        raise Http404
    chosen = saved_sessions_of(request)
    context = {
        **speaker_screen(shown, person, lines, behind=behind([person]), chosen=chosen),
        "has_picture": bool(picture_of_speaker(shown.event.pk, number)),
    }
    return render(request, "events/conferences/speaker.html", context)

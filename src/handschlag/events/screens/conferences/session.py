"""The page of one session, and the page of somebody who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_date, format_span, machine_time, weekday_name
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.screens import entry_rows, texts
from handschlag.directory.screens.texts import Prose
from handschlag.events.models import Event
from handschlag.events.queries.conferences.programme_pages import Behind
from handschlag.events.queries.conferences.public_events import VisibleEvent
from handschlag.events.queries.conferences.published_programme import PublishedSession
from handschlag.events.rules.programme import ProgrammeSpeaker
from handschlag.events.rules.saved_sessions import SavedSessions
from handschlag.events.screens.conferences import language_labels, linked_data, session_lines
from handschlag.events.screens.conferences.event import crumbs
from handschlag.events.screens.conferences.session_lines import SessionLine, session_line


@dataclass(frozen=True, slots=True, kw_only=True)
class _SpeakerRow:
    name: str
    url: str
    part: str
    role: str
    organisation: str
    links: Sequence[Link]  # to the directory
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _SessionScreen:
    title: str
    slug: str
    id: int
    description: str
    crumbs: Sequence[Crumb]
    kind: str
    day: str
    weekday: str
    hours: str
    iso_begin: str
    room: str
    room_note: str
    track: str
    language: str
    seats: str
    text: Prose
    speakers: Sequence[_SpeakerRow]
    papers: Sequence[Link]
    alongside: Sequence[SessionLine]
    calendar_url: str
    linked_data: str
    can_be_chosen: bool
    is_chosen: bool
    is_cancelled: bool
    is_invented: bool
    is_demo: bool
    is_preview: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _SpeakerScreen:
    speaker: _SpeakerRow
    slug: str
    crumbs: Sequence[Crumb]
    text: Prose
    lines: Sequence[SessionLine]
    is_preview: bool


def session_screen(
    shown: VisibleEvent,
    line: PublishedSession,
    *,
    behind: Behind,
    alongside: Sequence[PublishedSession],
    chosen: SavedSessions,
) -> _SessionScreen:
    event, item, title = shown.event, line.item, session_lines.session_title(line)
    text = texts.prose(item.abstract_de, item.abstract_en)
    parts = {one.speaker: one.part for one in item.speakers}
    return _SessionScreen(
        title=title,
        slug=event.slug,
        id=item.id,
        description=texts.excerpt(" ".join(text.paragraphs) or title, most=160),
        crumbs=crumbs(event, programme_crumb(event), Crumb(title)),
        kind=str(language_labels.KINDS[item.kind]),
        day=format_date(line.day),
        weekday=weekday_name(line.day),
        hours=format_span(item.starts_at, item.ends_at),
        iso_begin=machine_time(item.starts_at),
        room=session_lines.room_of(line),
        room_note=_room_note(line),
        track=pick(line.track.name_de, line.track.name_en) if line.track else "",
        language=str(language_labels.LANGUAGES[item.language]),
        seats=_("%(n)s places") % {"n": texts.number(item.seats)} if item.seats else "",
        text=text,
        speakers=tuple(_speaker_row(event, person, behind, part=parts[person.id]) for person in line.people),
        papers=tuple(Link(label=pick(one.title_de, one.title_en), url=one.url) for one in item.papers),
        alongside=tuple(session_line(event, other, chosen=chosen.ids) for other in alongside),
        calendar_url=reverse("events:session_calendar", args=[event.slug, item.id]),
        linked_data=linked_data.of_session(event, line),
        can_be_chosen=item.kind not in language_labels.PAUSES and not item.is_cancelled,
        is_chosen=item.id in chosen.ids,
        is_cancelled=item.is_cancelled,
        is_invented=item.is_time_invented,
        is_demo=event.is_demo,
        is_preview=shown.is_preview,
    )


def programme_crumb(event: Event) -> Crumb:
    """The link to the public programme, for what lies below it."""
    return Crumb(_("Programme"), reverse("events:programme", args=[event.slug]))


def _room_note(line: PublishedSession) -> str:
    """Where the room is, and whether there are steps."""
    if line.room is None:
        return ""
    zone = pick(line.room.zone_de, line.room.zone_en)
    way = _("step-free") if line.room.is_step_free else _("stairs only")
    return ", ".join(part for part in (zone, way) if part)


def _speaker_row(event: Event, person: ProgrammeSpeaker, behind: Behind, *, part: str = "") -> _SpeakerRow:
    network, actor = behind.networks.get(person.network or 0), behind.actors.get(person.actor or 0)
    links = (
        [Link(label=entry_rows.network_name(network), url=entry_rows.network_url(network))] if network else []
    )
    if actor:
        links.insert(0, Link(label=actor.name, url=entry_rows.actor_url(actor)))
    return _SpeakerRow(
        name=person.name,
        url=reverse("events:speaker", args=[event.slug, person.id]),
        part=str(language_labels.PARTS[part]) if part and part != "speaker" else "",
        role=pick(person.role_de, person.role_en),
        organisation="" if actor and actor.name == person.organisation else person.organisation,
        links=tuple(links),
        is_demo=person.is_demo,
    )


def speaker_screen(
    shown: VisibleEvent,
    person: ProgrammeSpeaker,
    lines: Sequence[PublishedSession],
    *,
    behind: Behind,
    chosen: SavedSessions,
) -> _SpeakerScreen:
    """The page of a speaker; `lines` are the sessions in which this person takes part."""
    event = shown.event
    return _SpeakerScreen(
        speaker=_speaker_row(event, person, behind),
        slug=event.slug,
        crumbs=crumbs(event, programme_crumb(event), Crumb(person.name)),
        text=texts.prose(person.about_de, person.about_en),
        lines=tuple(session_line(event, line, chosen=chosen.ids) for line in lines),
        is_preview=shown.is_preview,
    )

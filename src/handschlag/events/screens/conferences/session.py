"""The page of one session, and the page of somebody who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from handschlag.common.language import pick
from handschlag.design.components.parts import Link
from handschlag.directory.screens import entry_rows, texts
from handschlag.events.queries.conferences.programme_pages import Behind
from handschlag.events.queries.conferences.public_events import VisibleEvent
from handschlag.events.queries.conferences.published_programme import PublishedSession
from handschlag.events.rules.programme import ProgrammeSpeaker
from handschlag.events.rules.saved_sessions import SavedSessions
from handschlag.events.screens.conferences import language_labels, linked_data


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
        "linked_data": linked_data.of_session(shown.event, line),
        "can_be_chosen": item.kind not in language_labels.PAUSES and not item.is_cancelled,
        "is_chosen": item.id in chosen.ids,
        "is_online": is_online and not item.is_cancelled,
    }


def _speaker_row(person: ProgrammeSpeaker, behind: Behind, *, part: str = "speaker") -> dict[str, Any]:
    """Who it is, with the entries of the directory behind; `part` only where it is not to speak."""
    network, actor = behind.networks.get(person.network or 0), behind.actors.get(person.actor or 0)
    links = [Link(label=actor.name, url=entry_rows.actor_url(actor))] if actor else []
    if network:
        links.append(Link(label=entry_rows.network_name(network), url=entry_rows.network_url(network)))
    return {
        "person": person,
        "part": str(language_labels.PARTS[part]) if part and part != "speaker" else "",
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

"""Changes of a programme as an Atom feed: one entry for each version."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.events.models import Event
from handschlag.events.queries.conferences.changes import VersionChange
from handschlag.events.screens.conferences.changes import (
    ChangedSession,
    changed_sessions,
    version_title,
)
from handschlag.events.screens.conferences.entries import event_uid


def changes_feed(event: Event, steps: Sequence[VersionChange]) -> str:
    """The feed as XML; each entry leads to its version on the page of changes."""
    name = pick(event.title_de, event.title_en)
    changes = reverse("events:changes", args=[event.slug])
    feed = Atom1Feed(
        title=_("Changes: %(event)s") % {"event": name},
        link=settings.BASE_URL + changes,
        description=_("Programme changes"),
        language=get_language(),
        feed_url=settings.BASE_URL + reverse("events:changes_feed", args=[event.slug]),
        feed_guid=f"{settings.BASE_URL}{changes}",
        author_name="Handschlag",
    )
    for step in steps:
        feed.add_item(
            title=version_title(step),
            link=f"{settings.BASE_URL}{changes}#version-{step.number}",
            description=_in_words(step),
            unique_id=uuid5(event_uid(event), f"version {step.number}").urn,
            pubdate=step.published_at,
            updateddate=step.published_at,
        )
    written: str = feed.writeString("utf-8")
    return written


def _in_words(step: VersionChange) -> str:
    """Plain text, a line for each session."""
    lines = [step.note] if step.note else []
    return "\n".join([*lines, *(_line(session) for session in changed_sessions(step))])


def _line(session: ChangedSession) -> str:
    """Was KI im Spektrum sieht: changed (Time: 10:40 to 11:20 → 14:00 to 14:40)"""
    told = "; ".join(f"{one.label}: {one.old or '–'} → {one.new or '–'}" for one in session.changes)
    more = "; ".join(part for part in (told, session.others) if part)
    title = pick(session.item.title_de, session.item.title_en)
    return f"{title}: {session.kind}" + (f" ({more})" if more else "")

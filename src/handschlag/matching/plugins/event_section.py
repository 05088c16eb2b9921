"""What the public page of an event shows of its matching."""

from __future__ import annotations

from datetime import datetime

from handschlag.events.hooks.event_sections import EventSection
from handschlag.matching.queries.public_preview import public_preview
from handschlag.matching.screens.public_preview import public_preview_screen


def matching_section(event_id: int, now: datetime) -> EventSection | None:
    """Once matching is open, until the event is over."""
    found = public_preview(event_id)
    if found is None:
        return None
    screen = public_preview_screen(found, now=now)
    return None if screen["is_over"] else EventSection(template="matching/public_preview.html", screen=screen)

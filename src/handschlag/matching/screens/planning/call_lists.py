"""Whom nobody reaches by mail: told by telephone or in print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from handschlag.common.times import format_slot
from handschlag.events.models import Event
from handschlag.matching.models import Notice
from handschlag.matching.queries.display_names import Called
from handschlag.matching.rules.changes import ChangeKind
from handschlag.matching.screens.planning import explanations


def what_to_tell(event: Event, one: Notice, people: Mapping[int, Called]) -> str:
    """What somebody who is called has to know of all their changes."""
    return ", ".join(_words_of_change(event, change, one.participant_id, people) for change in one.changes)


def _words_of_change(event: Event, change: Mapping[str, Any], own: int, people: Mapping[int, Called]) -> str:
    others = explanations.names((pk for pk in change["people"] if pk != own), people)
    spot = change["new"] or change["old"]
    group = gettext(ChangeKind(change["kind"]).label)
    time = format_slot(datetime.fromisoformat(spot[0]), with_day=event.has_days)
    return f"{time} {spot[1]} {others} ({group})"

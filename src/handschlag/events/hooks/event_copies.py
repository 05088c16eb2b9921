"""What apps above copy along when an event is the template of another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.events.models import Event
from handschlag.events.rules.date_shift import DateShift

# The template, the new event, and by how many days all times move.
event_copies: Final = Hook[Callable[[Event, Event, DateShift], None]]("events.event_copies")

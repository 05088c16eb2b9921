"""What registration copies along with an event."""

from __future__ import annotations

from handschlag.events.models import Event
from handschlag.events.rules.date_shift import DateShift
from handschlag.registration.actions.questions import copy_questions


def copy_registration_setup(source: Event, target: Event, shift: DateShift) -> None:
    """The event's own questions."""
    del shift
    copy_questions(source, target)

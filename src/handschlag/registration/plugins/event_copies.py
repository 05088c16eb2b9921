"""What registration copies along with an event."""

from __future__ import annotations

from handschlag.events.models import Event
from handschlag.events.rules.date_shift import DateShift
from handschlag.registration.actions.categories import copy_categories
from handschlag.registration.actions.questions import copy_questions


def copy_registration_setup(source: Event, target: Event, shift: DateShift) -> None:
    """The event's categories and own questions."""
    del shift
    copy_categories(source, target)
    copy_questions(source, target)

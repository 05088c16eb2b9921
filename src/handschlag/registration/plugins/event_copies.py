"""What registration copies along with an event."""

from __future__ import annotations

from handschlag.events.models import Event
from handschlag.events.rules.date_shift import DateShift
from handschlag.registration.actions.badge_designs import copy_badge_design
from handschlag.registration.actions.categories import copy_categories
from handschlag.registration.actions.questions import copy_questions


def copy_registration_setup(source: Event, target: Event, shift: DateShift) -> None:
    """The event's categories, own questions and looks of badges."""
    del shift
    copy_categories(source, target)
    copy_questions(source, target)
    copy_badge_design(source, target)

"""What organisers prepare for registrations: a category, a question, a list of people."""

from __future__ import annotations

from typing import Any

from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events.models import Event
from handschlag.registration.models import Category, PeopleList, Question


def prepared_for(event: Event, organiser: User) -> dict[str, Any]:
    return {
        "category": Category.objects.create(event=event, name_de="Vortrag", is_open=False).pk,
        "question": Question.objects.create(event=event, label_de="Welche Größe?").pk,
        "people_list": PeopleList.objects.create(
            event=event,
            owner=organiser,
            first_row=1,
            packed=PeopleList.pack([["Name", "E-Mail"], ["Nova Neu", "nova@example.org"]]),
            created_at=builders.NOW,
        ).pk,
    }

"""Makes rows of the matching service for tests, on top of `builders`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.platform import builders

from handschlag.events.models import Event
from handschlag.matching.models import Participant, Party, Request, Service, Statement
from handschlag.matching.models.wishes import pair_of, value_of
from handschlag.registration.models import Consent


def slots_on_both_days(made: Event, *codes: str, until: str = "11:30") -> None:
    """Slots of 15 minutes, three or more at the same hours of both mornings, and tables for them."""
    tables = tuple(builders.place(made, code) for code in codes)
    builders.block(made, until=until, places=tables)
    builders.block(made, "Zweiter Vormittag", until=until, day=made.last_day, places=tables)


def matching(made: Event, **values: Any) -> Service:
    """An open matching service in the middle of its wishes, from November 2026 to April 2027."""
    values = {
        "is_open": True,
        "profiles_from": builders.NOW - timedelta(days=20),
        "wishes_from": builders.NOW - timedelta(days=10),
        "answers_until": builders.clock("18:00", date(2027, 4, 5)),
        "fixed_at": builders.clock("18:00", date(2027, 4, 9)),
        "changed_at": builders.NOW,
        **values,
    }
    return Service.objects.create(event=made, **values)


def participant(service: Service, name: str = "Ada Lindqvist", **values: Any) -> Participant:
    """Somebody who takes part and has described themselves: `needs=("Linsen",)`, `offers=("Laser",)`."""
    said = {"offer": values.pop("offers", ()), "need": values.pop("needs", ())}
    given: dict[str, Any] = {"organisation": f"Werkstatt {name}", **values.pop("registered", {})}
    row = builders.registration(service.event, name, **given)
    Consent.objects.create(
        registration=row, purpose="matching", text_version="2026-11", given_at=builders.NOW
    )
    values = {"joined_at": builders.NOW, "described_at": builders.NOW, **values}
    made = Participant.objects.create(service=service, registration=row, **values)
    for direction, texts in said.items():
        for position, text in enumerate(texts):
            Statement.objects.create(participant=made, direction=direction, text=text, position=position)
    return made


def asked(sender: Participant, *others: Participant, kind: str = "want", **values: Any) -> Request:
    """An open request, as it was sent."""
    pair = pair_of(sender.pk, others[0].pk) if len(others) == 1 else ""
    values = {"purpose": "Linsen besprechen", "value": value_of([kind]), "sent_at": builders.NOW, **values}
    made = Request.objects.create(service=sender.service, sender=sender, pair=pair, **values)
    Party.objects.create(
        request=made, participant=sender, is_sender=True, kind=kind, said_yes_at=builders.NOW
    )
    for one in others:
        Party.objects.create(request=made, participant=one)
    return made

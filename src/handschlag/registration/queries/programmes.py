"""What of an event's programme people can choose: always of the version that is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count

from handschlag.common.language import InBothLanguages
from handschlag.events.models import Session, SessionKind
from handschlag.events.queries import programme as programmes
from handschlag.events.rules.programme import Item, Programme
from handschlag.registration.models import Registration, SeatState, SessionChoice
from handschlag.registration.rules.missed_sessions import SessionTime

NOT_CHOSEN: Final = frozenset({SessionKind.BREAK})  # nobody registers for the coffee


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One session as it is published. `is_cancelled`: it was, and does not take place."""

    id: int
    uid: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    title_de: str
    title_en: str
    room_de: str
    room_en: str
    room_id: int | None
    language: str
    seats: int | None
    is_cancelled: bool
    sequence: int
    changed_at: datetime | None

    title = InBothLanguages()
    room = InBothLanguages()

    def slot(self, wish: str) -> SessionTime:
        return SessionTime(id=self.id, starts_at=self.starts_at, ends_at=self.ends_at, wish=wish)


def published(event_id: int) -> Mapping[int, Offer]:
    """Every session of the last published programme by its id, in the order of time; empty without one."""
    programme = programmes.published(event_id).programme
    found = [_offer_of(item, programme) for item in programme.items if item.kind not in NOT_CHOSEN]
    return {one.id: one for one in sorted(found, key=lambda one: (one.starts_at, one.id))}


def _offer_of(item: Item, programme: Programme) -> Offer:
    room = programme.room(item.room)
    return Offer(
        id=item.id,
        uid=item.uid,
        kind=item.kind,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        title_de=item.title_de,
        title_en=item.title_en,
        room_de=room.name_de if room else "",
        room_en=room.name_en if room else "",
        room_id=item.room,
        language=item.language,
        seats=item.seats,
        is_cancelled=item.is_cancelled,
        sequence=item.sequence,
        changed_at=item.changed_at,
    )


def choosable(event_id: int) -> Mapping[int, Offer]:
    """Those that take place, and whose row is still there."""
    found = {pk: one for pk, one in published(event_id).items() if not one.is_cancelled}
    if not found:
        return {}
    there = set(Session.objects.filter(event_id=event_id).values_list("pk", flat=True))
    return {pk: one for pk, one in found.items() if pk in there}


def choices_of(registration: Registration) -> Sequence[SessionChoice]:
    """What the person has chosen, in the order in which it was chosen."""
    return list(registration.choices.all())


def seats_taken(event_id: int) -> Mapping[int, int]:
    """How many seats of each session are given."""
    rows = SessionChoice.objects.filter(session__event_id=event_id, seat=SeatState.SEATED).order_by()
    return dict(rows.values_list("session_id").annotate(number=Count("pk")))

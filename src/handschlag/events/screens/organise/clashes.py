"""What does not fit together, in sentences with links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_range, format_short_day, format_time
from handschlag.events.rules.programme import Item, Programme
from handschlag.events.rules.programme.clashes import Clash, ClashKind

_OF_SPEAKERS: Final = (ClashKind.SPEAKER_TWICE, ClashKind.SPEAKER_ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A session in a clash."""

    id: int
    title: str
    when: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashLine:
    text: str
    sessions: Sequence[_Named]


class _Namer:
    """Names of rooms and speakers, looked up once for all clashes of a page."""

    def __init__(self, slug: str, programme: Programme) -> None:
        self.base = reverse("events:edit_session", args=[slug, 0]).removesuffix("0/")
        self.items = {item.id: item for item in programme.items}
        self.rooms = {room.id: pick(room.name_de, room.name_en) for room in programme.rooms}
        self.seats = {room.id: room.seats for room in programme.rooms}
        self.people = {one.id: one.name for one in programme.people}

    def line(self, clash: Clash) -> ClashLine:
        return ClashLine(
            text=self.text(clash), sessions=tuple(self.named(self.items[pk]) for pk in clash.items)
        )

    def named(self, item: Item) -> _Named:
        room = self.rooms.get(item.room or 0, "")
        day = format_short_day(item.starts_at)
        when = f"{day}, {format_range(item.starts_at, item.ends_at)}"
        return _Named(
            id=item.id,
            title=pick(item.title_de, item.title_en),
            when=f"{when}, {room}" if room else when,
            url=f"{self.base}{item.id}/" if item.id else "",
        )

    def text(self, clash: Clash) -> str:
        where = clash.where or 0
        at = format_time(clash.at) if clash.at else ""
        name = self.people.get(where, "") if clash.kind in _OF_SPEAKERS else self.rooms.get(where, "")
        words = {
            ClashKind.SPEAKER_TWICE: _("%(name)s is in two sessions at %(at)s."),
            ClashKind.SPEAKER_ABSENT: _("%(name)s cannot be there at %(at)s."),
            ClashKind.ROOM_TWICE: _("%(name)s is double-booked at %(at)s."),
            ClashKind.ROOM_CLOSED: _("%(name)s is unavailable from %(at)s."),
            ClashKind.OUTSIDE_HOURS: _("The venue is closed then."),
            ClashKind.LONGER_THAN_DAY: _("This is longer than any day of the event."),
            ClashKind.OVER_MIDNIGHT: _("This goes past midnight, when the venue is closed."),
            ClashKind.TOO_MANY_SEATS: _("%(name)s has only %(seats)s places."),
        }
        return words[clash.kind] % {"name": name, "at": at, "seats": self.seats.get(where) or 0}


def lines_of(slug: str, programme: Programme, found: Iterable[Clash]) -> tuple[ClashLine, ...]:
    """One sentence for each clash, in the order given, with the sessions it is about."""
    namer = _Namer(slug, programme)
    return tuple(namer.line(clash) for clash in found)

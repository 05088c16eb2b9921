"""Somebody's meetings as they are told: by the valid version, and newly agreed ones as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.common.language import pick
from handschlag.events.models import Place, PlaceKind
from handschlag.matching.models import Meeting, Participant, Request, RequestState, TimetableVersion
from handschlag.matching.queries.inbox import people_of
from handschlag.matching.queries.moves import agreed_since
from handschlag.matching.queries.partners import Partner, partners_of
from handschlag.matching.rules.moves import with_moves
from handschlag.matching.rules.versions import PublishedMeeting, published_meetings_in


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMeeting:
    """One meeting of the person. `is_told`: it stands in the valid version at this time."""

    request: int
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    place: int
    place_code: str
    zone: str
    is_online: bool
    others: tuple[Partner, ...]
    purpose: str
    is_told: bool
    is_locked: bool
    changed_at: datetime

    @property
    def names(self) -> str:
        return ", ".join(one.name for one in self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What the valid version changed for somebody; None where there was, or is, no meeting."""

    names: str
    before: datetime | None
    after: datetime | None


def meetings_of(participant: Participant) -> tuple[ToldMeeting, ...]:
    """In the order of time; a constant number of queries."""
    version = latest(participant)[0]
    rows = Request.objects.filter(parties__participant=participant, state=RequestState.ACCEPTED)
    requests = {row.pk: row for row in rows.order_by("pk")}
    spots = spots_of(participant, requests, version)
    people = people_of(requests)
    names = partners_of({pk for several in people.values() for pk in several})
    places = {row.pk: row for row in _places_with(one.place for one in spots.values())}
    found = [
        ToldMeeting(
            request=pk,
            uid=str(requests[pk].uid),
            sequence=requests[pk].sequence,
            starts_at=spot.starts_at,
            ends_at=spot.ends_at,
            place=spot.place,
            place_code=places[spot.place].code if spot.place in places else "",
            zone=_zone_of(places.get(spot.place)),
            is_online=spot.place in places and places[spot.place].kind == PlaceKind.LINK,
            others=tuple(names[one] for one in people[pk] if one != participant.pk),
            purpose=requests[pk].purpose,
            is_told=spot.is_told,
            is_locked=spot.is_locked,
            changed_at=_changed_at(requests[pk], spot.told_at),
        )
        for pk, spot in spots.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.request)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Where:
    starts_at: datetime
    ends_at: datetime
    place: int
    is_told: bool
    is_locked: bool = False
    told_at: datetime | None = None


def spots_of(
    participant: Participant, requests: Mapping[int, Request], version: TimetableVersion | None
) -> dict[int, _Where]:
    """The version rules, and what everybody has agreed to since; other moves are told with the next one."""
    found = {
        row.request_id: _Where(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place_id,
            is_told=False,
            is_locked=row.is_time_locked,
        )
        for row in _MEETINGS.rows(requests=list(requests))
    }
    if version is None:
        return found
    agreed = agreed_since(version)
    for one in with_moves(own_meetings(version, participant), agreed):
        if one.request in requests:
            moved = agreed.get(one.request)
            found[one.request] = _Where(
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                place=one.place,
                is_told=True,
                told_at=moved.at if moved else version.published_at,
            )
    return found


def latest(participant: Participant) -> tuple[TimetableVersion | None, TimetableVersion | None]:
    """The valid version and the one before it."""
    found = _VERSIONS.rows(service=participant.service_id)
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


_MEETINGS: Final = PreparedQuery(
    lambda requests: Meeting.objects.filter(request_id__in=requests).order_by("pk")
)
_VERSIONS: Final = PreparedQuery(
    lambda service: (
        TimetableVersion.objects.filter(service_id=service)
        .order_by("-number")
        .only("number", "content", "note", "published_at", "service_id")[:2]
    )
)


def own_meetings(version: TimetableVersion | None, participant: Participant) -> tuple[PublishedMeeting, ...]:
    """As the version was published."""
    return published_meetings_in(version.content, of=participant.pk) if version else ()


def _places_with(ids: Iterable[int]) -> list[Place]:
    return list(Place.objects.filter(pk__in=set(ids)).select_related("zone", "room"))


def _zone_of(place: Place | None) -> str:
    area = place and (place.zone or place.room)
    return pick(area.name_de, area.name_en) if area else ""


def _changed_at(request: Request, told_at: datetime | None) -> datetime:
    known = [request.sent_at, request.answered_at, request.tried_at, told_at]
    return max(at for at in known if at is not None)


def shifts_of(participant: Participant) -> tuple[Shift, ...]:
    """What the valid version, or a move since, changed against the version before; else nothing."""
    valid, before = latest(participant)
    agreed = agreed_since(valid)
    if valid is None or (before is None and not agreed):
        return ()
    new = {one.request: one for one in with_moves(own_meetings(valid, participant), agreed)}
    old = {one.request: one for one in own_meetings(before or valid, participant)}
    moved = [
        pk
        for pk in sorted({*new, *old})
        if (new[pk].starts_at if pk in new else None) != (old[pk].starts_at if pk in old else None)
    ]
    names = partners_of({pk for one in (*new.values(), *old.values()) for pk in one.people})
    return tuple(
        Shift(
            names=", ".join(
                names[one].name
                for one in (new.get(pk) or old[pk]).people
                if one != participant.pk and one in names
            ),
            before=old[pk].starts_at if pk in old else None,
            after=new[pk].starts_at if pk in new else None,
        )
        for pk in moved
    )

"""Somebody's own agenda, for the programs that they use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from handschlag.common.language import pick
from handschlag.events.models import Place
from handschlag.matching.models import Meeting, Participant, Party, RequestState, TimetableVersion
from handschlag.matching.rules.versions import Told, told_in
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.rules.visibility import Audience, audience_of


class Standing(StrEnum):
    PROVISIONAL = "provisional"  # it will take place; the time may still change
    FIXED = "fixed"  # published at this time and place


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """As much of the other person as participants see."""

    name: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaMeeting:
    """One meeting. `id` stays when the time changes; `sequence` grows with every change."""

    id: UUID
    sequence: int
    standing: Standing
    starts_at: datetime
    ends_at: datetime
    place: str
    area: str
    partners: tuple[Partner, ...]
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """Everything that is agreed. `version` is the published timetable, null before the first one."""

    event: str
    title: str
    version: int | None
    fixed_from: datetime
    meetings: tuple[AgendaMeeting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    starts_at: datetime
    ends_at: datetime
    place: int
    standing: Standing


def own_participant(registration: Registration) -> Participant | None:
    """Whose agenda it is; nobody's who has left or whose registration does not stand."""
    rows = Participant.objects.select_related("service__event")
    return rows.filter(
        registration=registration,
        registration__state=RegistrationState.CONFIRMED,
        service__is_open=True,
        left_at=None,
    ).first()


def agenda_of(participant: Participant) -> Agenda:
    """Six queries, however many meetings."""
    service = participant.service
    versions = TimetableVersion.objects.filter(service=service).only("number", "content")
    version = versions.order_by("-number").first()
    told = told_in(version.content) if version else ()
    rows = Meeting.objects.filter(seats__participant=participant).select_related("request")
    held = {row.request_id: row for row in rows}
    spots = spots_of(participant, held, told)
    partners = partners_of(list(held), participant)
    places = {row.pk: row for row in places_with(spots)}
    meetings = [
        AgendaMeeting(
            id=held[pk].request.uid,
            sequence=held[pk].request.sequence,
            standing=spot.standing,
            starts_at=spot.starts_at,
            ends_at=spot.ends_at,
            place=places[spot.place].code if spot.place in places else "",
            area=area_of(places.get(spot.place)),
            partners=tuple(partners[pk]),
            purpose=held[pk].request.purpose,
        )
        for pk, spot in spots.items()
    ]
    return Agenda(
        event=service.event.slug,
        title=pick(service.event.title_de, service.event.title_en),
        version=version.number if version else None,
        fixed_from=service.fixed_at,
        meetings=tuple(sorted(meetings, key=lambda one: (one.starts_at, one.id))),
    )


def spots_of(participant: Participant, held: dict[int, Meeting], told: tuple[Told, ...]) -> dict[int, Spot]:
    """What was published counts until the next version; what came since then is provisional."""
    found = {
        pk: Spot(
            starts_at=row.starts_at, ends_at=row.ends_at, place=row.place_id, standing=Standing.PROVISIONAL
        )
        for pk, row in held.items()
    }
    for one in told:
        if one.request in held and participant.pk in one.people:
            found[one.request] = Spot(
                starts_at=one.starts_at, ends_at=one.ends_at, place=one.place, standing=Standing.FIXED
            )
    return found


def partners_of(requests: list[int], me: Participant) -> dict[int, list[Partner]]:
    """By request: the others."""
    found: dict[int, list[Partner]] = defaultdict(list)
    rows = Party.objects.filter(
        ~Q(participant=me), request_id__in=requests, request__state=RequestState.ACCEPTED
    )
    for row in rows.select_related("participant__registration__actor").order_by("pk"):
        found[row.request_id].append(partner_of(row.participant.registration))
    return found


def partner_of(registration: Registration) -> Partner:
    is_open = audience_of("organisation", registration.visibility) is not Audience.NOBODY
    name = registration.actor.name if registration.actor else registration.organisation
    return Partner(name=registration.name, organisation=name if is_open else "")


def places_with(spots: dict[int, Spot]) -> list[Place]:
    ids = {one.place for one in spots.values()}
    return list(Place.objects.filter(pk__in=ids).select_related("zone", "room"))


def area_of(place: Place | None) -> str:
    area = place and (place.zone or place.room)
    return pick(area.name_de, area.name_en) if area else ""

"""Somebody's own agenda, for the programs that they use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from handschlag.common.language import pick
from handschlag.matching.models import Participant
from handschlag.matching.queries.days import ToldMeeting, latest, meetings_of
from handschlag.registration.models import Registration, RegistrationState


class Standing(StrEnum):
    PROVISIONAL = "provisional"  # it will take place; the time may still change
    FIXED = "fixed"  # published at this time and place


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """As much of the other person as participants see."""

    name: str
    about: str


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
    """A constant number of queries, however many meetings."""
    service = participant.service
    version = latest(participant)[0]
    return Agenda(
        event=service.event.slug,
        title=pick(service.event.title_de, service.event.title_en),
        version=version.number if version else None,
        fixed_from=service.fixed_at,
        meetings=tuple(_meeting_of(one) for one in meetings_of(participant)),
    )


def _meeting_of(one: ToldMeeting) -> AgendaMeeting:
    """What was published counts until the next version; what came since then is provisional."""
    return AgendaMeeting(
        id=UUID(one.uid),
        sequence=one.sequence,
        standing=Standing.FIXED if one.is_told else Standing.PROVISIONAL,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        place=one.place_code,
        area=one.zone,
        partners=tuple(Partner(name=partner.name, about=partner.sub) for partner in one.others),
        purpose=one.purpose,
    )

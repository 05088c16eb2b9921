"""What is printed: the timetable with names, purposes, and the language of each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handschlag.common.rules.names import surname_first
from handschlag.directory.rules.analysis import fold
from handschlag.events.models import Event
from handschlag.matching.models import Meeting, Participant, Service
from handschlag.matching.queries.display_names import Called, everybody, parties_of
from handschlag.matching.queries.timetables import differences
from handschlag.matching.queries.versions import latest
from handschlag.registration.models import Registration
from handschlag.registration.queries.links import paper_link_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMeeting:
    """One meeting, for print."""

    starts_at: datetime
    place: str
    people: tuple[int, ...]
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSheet:
    person: Called
    language: str
    token: str
    lines: Sequence[PrintedMeeting]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything a print needs, read once."""

    event: Event
    version: int
    is_draft: bool  # nothing is published, or something else
    receipt: str
    people: Mapping[int, Called]
    sheets: Sequence[PersonSheet]
    places: Mapping[str, Sequence[PrintedMeeting]]


def pack_of(service: Service) -> Pack:
    """All that the prints show; a draft where nothing is published or the timetable differs from it."""
    people, parties = everybody(service), parties_of(service)
    own: dict[int, list[PrintedMeeting]] = defaultdict(list)
    places: dict[str, list[PrintedMeeting]] = defaultdict(list)
    rows = Meeting.objects.filter(service=service).select_related("place", "request")
    for row in rows.order_by("place__position", "place__code", "starts_at"):
        line = PrintedMeeting(
            starts_at=row.starts_at,
            place=row.place.code,
            people=parties[row.request_id],
            purpose=row.request.purpose,
        )
        places[row.place.code].append(line)
        for person in line.people:
            own[person].append(line)
    version = latest(service)
    return Pack(
        event=service.event,
        version=version.number if version else 0,
        is_draft=version is None or bool(differences(service, version)),
        receipt=str(version.receipt.get("plan", "")).removeprefix("sha256:")[:8] if version else "",
        people=people,
        sheets=sheets_of(_registrations_of(service, own), people, own),
        places=places,
    )


def _registrations_of(
    service: Service, own: Mapping[int, Sequence[PrintedMeeting]]
) -> dict[int, Registration]:
    rows = Participant.objects.filter(service=service, left_at=None).select_related("registration")
    return {row.pk: row.registration for row in rows if row.pk in own}


def sheets_of(
    registrations: Mapping[int, Registration],
    people: Mapping[int, Called],
    own: Mapping[int, Sequence[PrintedMeeting]],
) -> list[PersonSheet]:
    """In the order of the pile: by surname."""
    found = [
        PersonSheet(
            person=people[pk],
            language=row.language,
            token=paper_link_of(row),
            lines=sorted(own[pk], key=lambda one: one.starts_at),
        )
        for pk, row in registrations.items()
    ]
    return sorted(found, key=lambda one: (fold(surname_first(one.person.name)), one.person.id))

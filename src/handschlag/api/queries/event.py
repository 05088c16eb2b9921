"""What a key reads of its event: numbers for people, and names only where the key was made for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, QuerySet

from handschlag.events.models import Event
from handschlag.matching.models import (
    Meeting,
    Participant,
    Party,
    Request,
    RequestState,
    Service,
    TimetableVersion,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """The event, the dates of its matching, and how many requests are in which state."""

    slug: str
    title_de: str
    title_en: str
    first_day: date
    last_day: date
    profiles_from: datetime
    wishes_from: datetime
    answers_until: datetime
    fixed_at: datetime
    revision: int
    participants: int
    requests: dict[RequestState, int]
    version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Name and e-mail are null unless the key reads them."""

    number: int
    organisation: str
    speaks: list[str]
    joined_at: datetime
    has_profile: bool
    has_wished: bool
    has_left: bool
    name: str | None
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """A request that was sent. What people noted for themselves stands nowhere here."""

    id: UUID
    number: int
    state: RequestState
    sender: int
    receivers: tuple[int, ...]
    value: int
    sent_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    purpose: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One meeting of the timetable as it stands now, published or not."""

    id: UUID
    number: int
    participants: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime
    place: str
    is_time_locked: bool
    is_place_pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """A published timetable."""

    number: int
    published_at: datetime
    note: str
    meetings: int
    has_receipt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part[Row]:
    """Rows in the order of their numbers; ask for more with `after`, until it is null."""

    rows: list[Row]
    after: int | None


def part[Row: Model, Shown](
    rows: QuerySet[Row], show: Callable[[Sequence[Row]], list[Shown]], *, after: int, limit: int
) -> Part[Shown]:
    """One row more is read than shown: so it is known whether any follow."""
    found = list(rows.filter(pk__gt=after).order_by("pk")[: limit + 1])
    shown = found[:limit]
    return Part(rows=show(shown), after=shown[-1].pk if len(found) > limit else None)


def event_facts(event: Event, service: Service) -> EventFacts:
    """The event in numbers, without people; `version` is None where no timetable was published."""
    states = Request.objects.filter(service=service).values("state").annotate(count=Count("pk"))
    counted = {row["state"]: row["count"] for row in states.order_by("state")}
    versions = TimetableVersion.objects.filter(service=service).order_by("-number")
    return EventFacts(
        slug=event.slug,
        title_de=event.title_de,
        title_en=event.title_en,
        first_day=event.first_day,
        last_day=event.last_day,
        profiles_from=service.profiles_from,
        wishes_from=service.wishes_from,
        answers_until=service.answers_until,
        fixed_at=service.fixed_at,
        revision=service.revision,
        participants=service.participants.filter(left_at=None).count(),
        requests={state: counted.get(state.value, 0) for state in RequestState},
        version=versions.values_list("number", flat=True).first(),
    )


def people_of(service: Service, *, has_names: bool, after: int, limit: int) -> Part[Person]:
    """At most `limit`, those with numbers above `after`; names and emails are None without `has_names`."""
    rows = Participant.objects.filter(service=service, registration__erased_at=None)

    def show(found: Sequence[Participant]) -> list[Person]:
        return [_person_of(one, has_names=has_names) for one in found]

    return part(rows.select_related("registration__actor"), show, after=after, limit=limit)


def _person_of(row: Participant, *, has_names: bool) -> Person:
    registration = row.registration
    return Person(
        number=row.pk,
        organisation=registration.actor.name if registration.actor else registration.organisation,
        speaks=list(registration.speaks),
        joined_at=row.joined_at,
        has_profile=row.described_at is not None,
        has_wished=row.wished_at is not None,
        has_left=row.left_at is not None,
        name=registration.name if has_names else None,
        email=registration.email if has_names else None,
    )


def requests_of(
    service: Service, *, state: RequestState | None, has_names: bool, after: int, limit: int
) -> Part[RequestFacts]:
    """At most `limit`, those with numbers above `after`; of any state where `state` is None."""
    rows = Request.objects.filter(service=service)

    def show(found: Sequence[Request]) -> list[RequestFacts]:
        people = _people_by_request(one.pk for one in found)
        return [_request_of(one, people[one.pk], has_names=has_names) for one in found]

    return part(rows.filter(state=state) if state else rows, show, after=after, limit=limit)


def _request_of(row: Request, people: Sequence[int], *, has_names: bool) -> RequestFacts:
    return RequestFacts(
        id=row.uid,
        number=row.pk,
        state=RequestState(row.state),
        sender=row.sender_id,
        receivers=tuple(pk for pk in people if pk != row.sender_id),
        value=row.value,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        purpose=row.purpose if has_names else None,
    )


def _people_by_request(requests: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = Party.objects.filter(request_id__in=list(requests)).order_by("pk")
    for request, participant in rows.values_list("request_id", "participant_id"):
        found[request].append(participant)
    return found


def timetable_of(service: Service, *, after: int, limit: int) -> Part[Slot]:
    """At most `limit` meetings above `after` as they stand now, published or not."""
    rows = Meeting.objects.filter(service=service).select_related("request", "place")

    def show(found: Sequence[Meeting]) -> list[Slot]:
        people = _people_by_request(one.request_id for one in found)
        return [
            Slot(
                id=row.request.uid,
                number=row.request_id,
                participants=tuple(people[row.request_id]),
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                place=row.place.code,
                is_time_locked=row.is_time_locked,
                is_place_pinned=row.is_place_pinned,
            )
            for row in found
        ]

    return part(rows, show, after=after, limit=limit)


def versions_of(service: Service, *, after: int, limit: int | None) -> Part[VersionFacts]:
    """The latest first: those before the version `after`, or all; as many as `limit` says, or all."""
    rows = TimetableVersion.objects.filter(service=service).defer("problem_json", "plan_json")
    rows = rows.filter(number__lt=after) if after else rows
    found = list(rows.order_by("-number")[: None if limit is None else limit + 1])
    shown = found[:limit]
    return Part(
        rows=[
            VersionFacts(
                number=row.number,
                published_at=row.published_at,
                note=row.note,
                meetings=len(row.content["meetings"]),
                has_receipt=bool(row.receipt),
            )
            for row in shown
        ],
        after=shown[-1].number if len(found) > len(shown) else None,
    )


def file_of(service: Service, *, number: int, name: str) -> Any:
    """`problem_json`, `plan_json`, `receipt` or `content` of a version, as stored, or None."""
    row = TimetableVersion.objects.filter(service=service, number=number)
    return row.values_list(name, flat=True).first()

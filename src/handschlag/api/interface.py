"""The interface, version 1: what a key reads of its event, and somebody of their own agenda."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Count, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query
from ninja.responses import Response

from handschlag.api.access import KeyOfEvent, OwnToken
from handschlag.api.errors import Failure, Interface, add_exception_handlers, failed, next_link, tagged
from handschlag.api.models import ApiKey
from handschlag.api.public import router
from handschlag.common.language import pick
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
from handschlag.matching.own_meetings import ToldMeeting, latest_two_versions, meetings_of


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


def agenda_of(participant: Participant) -> Agenda:
    """A constant number of queries, however many meetings."""
    service = participant.service
    version = latest_two_versions(participant)[0]
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


FAILURES: dict[int, Any] = {304: None, **dict.fromkeys((400, 401, 404, 414, 422, 429), Failure)}
After = Annotated[int, Query(ge=0, le=2**62, description="the `after` of the answer before")]
Limit = Annotated[int, Query(ge=1, le=200, description="how many rows at most")]
AnyNumber = Annotated[
    int | None, Query(ge=1, le=200, description="how many rows at most; all of them without it")
]

api = Interface(
    title="Handschlag",
    version="1",
    description=(
        "Networks, actors, joint projects, programmes, fields, regions, events and campaigns for everybody; "
        "agendas and timetables with a key. Every address is read; nothing is changed."
    ),
    urls_namespace="v1",
    docs_url=None,
)
add_exception_handlers(api)
api.add_router("", router)
own, of_event = OwnToken(), KeyOfEvent()


def _service_of(request: HttpRequest) -> tuple[ApiKey, Service]:
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    service: Service | None = getattr(key.event, "matching", None)
    if service is None:
        raise Http404
    return key, service


@api.get("/agenda", response={200: Agenda, **FAILURES}, auth=own, url_name="agenda", tags=["person"])
def agenda(request: HttpRequest) -> Any:
    """The own agenda: meetings with time, place and partner. Nothing of others."""
    participant: Participant = request.auth  # type: ignore[attr-defined]
    return agenda_of(participant)


@api.get("/event", response={200: EventFacts, **FAILURES}, auth=of_event, url_name="event", tags=["event"])
def event(request: HttpRequest) -> Any:
    """The event of the key."""
    _key, service = _service_of(request)
    return event_facts(service.event, service)


@api.get(
    "/event/participants",
    response={200: Part[Person], **FAILURES},
    auth=of_event,
    url_name="participants",
    tags=["event"],
)
def participants(request: HttpRequest, after: After = 0, limit: Limit = 100) -> Any:
    """Who takes part, by number; names and addresses only with a key that reads them."""
    key, service = _service_of(request)
    return people_of(service, has_names=key.has_names, after=after, limit=limit)


@api.get(
    "/event/requests",
    response={200: Part[RequestFacts], **FAILURES},
    auth=of_event,
    url_name="requests",
    tags=["event"],
)
def requests(
    request: HttpRequest, state: RequestState | None = None, after: After = 0, limit: Limit = 100
) -> Any:
    """Requests that were sent, all of them or those in one state."""
    key, service = _service_of(request)
    return requests_of(service, state=state, has_names=key.has_names, after=after, limit=limit)


@api.get(
    "/event/timetable",
    response={200: Part[Slot], **FAILURES},
    auth=of_event,
    url_name="timetable",
    tags=["event"],
)
def timetable(request: HttpRequest, after: After = 0, limit: Limit = 100) -> Any:
    """The timetable as it stands now, published or not."""
    _key, service = _service_of(request)
    return timetable_of(service, after=after, limit=limit)


@api.get(
    "/event/versions",
    response={200: list[VersionFacts], **FAILURES},
    auth=of_event,
    url_name="versions",
    tags=["event"],
)
def versions(request: HttpRequest, response: HttpResponse, after: After = 0, limit: AnyNumber = None) -> Any:
    """What was published, the latest first: all of it, or `limit` rows and where to go on in `Link`."""
    _key, service = _service_of(request)
    found = versions_of(service, after=after, limit=limit)
    if found.after:
        response["Link"] = next_link(request, after=found.after)
    return found.rows


FILES = {"problem.json": "problem_json", "plan.json": "plan_json", "receipt": "receipt", "content": "content"}


def _stored(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """As it was stored: text stays as it is."""
    _key, service = _service_of(request)
    found = file_of(service, number=number, name=FILES[name])
    if not found:
        raise Http404
    if isinstance(found, str):
        return tagged(request, HttpResponse(found, content_type="application/json"))
    return tagged(request, Response(found))


@api.get(
    "/event/versions/{int:number}/problem.json",
    response={200: dict[str, Any], **FAILURES},
    auth=of_event,
    url_name="problem",
    tags=["files"],
)
def problem(request: HttpRequest, number: int) -> Any:
    """The problem of a version, as `treffen verify` takes it: numbers, no names."""
    return _stored(request, number, "problem.json")


@api.get(
    "/event/versions/{int:number}/plan.json",
    response={200: dict[str, Any], **FAILURES},
    auth=of_event,
    url_name="plan",
    tags=["files"],
)
def plan(request: HttpRequest, number: int) -> Any:
    """The plan of a version, as `treffen verify` takes it."""
    return _stored(request, number, "plan.json")


@api.get(
    "/event/versions/{int:number}/receipt",
    response={200: dict[str, Any], **FAILURES},
    auth=of_event,
    url_name="receipt",
    tags=["files"],
)
def receipt(request: HttpRequest, number: int) -> Any:
    """Values, bounds, what the verifier says, and the hashes of both files."""
    return _stored(request, number, "receipt")


@api.get(
    "/event/versions/{int:number}/meetings",
    response={200: dict[str, Any], **FAILURES},
    auth=of_event,
    url_name="content",
    tags=["files"],
)
def content(request: HttpRequest, number: int) -> Any:
    """The meetings of a version, as they were published."""
    return _stored(request, number, "content")


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever else is asked for below this address."""
    del rest
    return failed(request, "not_found", 404)

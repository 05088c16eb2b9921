"""The interface, version 1: every address with what it answers."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query
from ninja.responses import Response

from handschlag.api.models import ApiKey
from handschlag.api.queries import event as queries
from handschlag.api.queries.agenda import Agenda, agenda_of
from handschlag.api.queries.event import EventFacts, Part, Person, RequestFacts, Slot, VersionFacts
from handschlag.api.screens.faults import Failure
from handschlag.api.views.authentication import KeyOfEvent, OwnToken
from handschlag.api.views.errors import Interface, add_exception_handlers, failed, next_link, tagged
from handschlag.api.views.public import router
from handschlag.matching.models import Participant, RequestState, Service

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
    return queries.event_facts(service.event, service)


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
    return queries.people_of(service, has_names=key.has_names, after=after, limit=limit)


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
    return queries.requests_of(service, state=state, has_names=key.has_names, after=after, limit=limit)


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
    return queries.timetable_of(service, after=after, limit=limit)


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
    found = queries.versions_of(service, after=after, limit=limit)
    if found.after:
        response["Link"] = next_link(request, after=found.after)
    return found.rows


FILES = {"problem.json": "problem_json", "plan.json": "plan_json", "receipt": "receipt", "content": "content"}


def _stored(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """As it was stored: text stays as it is."""
    _key, service = _service_of(request)
    found = queries.file_of(service, number=number, name=FILES[name])
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

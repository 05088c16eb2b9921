"""What the engine has to know of an event, what has changed since, and what stays where it is."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Max, QuerySet, Sum

from handschlag.common.database import planned_cursor
from handschlag.common.page_cache import versions
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.events.meeting_grid import MeetingGrid, meeting_grid_of
from handschlag.events.models import Place
from handschlag.matching.categories import CategoryPair, apart_of
from handschlag.matching.hooks import Absence, absences
from handschlag.matching.models import (
    AGREED,
    Blocked,
    ForbiddenPair,
    Interpreter,
    Meeting,
    Participant,
    Party,
    Request,
    RequestState,
    Rule,
    Service,
)
from handschlag.matching.versions import latest_version, valid_meetings
from handschlag.registration.models import RegistrationState, SeatState, SessionChoice, SessionWish

PLANNED = (RequestState.OPEN, *AGREED)
_OF_REGISTRATION = (
    "actor",
    "actor__kind",
    "organisation",
    "arrives_at",
    "leaves_at",
    "speaks",
    "language",
    "needs_step_free",
    "needs_quiet",
    "is_remote",
    "category",
)
_OF_PARTICIPANT = (
    *("pk", "registration", "least", "most", "most_breaks"),
    *(f"registration__{name}" for name in _OF_REGISTRATION),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineParticipant:
    id: int
    organisation: str
    kind: str
    networks: tuple[int, ...]
    least: int | None
    most: int | None
    most_breaks: int | None
    arrives_at: datetime | None
    leaves_at: datetime | None
    languages: tuple[str, ...]
    needs_step_free: bool
    needs_quiet: bool
    blocked: frozenset[datetime]
    musts: tuple[int, ...]
    likes: tuple[int, ...]
    category: int | None = None
    is_remote: bool = False  # takes part online


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRequest:
    """A request that is open or agreed; `parties` are the participants, the sender first.

    A topic table needs `seats` even while some are free.
    """

    id: int
    state: str
    value: int
    is_barred: bool
    parties: tuple[int, ...]
    seats: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineMeeting:
    """A meeting as it stands."""

    request: int
    block: int
    starts_at: datetime
    place: int
    interpreter: int | None
    is_time_locked: bool
    is_place_pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineInput:
    service: Service
    grid: MeetingGrid
    places: tuple[Place, ...]
    people: tuple[EngineParticipant, ...]
    interpreters: tuple[Interpreter, ...]
    forbidden: frozenset[tuple[int, int]]
    rules: tuple[Rule, ...]
    asked: tuple[EngineRequest, ...]
    held: tuple[EngineMeeting, ...]
    absences: tuple[Absence, ...] = ()
    apart: frozenset[CategoryPair] = frozenset()  # categories that are not to meet


def load_engine_input(service: Service, *, has_requests: bool = True) -> EngineInput:
    """Everything, as it stands in this transaction; or without what is asked for and held."""
    event_id = service.event_id
    return EngineInput(
        service=service,
        grid=meeting_grid_of(event_id),
        places=tuple(Place.objects.filter(event_id=event_id).select_related("zone", "room")),
        people=_people_of(service),
        interpreters=tuple(Interpreter.objects.filter(service=service)),
        forbidden=frozenset(
            ForbiddenPair.objects.filter(service=service).values_list("first_id", "second_id")
        ),
        rules=tuple(Rule.objects.filter(service=service)),
        asked=engine_requests_of(service) if has_requests else (),
        held=engine_meetings_of(service) if has_requests else (),
        apart=apart_of(service.pk),
        absences=tuple(absence for plugin in absences for absence in plugin(service.pk)),
    )


def living(service: Service | int) -> QuerySet[Participant]:
    """Who takes part now, at a service or the one of this key: has not left, and the registration stands."""
    return Participant.objects.filter(
        service=service,
        left_at=None,
        registration__state=RegistrationState.CONFIRMED,
        registration__erased_at=None,
    )


def _people_of(service: Service) -> tuple[EngineParticipant, ...]:
    blocked: dict[int, set[datetime]] = defaultdict(set)
    for owner, at in Blocked.objects.filter(participant__service=service).values_list(
        "participant_id", "starts_at"
    ):
        blocked[owner].add(at)
    networks = networks_of(service)
    musts, likes = _talks(service)
    rows = living(service).order_by("pk").values_list(*_OF_PARTICIPANT, named=True)
    return tuple(
        EngineParticipant(
            id=row.pk,
            organisation=_organisation(row.registration__actor, row.registration__organisation),
            kind=row.registration__actor__kind or "",
            networks=networks.get(row.registration, ()),
            least=row.least,
            most=_least_of(row.most, service.most),
            most_breaks=_least_of(row.most_breaks, service.most_breaks),
            arrives_at=row.registration__arrives_at,
            leaves_at=row.registration__leaves_at,
            languages=tuple(row.registration__speaks or [row.registration__language]),
            needs_step_free=row.registration__needs_step_free,
            is_remote=row.registration__is_remote,
            needs_quiet=row.registration__needs_quiet,
            blocked=frozenset(blocked[row.pk]),
            musts=tuple(musts[row.registration]),
            likes=tuple(likes[row.registration]),
            category=row.registration__category,
        )
        for row in rows
    )


def networks_of(service: Service) -> dict[int, tuple[int, ...]]:
    """By registration: the networks of the organisation, and those that the person belongs to beside."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Participant.objects.filter(service=service).order_by()
    memberships = "registration__actor__memberships"
    of_organisations = rows.filter(**{f"{memberships}__isnull": False, f"{memberships}__until": None})
    of_people = rows.filter(registration__networks__isnull=False)
    for several, network in (
        (of_organisations, f"{memberships}__network_id"),
        (of_people, "registration__networks"),
    ):
        for registration, pk in several.values_list("registration_id", network):
            found[registration].add(pk)
    return {registration: tuple(sorted(networks)) for registration, networks in found.items()}


def _talks(service: Service) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """By registration: sessions somebody must hear, and would like to; who waits for a seat has none."""
    musts: dict[int, list[int]] = defaultdict(list)
    likes: dict[int, list[int]] = defaultdict(list)
    rows = SessionChoice.objects.filter(
        registration__matching__service=service,
        session__starts_at__isnull=False,
        session__is_cancelled=False,
    ).exclude(seat=SeatState.WAITING)
    for owner, session, wish in rows.values_list("registration_id", "session_id", "wish"):
        (musts if wish == SessionWish.MUST else likes)[owner].append(session)
    return musts, likes


def _organisation(actor: int | None, words: str) -> str:
    return f"a{actor}" if actor else f"w{words.casefold()}"


def _least_of(one: int | None, other: int | None) -> int | None:
    known = [number for number in (one, other) if number is not None]
    return min(known, default=None)


def engine_requests_of(
    service: Service, *, ids: Collection[int] | None = None, after: int = 0
) -> tuple[EngineRequest, ...]:
    """Requests that are open or agreed, all or some, or only later ones, among people who take part."""
    rows: QuerySet[Request] = Request.objects.filter(service=service, state__in=PLANNED, pk__gt=after)
    parties = Party.objects.filter(request__service=service, request__state__in=PLANNED)
    parties = parties.filter(request_id__gt=after)
    if ids is not None:
        rows, parties = rows.filter(pk__in=ids), parties.filter(request_id__in=ids)
    people: dict[int, list[int]] = defaultdict(list)
    for request, participant in parties.order_by("-is_sender", "pk").values_list(
        "request_id", "participant_id"
    ):
        people[request].append(participant)
    return tuple(
        EngineRequest(
            id=pk, state=state, value=value, is_barred=is_barred, parties=tuple(people[pk]), seats=seats or 0
        )
        for pk, state, value, is_barred, seats in rows.order_by("pk").values_list(
            "pk", "state", "value", "is_barred", "table__seats"
        )
    )


def engine_meetings_of(service: Service, *, ids: Collection[int] | None = None) -> tuple[EngineMeeting, ...]:
    """Meetings as they stand, all or those of some requests."""
    rows = _meetings(service.pk) if ids is None else _SOME_MEETINGS.rows(service=service.pk, requests=ids)
    return tuple(
        EngineMeeting(
            request=request,
            block=block,
            starts_at=starts_at,
            place=place,
            interpreter=interpreter,
            is_time_locked=is_time_locked,
            is_place_pinned=is_place_pinned,
        )
        for request, block, starts_at, place, interpreter, is_time_locked, is_place_pinned in rows
    )


def _meetings(service: int) -> QuerySet[Meeting, Any]:
    columns = ("request_id", "block_id", "starts_at", "place_id", "interpreter_id")
    rows = Meeting.objects.filter(service_id=service).order_by("request_id")
    return rows.values_list(*columns, "is_time_locked", "is_place_pinned")


_SOME_MEETINGS: Final = PreparedQuery(
    lambda service, requests: _meetings(service).filter(request_id__in=requests)
)


def talks_at(participant: Participant, at: datetime) -> tuple[int, ...]:
    """Sessions that the person chose and that take up the slot which begins then."""
    grid = meeting_grid_of(participant.service.event_id)
    slot = next((slot for run in grid.runs for slot in run.slots if slot.starts_at == at), None)
    if slot is None:
        return ()
    chosen = set(
        SessionChoice.objects.filter(registration_id=participant.registration_id).values_list(
            "session_id", flat=True
        )
    )
    return tuple(
        talk.id for talk in grid.talks if talk.id in chosen and slot.overlaps(talk.starts_at, talk.ends_at)
    )


# One statement, for every answer asks it while others wait. Each row is a kind and what was counted; sums of
# ids stand where rows change without a version or a moment: kinds of organisations, seats, memberships. Of
# places, where values may pass from one to another, it is every value.
# The columns are those of the models; the casts mean the same to both databases, names of functions do not.
ASKED: Final = """
SELECT 1, COUNT(*), SUM(r.version),
       COALESCE(a.kind, '-') || ' ' || COALESCE(CAST(SUM(r.actor_id) AS text), '-') || ' '
       || COALESCE(CAST(SUM(r.category_id) AS text), '-') || ' ' || CAST(MAX(r.changed_at) AS text)
  FROM matching_participant p JOIN registration_registration r ON r.id = p.registration_id
  LEFT JOIN directory_actor a ON a.id = r.actor_id
 WHERE p.service_id = %(service)s GROUP BY a.kind
UNION ALL
SELECT 2, COUNT(*), COALESCE(SUM(CASE WHEN c.seat = 'waiting' THEN c.id ELSE 0 END), 0),
       COALESCE(CAST(MAX(c.chosen_at) AS text), '')
  FROM matching_participant p JOIN registration_sessionchoice c ON c.registration_id = p.registration_id
 WHERE p.service_id = %(service)s
UNION ALL
SELECT 3, COUNT(*), COALESCE(SUM(version), 0), '' FROM events_session WHERE event_id = %(event)s
UNION ALL
SELECT 4, COUNT(*), COALESCE(SUM(version), 0), '' FROM events_block WHERE event_id = %(event)s
UNION ALL
SELECT 5, COUNT(*), COALESCE(MAX(l.id), 0), ''
  FROM events_blockplace l JOIN events_block b ON b.id = l.block_id WHERE b.event_id = %(event)s
UNION ALL
SELECT 6, COUNT(*), 0, COALESCE({joined}(t.word, ','), '') FROM (
  SELECT CAST(id AS text) || ' ' || kind || ' ' || CAST(seats AS text) || ' '
         || COALESCE(CAST(zone_id AS text), '-') || ' ' || COALESCE(CAST(room_id AS text), '-')
         || CASE WHEN is_step_free THEN ' free' ELSE '' END
         || CASE WHEN is_quiet THEN ' quiet' ELSE '' END AS word
    FROM events_place WHERE event_id = %(event)s ORDER BY id) t
UNION ALL
SELECT 7, id, 0, COALESCE(CAST(closes_at AS text), '') || CASE WHEN is_step_free THEN ' free' ELSE '' END
       || CASE WHEN is_quiet THEN ' quiet' ELSE '' END
  FROM events_zone WHERE event_id = %(event)s
UNION ALL
SELECT 8, id, 0, COALESCE(CAST(closes_at AS text), '') FROM events_room WHERE event_id = %(event)s
UNION ALL
SELECT 9, COUNT(*), COALESCE(SUM(m.id), 0), ''
  FROM matching_participant p JOIN registration_registration r ON r.id = p.registration_id
  JOIN directory_membership m ON m.actor_id = r.actor_id AND m.until IS NULL
 WHERE p.service_id = %(service)s
"""
JOINED: Final = {"postgresql": "string_agg", "sqlite": "group_concat"}


# Whose people these are stands in a table of this floor, which no mark of the database follows.
PEOPLE: Final = "SELECT COUNT(*), MAX(id), SUM(id) FROM matching_participant WHERE service_id = %s"
_known: dict[int, tuple[object, str]] = {}


def event_fingerprint_of(service: Service) -> str:
    """Made of versions, counts and the latest moments; whoever edits other floors' rows changes it.

    The floors below know nothing of matching, so nobody tells it that somebody arrives later. But the
    database marks each write to their rows: while its mark and the people are the same, so is the word.
    """
    mark = versions.current()
    with planned_cursor(connection) as cursor:
        cursor.execute(PEOPLE, [service.pk])
        key = mark, service.event_id, *cursor.fetchone()
    known, word = _known.get(service.pk, ("", ""))
    if not mark or known != key:
        word = _asked_of(service)
        _known[service.pk] = key, word
    return f"{service.structure}|{word}"


def _asked_of(service: Service) -> str:
    with connection.cursor() as cursor:
        asked = ASKED.format(joined=JOINED[connection.vendor])
        cursor.execute(asked, {"service": service.pk, "event": service.event_id})
        told = str(sorted(tuple(row) for row in cursor.fetchall()))
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def price_fingerprint_of(service: Service) -> str:
    """Short, and the same in every process."""
    rows = Request.objects.filter(service=service, state__in=PLANNED)
    found = rows.aggregate(count=Count("pk"), last=Max("pk"), values=Sum("value"), barred=Count("bar_reason"))
    return f"{event_fingerprint_of(service)}|{'|'.join(str(value) for value in found.values())}"


def state_of(service: Service) -> tuple[str, int, str]:
    """A key for what is remembered of an event as it stands: meetings change the revision, too."""
    database = str(connection.settings_dict["NAME"])
    return database, service.pk, f"{price_fingerprint_of(service)}|{service.revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    """`held` are new or elsewhere, `gone` held no longer; `number` are held in all."""

    held: tuple[EngineMeeting, ...]
    gone: tuple[int, ...]
    number: int


def changes_since(service: Service, revision: int) -> _Changes:
    """Meetings of requests that changed after this revision, and how many are held in all."""
    ids = set(_CHANGED.rows(service=service.pk, revision=revision))
    held = engine_meetings_of(service, ids=ids)
    return _Changes(
        held=held,
        gone=tuple(sorted(ids - {one.request for one in held})),
        number=meetings_held(service.pk),
    )


def meetings_held(service_id: int) -> int:
    """How many are held in all."""
    return _HELD.first(service=service_id) or 0


_CHANGED: Final = PreparedQuery(
    lambda service, revision: (
        Request.objects.filter(service_id=service, revision__gt=revision)
        .order_by()
        .values_list("pk", flat=True)
    )
)
_HELD: Final = PreparedQuery(
    lambda service: (
        Meeting.objects.filter(service_id=service)
        .order_by()
        .values("service_id")
        .annotate(number=Count("pk"))
        .values_list("number", flat=True)
    )
)


def promised_of(service: Service, held: Iterable[EngineMeeting]) -> frozenset[int]:
    """Requests whose meetings stand as the valid version says, or are locked in time and place."""
    rows = list(held)
    return _told_of(service, rows) | {one.request for one in rows if one.is_time_locked}


def fixed_of(service: Service, held: Iterable[EngineMeeting], *, now: datetime) -> frozenset[int]:
    """Meetings that a run or an adopted plan must not move: from the fix date on, those people know of."""
    return _told_of(service, held) if now >= service.fixed_at else frozenset()


def _told_of(service: Service, held: Iterable[EngineMeeting]) -> frozenset[int]:
    """Requests whose meetings stand as the valid version says, or where everybody has agreed since."""
    told = {one.request: (one.starts_at, one.place) for one in valid_meetings(latest_version(service))}
    return frozenset(one.request for one in held if told.get(one.request) == (one.starts_at, one.place))

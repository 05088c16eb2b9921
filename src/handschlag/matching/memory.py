"""Who has met whom at an earlier event, where both allow it to be remembered."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, product
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from handschlag.events.models import Event
from handschlag.matching.engine_input import living
from handschlag.matching.hooks import missed_meetings
from handschlag.matching.models import Participant, RememberedMeeting, Seat, Service
from handschlag.registration.models import Consent, ConsentPurpose, Registration

KEEP: Final = timedelta(days=730)  # the words of the consent say two years
MARKED_WITHIN: Final = timedelta(days=30)  # so long people say afterwards whether they met


def keys_of_person(*, user_id: int | None, email: str, secret: str) -> tuple[str, ...]:
    """Under which keys somebody is found again: by account, and by an address that is proven to be theirs.

    Never by name. Whoever has only the database cannot tell whose they are.

    >>> [len(one) for one in keys_of_person(user_id=7, email="ada@example.org", secret="s")]
    [64, 64]
    >>> keys_of_person(user_id=None, email="", secret="s")
    ()
    """
    names = [f"account:{user_id}"] * (user_id is not None) + [f"email:{email}"] * bool(email)
    return tuple(
        hmac.new(secret.encode(), f"remembered:{name}".encode(), hashlib.sha256).hexdigest() for name in names
    )


def key_pair(one: str, other: str) -> tuple[str, str]:
    """Two keys in their order: a meeting has no first and second person."""
    return (one, other) if one < other else (other, one)


type Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _EarlierMeeting:
    """When and where two people met last."""

    event: Event
    met_at: datetime


def keys_of(registration: Registration) -> tuple[str, ...]:
    """The person of a registration; none where nothing proves who it is."""
    is_proven = registration.address_proven_at is not None
    return keys_of_person(
        user_id=registration.user_id,
        email=registration.email if is_proven else "",
        secret=settings.SECRET_KEY,
    )


def allows_memory(registration: Registration) -> bool:
    """Whether the person wants to be remembered."""
    rows = Consent.objects.filter(registration=registration, withdrawn_at=None)
    return rows.filter(purpose=ConsentPurpose.REMEMBERED).exists()


def met_before(service: Service) -> Mapping[int, frozenset[int]]:
    """By participant: whom of this event they have met earlier; both allow it. Two queries."""
    people = _by_key(_allowing(living(service)))
    found: dict[int, set[int]] = defaultdict(set)
    rows = RememberedMeeting.objects.filter(first__in=list(people)).exclude(event=service.event_id)
    for first, second in rows.values_list("first", "second"):
        one, other = people[first], people.get(second)
        if other is not None and one != other:
            found[one].add(other)
            found[other].add(one)
    return {pk: frozenset(others) for pk, others in found.items()}


def earlier_meetings_of(me: Participant) -> Mapping[int, _EarlierMeeting]:
    """By participant of the same event: when the two met last; both allow it. Four queries."""
    if not allows_memory(me.registration):
        return {}
    mine = set(keys_of(me.registration))
    rows = list(meetings_remembered(mine).exclude(event=me.service.event_id).select_related("event"))
    if not rows:
        return {}
    people = _by_key(_allowing(living(me.service).exclude(pk=me.pk)))
    found: dict[int, _EarlierMeeting] = {}
    for row in rows:  # in the order of time: the last one stays
        other = people.get(row.second if row.first in mine else row.first)
        if other is not None:
            found[other] = _EarlierMeeting(event=row.event, met_at=row.met_at)
    return found


def meetings_remembered(keys: Collection[str]) -> QuerySet[RememberedMeeting]:
    """Everything that is remembered of one person, in the order of time."""
    return RememberedMeeting.objects.filter(Q(first__in=keys) | Q(second__in=keys))


def events_remembered(registration: Registration) -> tuple[Event, ...]:
    """Those at which something is remembered of the person, in the order of time."""
    rows = meetings_remembered(keys_of(registration)).select_related("event")
    return tuple({row.event_id: row.event for row in rows}.values())


def people_at(service: Service) -> Mapping[str, int]:
    """By key: the participants of an event who are not erased, whether they allow it or not."""
    return _by_key(Participant.objects.filter(service=service, registration__erased_at=None))


def meetings_to_remember(service: Service, *, now: datetime) -> Mapping[Pair, datetime]:
    """What may be kept of an event: who met whom, both allowing it, and nobody says that they did not."""
    keys = defaultdict(list)
    for key, pk in _by_key(
        _allowing(Participant.objects.filter(service=service, registration__erased_at=None))
    ).items():
        keys[pk].append(key)
    return {
        key_pair(a, b): at
        for one, other, at in sorted(_held(service, now=now), key=lambda met: met[2])
        for a, b in product(keys.get(one, ()), keys.get(other, ()))
    }


def _held(service: Service, *, now: datetime) -> Iterator[tuple[int, int, datetime]]:
    seats = Seat.objects.filter(meeting__service=service, meeting__ends_at__lte=now)
    present: dict[tuple[int, datetime], list[int]] = defaultdict(list)
    for request, at, pk in seats.values_list("meeting__request_id", "starts_at", "participant_id"):
        present[request, at].append(pk)
    requests = {request for request, _at in present}
    missed = {pk for plugin in missed_meetings for pk in plugin(requests)}
    for (request, at), people in present.items():
        if request not in missed:
            yield from ((one, other, at) for one, other in combinations(sorted(people), 2))


def _allowing(people: QuerySet[Participant]) -> QuerySet[Participant]:
    allowed = Consent.objects.filter(purpose=ConsentPurpose.REMEMBERED, withdrawn_at=None)
    return people.filter(registration__in=allowed.values("registration"))


def _by_key(people: QuerySet[Participant]) -> dict[str, int]:
    rows = people.select_related("registration").order_by("pk")
    return {key: row.pk for row in rows for key in keys_of(row.registration)}

"""Who belongs to a request: read once, for everybody who asks within one step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Prefetch, prefetch_related_objects

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.matching.models import Party, Request, RequestState

# What answers change, of a person's part and of the request; what says whether its people have changed.
_PART: Final = ("kind", "said_yes_at", "is_by_hand", "later_at", "standing_id")
_OWN: Final = (
    *("purpose", "state", "value", "is_barred", "bar_reason", "refusal", "replaces_id", "revision"),
    *("sequence", "answered_at", "tried_at", "ended_at", "by_hand_of_id"),
)
_PERSON: Final = ("left_at", "version")
_REGISTRATION: Final = ("version", "state", "erased_at", "user_id", "name", "email", "language")
_ASKED: Final = (
    *(f"participant__{name}" for name in _PERSON),
    *(f"participant__registration__{name}" for name in _REGISTRATION),
    *_PART,
    *(f"request__{name}" for name in _OWN),
)


def request_with_parties(request_id: int, *, has_event: bool = False) -> Request | None:
    """The request with everybody who belongs to it, their registrations too; None where there is none.

    With `has_event` the event is read along: whoever has locked the event has it already.
    """
    found = (_WITH_EVENT if has_event else _ALONE).first(request=request_id)
    if found is not None:
        _lay_in(found, _PEOPLE.rows(request=request_id))
    return found


def read_again(request: Request) -> Request | None:
    """The request as it stands now; of its people only what answers change, unless more has changed."""
    parties = {one.pk: one for one in request.parties.all()}
    now = {pk: values for pk, *values in _STANDS.rows(request=request.pk)}
    width = len(_PERSON) + len(_REGISTRATION)
    if {pk: _standing(one) for pk, one in parties.items()} != {pk: now[pk][:width] for pk in now}:
        return request_with_parties(request.pk)
    for pk, party in parties.items():
        _set(party, _PART, now[pk][width:])
        _set(request, _OWN, now[pk][width + len(_PART) :])
    return request


def _set(row: Party | Request, names: Iterable[str], values: Iterable[object]) -> None:
    for name, value in zip(names, values, strict=False):
        setattr(row, name, value)


def parties_of(request: Request) -> list[Party]:
    """Everybody of the request, the sender first; asked of the database unless they were read with it."""
    prefetch_related_objects([request], _with_people())
    return sorted(request.parties.all(), key=lambda one: (not one.is_sender, one.pk))


def _standing(party: Party) -> list[object]:
    person = party.participant
    return [
        *(getattr(person, name) for name in _PERSON),
        *(getattr(person.registration, name) for name in _REGISTRATION),
    ]


def _lay_in(request: Request, parties: list[Party]) -> None:
    """As if Django had read them with the request, whose words for it cost more than the answer."""
    for one in parties:
        one.request = request
    rows = request.parties.all()
    rows._result_cache = parties  # noqa: SLF001
    vars(request).setdefault("_prefetched_objects_cache", {})["parties"] = rows


_PEOPLE: Final = PreparedQuery(
    lambda request: (
        Party.objects.filter(request_id=request).select_related("participant__registration").order_by()
    )
)
_ALONE: Final = PreparedQuery(lambda request: Request.objects.filter(pk=request).order_by())
_WITH_EVENT: Final = PreparedQuery(
    lambda request: Request.objects.filter(pk=request).select_related("service__event").order_by()
)
_STANDS: Final[PreparedQuery[Any]] = PreparedQuery(
    lambda request: Party.objects.filter(request_id=request).order_by().values_list("pk", *_ASKED)
)


def _with_people() -> Prefetch[str]:
    rows = Party.objects.select_related("participant__registration").order_by()
    return Prefetch("parties", queryset=rows)


def confirmed_meetings(registration_id: int) -> int:
    """How many meetings of this person are confirmed; none of those who have left."""
    rows = Party.objects.filter(participant__registration=registration_id, participant__left_at=None)
    return rows.filter(request__state=RequestState.ACCEPTED).count()

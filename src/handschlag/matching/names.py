"""What people and requests are called: by each other, and on organisers' pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from handschlag.common.names import surname_of
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.matching.models import Participant, Party, Service
from handschlag.matching.profile_data import organisation_seen, seen_of, with_what_is_seen
from handschlag.registration.models import Registration

_REGISTRATION_COLUMNS = ("name", "organisation", "actor__name", "visibility", "email", "phone")
_COLUMNS = (
    *("pk", "visibility", "is_by_phone", "left_at"),
    *(f"registration__{name}" for name in _REGISTRATION_COLUMNS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Somebody: the name, and where from."""

    id: int
    name: str
    organisation: str
    shown: str  # the organisation, as far as other participants may see it
    networks: str
    email: str = ""
    phone: str = ""
    is_by_phone: bool = False
    has_left: bool = False

    @property
    def surname(self) -> str:
        return surname_of(self.name)


def everybody(service: Service) -> dict[int, Called]:
    """All who take part or took part, by key; two queries."""
    rows = Participant.objects.filter(service=service).values_list(*_COLUMNS, named=True)
    codes = _codes(service)
    return {
        row.pk: Called(
            id=row.pk,
            name=row.registration__name,
            organisation=row.registration__actor__name or row.registration__organisation,
            shown=organisation_seen(
                row.registration__actor__name or row.registration__organisation,
                registered=row.registration__visibility,
                profile=row.visibility,
            ),
            networks=" ".join(codes.get(row.pk, ())),
            email=row.registration__email,
            phone=row.registration__phone,
            is_by_phone=row.is_by_phone,
            has_left=row.left_at is not None,
        )
        for row in rows
    }


def _codes(service: Service) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = (
        Participant.objects.filter(
            service=service,
            registration__actor__memberships__isnull=False,
            registration__actor__memberships__until=None,
        )
        .values_list("pk", "registration__actor__memberships__network__short_name")
        .distinct()
        .order_by("pk", "registration__actor__memberships__network__short_name")
    )
    for pk, code in rows:
        if code:
            found[pk].append(code)
    return found


def parties_of(
    service: Service, ids: Collection[int] | QuerySet[Any] | None = None
) -> dict[int, tuple[int, ...]]:
    """By request, of all or some: who is in it, the sender first."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Party.objects.filter(request__service=service)
    if ids is not None:
        rows = rows.filter(request_id__in=ids)
    for request, person in rows.order_by("-is_sender", "pk").values_list("request_id", "participant_id"):
        found[request].append(person)
    return {request: tuple(people) for request, people in found.items()}


def names_of(participants: Sequence[int]) -> Sequence[str]:
    """The names of these, in the order in which they joined."""
    rows = Participant.objects.filter(pk__in=participants).order_by("pk")
    return tuple(rows.values_list("registration__name", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    id: int
    name: str
    sub: str  # role, organisation, place, as far as they are open


def partner_of(row: Participant) -> Partner:
    """Name and line below, the latter with no more than the person lets others see."""
    seen = seen_of(row)
    sub = ", ".join(filter(None, (seen.role, seen.organisation, seen.place)))
    return Partner(id=row.pk, name=row.registration.name, sub=sub)


def partners_of(ids: Iterable[int]) -> dict[int, Partner]:
    """By key of the participant; keys that nobody has are missing."""
    return {row.pk: partner_of(row) for row in _PEOPLE.rows(ids=set(ids))}


def participant_of(registration: Registration) -> Participant | None:
    """The person in matchmaking, who may have left; the service is read along."""
    return _OF_REGISTRATION.first(registration=registration.pk)


_PEOPLE: Final = PreparedQuery(
    lambda ids: with_what_is_seen(Participant.objects.filter(pk__in=ids).order_by())
)
_OF_REGISTRATION: Final = PreparedQuery(
    lambda registration: (
        Participant.objects.filter(registration_id=registration).select_related("service").order_by()
    )
)


def colleagues_of(participant: Participant) -> tuple[Participant, ...]:
    """People of the same organisation, as the engine counts them: by the actor, or by the name written.

    Whoever hides the organisation is nobody's colleague here: to name one is to be told who works there.
    """
    registration = participant.registration
    rows = Participant.objects.filter(service_id=participant.service_id, left_at=None)
    rows = rows.exclude(pk=participant.pk).select_related("registration__actor").order_by("pk")
    if registration.actor_id:
        found = tuple(rows.filter(registration__actor_id=registration.actor_id))
    elif registration.organisation:
        wanted = registration.organisation.casefold()
        free = rows.filter(
            registration__actor=None, registration__organisation__iexact=registration.organisation
        )
        found = tuple(one for one in free if one.registration.organisation.casefold() == wanted)
    else:
        found = ()
    return tuple(one for one in found if seen_of(one).has_organisation)


def names_in(requests: Collection[int], me: Participant) -> dict[int, str]:
    """By request: the others, in words; requests in which one has no part are left out."""
    mine = Party.objects.filter(participant=me, request_id__in=requests).values("request_id")
    rows = Party.objects.filter(request__in=mine).exclude(participant=me).order_by("pk")
    found: dict[int, list[str]] = defaultdict(list)
    for request, name in rows.values_list("request_id", "participant__registration__name"):
        found[request].append(name)
    return {request: ", ".join(names) for request, names in found.items()}

"""What people and requests are called on organisers' pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from handschlag.common.rules.names import surname_of
from handschlag.matching.models import Participant, Party, Service
from handschlag.matching.queries.visible_facts import organisation_seen

_OF_REGISTRATION = ("name", "organisation", "actor__name", "visibility", "email", "phone")
_COLUMNS = (
    *("pk", "visibility", "is_by_phone", "left_at"),
    *(f"registration__{name}" for name in _OF_REGISTRATION),
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

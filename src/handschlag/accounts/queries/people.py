"""What the page on which roles are given asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.rules.addresses import normalised
from handschlag.accounts.rules.policy import Role

MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: int
    email: str
    name: str
    roles: frozenset[Role]


def find_people(text: str) -> Sequence[Person]:
    """Those whose address holds these letters, the best known first; a constant number of queries."""
    wanted = normalised(text)
    return people(
        User.objects.filter(email__contains=wanted).order_by("email").values_list("pk", flat=True)[:MOST]
    )


def people_with_roles() -> Sequence[Person]:
    """Everybody who was given more than the role of a network manager."""
    chosen = RoleGrant.objects.exclude(role=Role.NETWORK_MANAGER).values_list("user_id", flat=True)
    return people(chosen.order_by("user__email").distinct())


def people(ids: Iterable[int]) -> Sequence[Person]:
    found = (
        User.objects.filter(pk__in=list(ids))
        .order_by("email")
        .prefetch_related(Prefetch("grants", RoleGrant.objects.only("role", "user_id")))
    )
    return [Person(id=user.pk, email=user.email, name=user.name, roles=user.granted) for user in found]

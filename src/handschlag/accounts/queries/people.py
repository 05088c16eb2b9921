"""What the pages ask on which roles are given and accounts are handled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q

from handschlag.accounts.models import RoleGrant, Session, User
from handschlag.accounts.queries.export import hand_out_about
from handschlag.accounts.queries.profile import passkeys
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.policy import Role

MOST = 20


def find_people(text: str) -> Sequence[User]:
    """Those whose address holds these letters, the best known first; a constant number of queries."""
    wanted = normalised_address(text)
    return _people(
        User.objects.filter(email__contains=wanted).order_by("email").values_list("pk", flat=True)[:MOST]
    )


def people_with_roles() -> Sequence[User]:
    """Everybody who was given more than the role of a network manager."""
    chosen = RoleGrant.objects.exclude(role=Role.NETWORK_MANAGER).values_list("user_id", flat=True)
    return _people(chosen.order_by("user__email").distinct())


def _people(ids: Iterable[int]) -> Sequence[User]:
    found = (
        User.objects.filter(pk__in=list(ids))
        .order_by("email")
        .prefetch_related(Prefetch("grants", RoleGrant.objects.only("role", "user_id")))
    )
    return list(found)


ON_A_PAGE = 50


def accounts_page(text: str, *, page: str) -> Page[User]:
    """Accounts whose address or name holds these letters, by address."""
    found = User.objects.order_by("email").prefetch_related(
        Prefetch("grants", RoleGrant.objects.only("role", "user_id"))
    )
    if text:
        found = found.filter(Q(email__contains=normalised_address(text)) | Q(name__icontains=text.strip()))
    return Paginator(found, ON_A_PAGE).get_page(page)


@dataclass(frozen=True, slots=True, kw_only=True)
class _AccountCounts:
    """How much of an account there is: what goes when it is blocked or erased."""

    sessions: int
    passkeys: int
    letters: int
    elsewhere: int


def counts_of(user: User, *, now: datetime) -> _AccountCounts:
    """In numbers; `elsewhere` are the entries that other parts of the platform keep about the person."""
    known = hand_out_about(user.pk, now=now)
    floors = [value for name, value in known.items() if name not in {"made_at", "accounts"}]
    return _AccountCounts(
        sessions=Session.objects.filter(user=user, expire_date__gt=now).count(),
        passkeys=passkeys(user.pk).count(),
        letters=len(known["accounts"]["letters_to_you"]),
        elsewhere=sum(_entries_in(value) for value in floors),
    )


def _entries_in(floor: Mapping[str, Any]) -> int:
    return sum(len(value) for value in floor.values() if isinstance(value, list | tuple))

"""What a person's own page asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet

from handschlag.accounts.models import RoleGrant, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passkey:
    id: int
    name: str
    added_at: datetime
    last_used_at: datetime | None


def passkeys(user_id: int) -> QuerySet[Authenticator]:
    """The passkeys of one person, as rows."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(
        user_id=user_id, type=Authenticator.Type.WEBAUTHN
    ).order_by("pk")
    return found


def has_passkey(user_id: int) -> bool:
    """Whether this person has a passkey at all."""
    return passkeys(user_id).exists()


def passkeys_of(user_id: int) -> Sequence[_Passkey]:
    """The passkeys of one person, in the order in which they were added."""
    return [
        _Passkey(id=row.pk, name=row.data["name"], added_at=row.created_at, last_used_at=row.last_used_at)
        for row in passkeys(user_id)
    ]


def organisations_of(user_id: int) -> Sequence[tuple[int, str]]:
    """Id and provider of each organisation whose sign-in opens this account."""
    return list(SocialAccount.objects.filter(user_id=user_id).order_by("pk").values_list("pk", "provider"))


def sessions_of(user_id: int, *, now: datetime) -> Sequence[Session]:
    """Where one person is signed in, the latest first."""
    return list(Session.objects.filter(user_id=user_id, expire_date__gt=now).defer("session_data"))


def grants_of(user_id: int) -> Sequence[RoleGrant]:
    """The roles of one person with those who gave them."""
    return list(RoleGrant.objects.filter(user_id=user_id).select_related("granted_by").order_by("granted_at"))

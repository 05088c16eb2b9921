"""The pages on which somebody shows once more who they are."""

from __future__ import annotations

from dataclasses import dataclass

from handschlag.accounts.models import User
from handschlag.accounts.queries import profile
from handschlag.accounts.rules.codes import LIFETIME


@dataclass(frozen=True, slots=True, kw_only=True)
class _ConfirmScreen:
    back: str
    email: str
    minutes: int
    has_password: bool
    has_passkey: bool


def confirm_screen(*, user: User, back: str) -> _ConfirmScreen:
    """With the ways that this person has; `back` is where they wanted to go."""
    return _ConfirmScreen(
        back=back,
        email=user.email,
        minutes=int(LIFETIME.total_seconds() // 60),
        has_password=user.has_usable_password(),
        has_passkey=profile.passkeys(user.pk).exists(),
    )

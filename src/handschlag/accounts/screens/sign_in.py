"""The pages on which people come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from handschlag.accounts.queries.identity_providers import IdentityProvider, all_providers
from handschlag.accounts.rules.codes import LIFETIME


@dataclass(frozen=True, slots=True, kw_only=True)
class _SignInScreen:
    back: str
    email: str
    minutes: int
    organisations: Sequence[IdentityProvider]
    login_url: str
    password_url: str


def sign_in_screen(*, back: str, email: str = "") -> _SignInScreen:
    """Every way in, each leading to `back`; how long a code holds is in minutes."""
    query = f"?{urlencode({'next': back})}" if back else ""
    return _SignInScreen(
        back=back,
        login_url=reverse("account_login") + query,
        password_url=reverse("accounts:login_password") + query,
        email=email,
        minutes=int(LIFETIME.total_seconds() // 60),
        organisations=all_providers(),
    )

"""The organisations whose own sign-in is accepted here, as the settings name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class _IdentityProvider:
    """One provider of OpenID Connect; `domains` are the addresses that it may speak for."""

    id: str
    name: str
    domains: Sequence[str]


def all_providers() -> Sequence[_IdentityProvider]:
    """Those that are configured, in the order of the settings."""
    return [
        _IdentityProvider(
            id=app["provider_id"],
            name=app["name"],
            domains=app["settings"]["domains"],
        )
        for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    ]


def provider_name(provider_id: str) -> str:
    """The name of an organisation; its id where it is no longer configured."""
    return next((one.name for one in all_providers() if one.id == provider_id), provider_id)


def domains_of(provider_id: str) -> Sequence[str]:
    """The mail domains that the organisation answers for; empty where it is not configured."""
    return next((one.domains for one in all_providers() if one.id == provider_id), ())

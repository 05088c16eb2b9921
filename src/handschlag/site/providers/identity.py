"""Organisations whose own sign-in is accepted, from the environment; loud at nonsense.

HANDSCHLAG_OIDC=uni                           short names, separated by commas
HANDSCHLAG_OIDC_UNI_NAME=University of Example    what the button says
HANDSCHLAG_OIDC_UNI_ISSUER=https://login.uni.example
HANDSCHLAG_OIDC_UNI_CLIENT_ID=handschlag
HANDSCHLAG_OIDC_UNI_SECRET=...
HANDSCHLAG_OIDC_UNI_DOMAINS=uni.example,physik.uni.example    whose addresses it may speak for
HANDSCHLAG_OIDC_UNI_ORIGINS=https://sso.uni.example       where its forms are, if not at the issuer
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from handschlag.site.environment import PREFIX, Environment

SHORT_NAME = re.compile(r"[a-z][a-z0-9]{0,30}")
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
FIELDS = ("NAME", "ISSUER", "CLIENT_ID", "SECRET", "DOMAINS", "ORIGINS")
NO_ORGANISATIONS: Sequence[dict[str, Any]] = ()
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def organisations(environment: Environment) -> Sequence[dict[str, Any]]:
    """What the library for OpenID Connect wants to know of each."""
    names = environment.names("OIDC")
    for name in names:
        if not SHORT_NAME.fullmatch(name):
            raise ImproperlyConfigured(f"{PREFIX}OIDC names {name!r}: use small letters and digits.")
    known = {f"{PREFIX}OIDC_{name.upper()}_{field}" for name in names for field in FIELDS}
    given = {key for key in environment.values if key.startswith(f"{PREFIX}OIDC_")}
    if odd := sorted(given - known):
        raise ImproperlyConfigured(f"{odd[0]} belongs to no organisation that {PREFIX}OIDC names.")
    return [_organisation(environment, name) for name in names]


def _organisation(environment: Environment, name: str) -> dict[str, Any]:
    prefix = f"OIDC_{name.upper()}_"
    issuer = checked_origin(environment.text(f"{prefix}ISSUER"), variable=f"{prefix}ISSUER").rstrip("/")
    domains = [domain.lower() for domain in environment.names(f"{prefix}DOMAINS")]
    if not domains or not all(DOMAIN.fullmatch(domain) for domain in domains):
        raise ImproperlyConfigured(
            f"{PREFIX}{prefix}DOMAINS must name the domains of its addresses, for instance uni.example."
        )
    origins = [
        checked_origin(one, variable=f"{prefix}ORIGINS") for one in environment.names(f"{prefix}ORIGINS")
    ]
    return {
        "provider_id": name,
        "name": environment.text(f"{prefix}NAME"),
        "client_id": environment.text(f"{prefix}CLIENT_ID"),
        "secret": environment.text(f"{prefix}SECRET"),
        "settings": {
            "server_url": issuer,
            "oauth_pkce_enabled": True,
            "domains": domains,
            "origins": [_origin_of(one) for one in (issuer, *origins)],
        },
    }


def checked_origin(address: str, *, variable: str) -> str:
    """An https address; plain http only to the same machine."""
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not is_safe or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured(f"{PREFIX}{variable} must be an https address, not {address!r}.")
    return address


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def form_origins(providers: Any) -> list[str]:
    """Where the browser is sent by a form of ours; for the content policy."""
    apps = providers["openid_connect"]["APPS"]
    return sorted({origin for app in apps for origin in app["settings"]["origins"]})

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

from handschlag.site.environment import PREFIX, Environment, is_secure, meant, without_password

SHORT_NAME = re.compile(r"[a-z][a-z0-9]{0,30}")
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
FIELDS = ("NAME", "ISSUER", "CLIENT_ID", "SECRET", "DOMAINS", "ORIGINS")


def organisations(environment: Environment) -> Sequence[dict[str, Any]]:
    """What the library for OpenID Connect wants to know of each."""
    names = environment.names("OIDC")
    for name in names:
        if not SHORT_NAME.fullmatch(name):
            environment.refuse(f"{PREFIX}OIDC names {name!r}: use small letters and digits.")
    known = {f"{PREFIX}OIDC_{name.upper()}_{field}" for name in names for field in FIELDS}
    for odd in sorted(key for key in environment.values if key.startswith(f"{PREFIX}OIDC_")):
        if odd not in known:
            environment.refuse(
                f"{odd} belongs to no organisation that {PREFIX}OIDC names.{meant(odd, known)}"
            )
    return [_organisation(environment, name) for name in names]


def _organisation(environment: Environment, name: str) -> dict[str, Any]:
    prefix = f"OIDC_{name.upper()}_"
    issuer = environment.secure_address(f"{prefix}ISSUER", default=None)
    domains = [domain.lower() for domain in environment.names(f"{prefix}DOMAINS")]
    if not domains or not all(DOMAIN.fullmatch(domain) for domain in domains):
        environment.refuse(
            f"{PREFIX}{prefix}DOMAINS must name the domains of its addresses, for instance uni.example."
        )
    origins = environment.names(f"{prefix}ORIGINS")
    for odd in (one for one in origins if not is_secure(one)):
        environment.refuse(f"{PREFIX}{prefix}ORIGINS must be https addresses, not {without_password(odd)}.")
    return {
        "provider_id": name,
        "name": environment.text(f"{prefix}NAME"),
        "client_id": environment.text(f"{prefix}CLIENT_ID"),
        "secret": environment.text(f"{prefix}SECRET"),
        "settings": {
            "server_url": issuer,
            "oauth_pkce_enabled": True,
            "domains": domains,
            "origins": [_origin_of(one) for one in (issuer, *origins) if is_secure(one)],
        },
    }


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def form_origins(providers: Any) -> list[str]:
    """Where the browser is sent by a form of ours; for the content policy."""
    apps = providers["openid_connect"]["APPS"]
    return sorted({origin for app in apps for origin in app["settings"]["origins"]})

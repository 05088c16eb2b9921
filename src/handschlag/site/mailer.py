"""The mail server, from one address: `smtp://user:password@host:587` (STARTTLS) or `smtps://host:465`."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from handschlag.site.environment import SIGNS

NAME = "HANDSCHLAG_SMTP_URL"
PORTS = {"smtp": 587, "smtps": 465}
PATIENCE = 15  # seconds


def smtp_mailer(url: str) -> dict[str, Any]:
    """An entry of Django's MAILERS; without encryption only when `?tls=no` says so."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise ImproperlyConfigured(
            f"{NAME} has a port that is no number, or half an address in brackets. {SIGNS}"
        ) from wrong
    query = parse_qs(parts.query, keep_blank_values=True)
    tls = query.pop("tls", ["yes"])[0]
    has_more = query or parts.fragment or parts.path not in {"", "/"}  # such as half of a password
    if parts.scheme not in PORTS or not parts.hostname or has_more or tls not in {"yes", "no"}:
        raise ImproperlyConfigured(
            f"{NAME} must look like smtp://user:password@host:587 or smtps://user:password@host:465. {SIGNS}"
        )
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": port or PORTS[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp" and tls == "yes",
            "timeout": PATIENCE,
        },
    }

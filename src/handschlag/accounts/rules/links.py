"""Personal links: a secret, a signature over it and its purpose, an end, and one use.

The signature lets a made-up link fail before anything is looked up. The purpose is signed too: a link for
one thing opens no other.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Self

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

SIGNATURE_BYTES = 18
SECRET_LENGTH, SIGNATURE_LENGTH = 43, 24


class LinkFault(Reason):
    """Why a link opens nothing, in a heading, and what one can do instead."""

    heading: str

    def __new__(cls, value: str, heading: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label, member.heading = value, label, heading
        return member

    UNKNOWN = (
        "unknown",
        _("This link does not work"),
        _("Part of the link may be missing. Copy the whole address from the email or ask for a new link."),
    )
    EXPIRED = (
        "expired",
        _("This link has expired"),
        _("Links like this one expire. Ask the sender for a new one."),
    )
    USED = (
        "used",
        _("This link has been used already"),
        _("It works once. If it was you who used it, sign in: everything is there."),
    )
    WITHDRAWN = (
        "withdrawn",
        _("This link was withdrawn"),
        _("The sender has withdrawn this link. Contact them if you expected something else."),
    )
    FOREIGN = (
        "foreign",
        _("This link is for someone else"),
        _("It was sent to another address than the one of your account. Sign in with that address."),
    )


def token_of(secret: bytes, *, purpose: str, key: str) -> str:
    """What stands in the link."""
    text = base64.urlsafe_b64encode(secret).decode().rstrip("=")
    return text + _signature(text, purpose=purpose, key=key)


def secret_of(uid: str, *, purpose: str, key: str) -> bytes:
    """The secret of a row: whoever has only the database cannot compute it."""
    return hmac.new(key.encode(), f"personal:{purpose}:{uid}".encode(), hashlib.sha256).digest()


def _signature(secret: str, *, purpose: str, key: str) -> str:
    signed = hmac.new(key.encode(), f"link:{purpose}:{secret}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(signed[:SIGNATURE_BYTES]).decode()


def hash_in(token: str, *, purpose: str, key: str) -> str | None:
    """The hash under which the link is stored, or None where it was not signed here for this purpose."""
    secret, signed = token[:SECRET_LENGTH], token[SECRET_LENGTH:]
    if not token.isascii() or len(token) != SECRET_LENGTH + SIGNATURE_LENGTH:
        return None
    if not hmac.compare_digest(_signature(secret, purpose=purpose, key=key), signed):
        return None
    return hash_of(secret)


def hash_of(secret: str) -> str:
    """What the database keeps instead of the secret: its SHA-256, in 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def fault_of(
    *, expires_at: datetime, used_at: datetime | None, withdrawn_at: datetime | None, now: datetime
) -> LinkFault | None:
    """Why a link that was once given out opens nothing now."""
    if used_at is not None:
        return LinkFault.USED
    if withdrawn_at is not None:
        return LinkFault.WITHDRAWN
    return LinkFault.EXPIRED if now >= expires_at else None

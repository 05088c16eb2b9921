"""Codes and links that are sent by email: how they are made, checked and kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


def normalised_address(address: str) -> str:
    """The address as it is stored and looked up: no blanks around it, lower case."""
    return address.strip().lower()


def domain_of(address: str) -> str:
    """What stands behind the last @."""
    return normalised_address(address).rpartition("@")[2]


DIGITS = 8
TRIES = 5
LIFETIME_MINUTES = 15
LIFETIME = timedelta(minutes=LIFETIME_MINUTES)
_LINK = re.compile(r"[0-9a-f]{64}")


class CodeFault(Reason):
    """Why a code is not accepted."""

    NONE_SENT = "none_sent", _("There is no code for this browser. Ask for a new one.")
    WRONG = (
        "wrong",
        _("This is not the code that we sent, and it was the last try. Ask for a new code."),
    )
    EXPIRED = "expired", _("This code has expired. Ask for a new one.")
    USED = "used", _("This code has been used already. Ask for a new one.")
    TRIED_TOO_OFTEN = "tried_too_often", _("Too many attempts with this code. Ask for a new one.")
    NO_SUCH_LINK = "no_such_link", _("This link does not work. Ask for a new code.")


def digits_of(uid: str, *, key: str) -> str:
    """The code of a row: computed from the platform's key, so that no table and no letter keeps it."""
    number = int.from_bytes(hmac.new(key.encode(), f"code:{uid}".encode(), hashlib.sha256).digest())
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def link_token_of(uid: str, *, key: str) -> str:
    """What stands in the link of the row's letter: the row's name, and a proof of 128 bits."""
    return uid.replace("-", "") + _link_proof(uid, key=key)


def uid_in_link(token: str, *, key: str) -> str | None:
    """The row that a link names; None where nobody of us wrote it."""
    if not _LINK.fullmatch(token):
        return None
    uid = str(UUID(token[:32]))
    return uid if hmac.compare_digest(_link_proof(uid, key=key), token[32:]) else None


def _link_proof(uid: str, *, key: str) -> str:
    return hmac.new(key.encode(), f"code link:{uid}".encode(), hashlib.sha256).hexdigest()[:32]


def format_code(code: str) -> str:
    """A code as people read it: in two groups."""
    return f"{code[: DIGITS // 2]} {code[DIGITS // 2 :]}"


def as_typed(text: str) -> str:
    """The digits of what somebody typed or pasted, with whatever stands between them."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())[: DIGITS + 1]


def is_right(typed: str, *, uid: str, key: str) -> bool:
    """Whether these are the digits of the row."""
    return hmac.compare_digest(digits_of(uid, key=key), typed)


def code_fault(
    *, expires_at: datetime, used_at: datetime | None, tries: int, now: datetime
) -> CodeFault | None:
    """Why a code is worth nothing any more, whatever somebody types."""
    if used_at is not None:
        return CodeFault.USED
    if now >= expires_at:
        return CodeFault.EXPIRED
    return CodeFault.TRIED_TOO_OFTEN if tries >= TRIES else None


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


def link_fault(
    *, expires_at: datetime, used_at: datetime | None, withdrawn_at: datetime | None, now: datetime
) -> LinkFault | None:
    """Why a link that was once given out opens nothing now."""
    if used_at is not None:
        return LinkFault.USED
    if withdrawn_at is not None:
        return LinkFault.WITHDRAWN
    return LinkFault.EXPIRED if now >= expires_at else None

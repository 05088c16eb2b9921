"""Codes by mail: eight digits, a quarter of an hour, a few tries; and a link that nobody can guess.

Eight digits with five tries leave one chance in twenty million per code, and only in the browser that asked.
How many codes an address may be sent is limited too (`rules.limits`), so guessing from many browsers does not
get anywhere either. The link of a letter opens any browser: whoever floods somebody with letters of theirs,
so that no further one is sent, has filled the mailbox with ways in for its owner.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from datetime import datetime, timedelta
from uuid import UUID

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

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


def fault_of(
    *, expires_at: datetime, used_at: datetime | None, tries: int, now: datetime
) -> CodeFault | None:
    """Why a code is worth nothing any more, whatever somebody types."""
    if used_at is not None:
        return CodeFault.USED
    if now >= expires_at:
        return CodeFault.EXPIRED
    return CodeFault.TRIED_TOO_OFTEN if tries >= TRIES else None

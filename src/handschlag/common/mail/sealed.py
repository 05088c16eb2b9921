"""Sealed places in letters: where a link's token or a code stands once the letter is sent, and not before.

The outbox is read by administrators and ends in backups, so no letter in it may open anything. A floor says
how a kind of seal is broken (`AppConfig.ready`):

    sealed.register("registration", token_for)

and writes `sealed.seal("registration", row.pk, to=address)` where the secret belongs. The seal is signed for
one recipient: copied into the text of another letter it stays what it is.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from handschlag.common.models import Mail

# From the row's id and the letter's address to the secret; None where there is no such thing any more.
type Opener = Callable[[int, str], str | None]

MASK: Final = "••••••••"
_SEAL: Final = re.compile(r"SEALED-([a-z]+)-([0-9]{1,18})-([0-9a-f]{32})")
_openers: dict[str, Opener] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The words of a letter as its reader gets them."""

    subject: str
    text: str
    html: str
    unsubscribe: str = ""


class Broken(Exception):
    """What a letter should open does not exist any more: there is nothing to send."""


def register_seal(kind: str, opener: Opener) -> None:
    """How seals of this kind are broken; the last one of a name counts."""
    _openers[kind] = opener


def seal(kind: str, object_id: int, *, to: str) -> str:
    """What stands in the stored letter: letters, digits and hyphens, fit for an address and for HTML."""
    return f"SEALED-{kind}-{object_id}-{_signature(kind, object_id, to)}"


def resealed(text: str, *, before: str, to: str) -> str:
    """The text for another address: what was sealed for the one before is sealed for this one."""

    def seal_again(found: re.Match[str]) -> str:
        kind, object_id = found[1], int(found[2])
        is_ours = hmac.compare_digest(found[3], _signature(kind, object_id, before))
        return seal(kind, object_id, to=to) if is_ours else found[0]

    return _SEAL.sub(seal_again, text)


def with_secrets(mail: Mail) -> Content:
    """The letter with its secrets put in; `Broken` where one of them is gone."""

    def secret(found: re.Match[str]) -> str:
        kind, object_id = found[1], int(found[2])
        if not hmac.compare_digest(found[3], _signature(kind, object_id, mail.to)):
            return found[0]
        value = _openers[kind](object_id, mail.to) if kind in _openers else None
        if value is None:
            raise Broken
        return value

    return _content_of(mail, secret)


def without_secrets(mail: Mail) -> Content:
    """The letter for everybody but its reader."""
    return _content_of(mail, lambda _found: MASK)


def _content_of(mail: Mail, put_in: Callable[[re.Match[str]], str]) -> Content:
    parts = (mail.subject, mail.text, mail.html, mail.unsubscribe)
    subject, text, html, unsubscribe = (_SEAL.sub(put_in, part) for part in parts)
    return Content(subject=subject, text=text, html=html, unsubscribe=unsubscribe)


def _signature(kind: str, object_id: int, to: str) -> str:
    signed = f"mail.seal:{kind}:{object_id}:{to}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), signed, hashlib.sha256).hexdigest()[:32]

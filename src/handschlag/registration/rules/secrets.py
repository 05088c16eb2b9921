"""The secrets in personal links: made from what only the platform knows, kept as hashes.

A link to a registration is needed in every letter about it. So its secret is not drawn at random and
forgotten, but computed from the platform's own secret, a random identifier and a number: whoever has only the
database cannot compute it, and a new number makes a new link and ends the old one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from enum import StrEnum

from handschlag.accounts.rules import links


class Purpose(StrEnum):
    REGISTRATION = "registration"
    FEED = "registration_feed"
    INVITATION = "event_invitation"
    CONFIRMATION = "registration_confirmation"
    ADDRESS = "registration_address"
    PAPER = "registration_paper"
    CERTIFICATE = "certificate_of_attendance"


def token_of(purpose: Purpose, *, uid: str, number: int, key: str) -> str:
    """What stands in the address: a secret of 256 bits and the signature over it and its purpose."""
    secret = hmac.new(key.encode(), f"{purpose}:{uid}:{number}".encode(), hashlib.sha256).digest()
    return links.token_of(secret, purpose=purpose, key=key)


def paper_token_of(stored: str, *, key: str) -> str:
    """What stands on paper, which others may find: made from the hash of the personal link, ends with it.

    Nobody gets from the hash to the link.
    """
    return links.token_of(bytes.fromhex(stored), purpose=Purpose.PAPER, key=key)


def hash_on_paper(token: str, *, key: str) -> str | None:
    """The hash of the personal link that a token on paper was made from; None for any other token."""
    if links.hash_in(token, purpose=Purpose.PAPER, key=key) is None:
        return None
    return base64.urlsafe_b64decode(token[: links.SECRET_LENGTH] + "=").hex()


def hash_of(token: str) -> str:
    """Under which hash the token is kept."""
    return links.hash_of(token[: links.SECRET_LENGTH])


def hash_in(token: str, purpose: Purpose, *, key: str) -> str | None:
    """The hash to look for; None for a token that was not made here for this purpose."""
    return links.hash_in(token, purpose=purpose, key=key)

"""The secrets in personal links: made from what only the platform knows, kept as hashes.

A link to a registration is needed in every letter about it. So its secret is not drawn at random and
forgotten, but computed from the platform's own secret, a random identifier and a number: whoever has only the
database cannot compute it, and a new number makes a new link and ends the old one.
"""

from __future__ import annotations

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


def token_of(purpose: Purpose, *, uid: str, number: int, key: str) -> str:
    """What stands in the address: a secret of 256 bits and the signature over it and its purpose."""
    secret = hmac.new(key.encode(), f"{purpose}:{uid}:{number}".encode(), hashlib.sha256).digest()
    return links.token_of(secret, purpose=purpose, key=key)


def hash_of(token: str) -> str:
    """Under which hash the token is kept."""
    return links.hash_of(token[: links.SECRET_LENGTH])


def hash_in(token: str, purpose: Purpose, *, key: str) -> str | None:
    """The hash to look for; None for a token that was not made here for this purpose."""
    return links.hash_in(token, purpose=purpose, key=key)

"""Browsers that have signed in before: a random name, and a keyed proof for each address; no personal data.

A known browser is counted by itself. It opens nothing: whoever steals the cookie may ask for a code, too.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import timedelta

KEPT_FOR = timedelta(days=365)
MOST_ADDRESSES = 5
NAME_BYTES = 16
_PART = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A random name, and the proofs of the addresses that signed in with it, the latest first."""

    name: str
    proofs: tuple[str, ...] = ()

    def knows(self, email: str, *, key: str) -> bool:
        """Whether somebody has signed in here at this address."""
        wanted = _proof(self.name, email, key=key)
        return any(hmac.compare_digest(wanted, one) for one in self.proofs)

    def with_address(self, email: str, *, key: str) -> KnownBrowser:
        """The same browser after a sign-in at this address."""
        fresh = _proof(self.name, email, key=key)
        others = tuple(one for one in self.proofs if one != fresh)
        return replace(self, proofs=(fresh, *others)[:MOST_ADDRESSES])

    def to_cookie(self) -> str:
        return ".".join((self.name, *self.proofs))


def browser_in_cookie(text: str) -> KnownBrowser | None:
    """What the cookie says; None where it is none of ours."""
    parts = text.split(".")
    if not 1 <= len(parts) <= 1 + MOST_ADDRESSES or not all(_PART.fullmatch(part) for part in parts):
        return None
    return KnownBrowser(parts[0], tuple(parts[1:]))


def _proof(name: str, email: str, *, key: str) -> str:
    return hmac.new(key.encode(), f"known browser:{name}:{email}".encode(), hashlib.sha256).hexdigest()[:32]

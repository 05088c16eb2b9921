"""Who is the same person at another event, and how long that two have met is remembered."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Final

KEEP: Final = timedelta(days=730)  # the words of the consent say two years
MARKED_WITHIN: Final = timedelta(days=30)  # so long people say afterwards whether they met


def keys_of_person(*, user_id: int | None, email: str, secret: str) -> tuple[str, ...]:
    """Under which keys somebody is found again: by account, and by an address that is proven to be theirs.

    Never by name. Whoever has only the database cannot tell whose they are.

    >>> [len(one) for one in keys_of_person(user_id=7, email="ada@example.org", secret="s")]
    [64, 64]
    >>> keys_of_person(user_id=None, email="", secret="s")
    ()
    """
    names = [f"account:{user_id}"] * (user_id is not None) + [f"email:{email}"] * bool(email)
    return tuple(
        hmac.new(secret.encode(), f"remembered:{name}".encode(), hashlib.sha256).hexdigest() for name in names
    )


def key_pair(one: str, other: str) -> tuple[str, str]:
    """Two keys in their order: a meeting has no first and second person."""
    return (one, other) if one < other else (other, one)

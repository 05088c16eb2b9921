"""Under which name letters know somebody with an account."""

from __future__ import annotations

from typing import Final

from handschlag.accounts.models import User
from handschlag.common.mail import Person

ACCOUNT: Final = "account"


def addressee(user: User) -> Person:
    """Whom a letter goes to, or names: it is erased with the account, whatever address it went to."""
    return Person(kind=ACCOUNT, id=user.pk)

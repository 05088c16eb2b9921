"""Under which name letters know somebody with an account."""

from __future__ import annotations

from typing import Final

from handschlag.accounts.models import User
from handschlag.common.mail import ConcernedPerson

ACCOUNT: Final = "account"


def addressee(user: User) -> ConcernedPerson:
    """Whom a letter goes to, or names: it is erased with the account, whatever address it went to."""
    return ConcernedPerson(kind=ACCOUNT, id=user.pk)

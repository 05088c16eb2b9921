"""Answers the ground floor's question whether somebody may do something."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from handschlag.accounts.models import User
from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules import policy


def may(user: AbstractBaseUser | AnonymousUser, action: str, *, owns: bool = False) -> bool:
    """What the policy says; an action that it does not know is a mistake, and loud.

    `Denied` where only a passkey is missing: then the person is led to it instead of to a page "not found".
    """
    known, wanted = user if isinstance(user, User) else AnonymousUser(), policy.Action(action)
    if policy.may(subject_of(known), wanted, owns=owns):
        return True
    if policy.needs_more(subject_of(known), wanted, owns=owns):
        raise policy.Denied(wanted, owns=owns)
    return False

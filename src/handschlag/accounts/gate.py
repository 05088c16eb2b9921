"""Answers the ground floor's question whether somebody may do something."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from handschlag.accounts.models import User
from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules import policy


def may(user: AbstractBaseUser | AnonymousUser, action: str, *, owns: bool = False) -> bool:
    """What the policy says; an action that it does not know is a mistake, and loud."""
    known = user if isinstance(user, User) else AnonymousUser()
    return policy.may(subject_of(known), policy.Action(action), owns=owns)

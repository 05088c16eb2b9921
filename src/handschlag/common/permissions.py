"""How the ground floor asks whether somebody may do something, without knowing accounts or roles.

`settings.PERMISSION_CHECK` names the function that answers; it lives in the floor of the accounts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.module_loading import import_string

Person = AbstractBaseUser | AnonymousUser


def may(user: Person, action: str, *, owns: bool = False) -> bool:
    """What the policy says about an action, named as in `accounts.policy.Action`."""
    answer = cast(Callable[..., bool], import_string(settings.PERMISSION_CHECK))
    return answer(user, action, owns=owns)


def require(user: Person, action: str, *, owns: bool = False) -> None:
    """Nothing, or 404: pages of this floor do not say that they exist."""
    if not may(user, action, owns=owns):
        raise Http404

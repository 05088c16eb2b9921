"""Which roles sleep until a passkey was used; loud at nonsense."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

from handschlag.accounts.rules.grants import GRANTABLE
from handschlag.accounts.rules.policy import Role
from handschlag.site.environment import PREFIX

NOBODY = "nobody"
NO_ROLES: frozenset[Role] = frozenset()


def passkey_roles(names: Sequence[str]) -> frozenset[Role]:
    """The roles that `HANDSCHLAG_PASSKEY_FOR` names, or none."""
    if list(names) == [NOBODY]:
        return NO_ROLES
    known = [role.value for role in GRANTABLE]
    if odd := ", ".join(repr(name) for name in names if name not in known):
        raise ImproperlyConfigured(
            f"{PREFIX}PASSKEY_FOR must be {NOBODY} or roles of {', '.join(known)}, not {odd}."
        )
    return frozenset(Role(name) for name in names)

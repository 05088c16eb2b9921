"""Who keeps the platform running: there is always one left."""

from __future__ import annotations

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.rules.policy import Role


def lock_administrators() -> frozenset[int]:
    """The administrators who can sign in; whoever else asks waits until this transaction is over.

    Two who dismiss, block or erase each other at once must not both succeed. So the accounts are read only
    once the grants are locked: whoever waited sees what the other one did.
    """
    grants = RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk")
    ids = [grant.user_id for grant in grants]
    return frozenset(User.objects.filter(pk__in=ids, is_active=True).values_list("pk", flat=True))

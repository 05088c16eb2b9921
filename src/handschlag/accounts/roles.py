"""Roles are given and taken, and there is always one administrator left."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from handschlag.accounts import policy
from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.policy import Action, GrantFault, Role, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal


def lock_administrators() -> frozenset[int]:
    """The administrators who can sign in; whoever else asks waits until this transaction is over.

    Two who dismiss, block or erase each other at once must not both succeed. So the accounts are read only
    once the grants are locked: whoever waited sees what the other one did.
    """
    grants = RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk")
    ids = [grant.user_id for grant in grants]
    return frozenset(User.objects.filter(pk__in=ids, is_active=True).values_list("pk", flat=True))


@transaction.atomic
def grant_role(*, user_id: int, role: Role, by_id: int | None, now: datetime) -> RoleGrant:
    """A person has a role that a floor gives by its own rules: the calling action has asked the policy."""
    if fault := policy.fault_of_giving(role):
        raise Refusal(fault, role=role)
    return _granted(user_id=user_id, role=role, by_id=by_id, now=now)


@transaction.atomic
def give_role(*, user_id: int, role: Role, by: Subject, now: datetime) -> RoleGrant:
    """An administrator has given a person a role."""
    require(by, Action.GRANT_ROLE)
    if fault := policy.fault_of_granting(role):
        raise Refusal(fault, role=role)
    return _granted(user_id=user_id, role=role, by_id=by.user_id, now=now)


@transaction.atomic
def revoke_role(*, user_id: int, role: Role, by: Subject, now: datetime) -> None:
    """A person no longer has a role; nothing changes where they did not have it."""
    require(by, Action.GRANT_ROLE)
    others = lock_administrators() - {user_id}
    if fault := policy.fault_of_revoking(role, other_administrators=len(others)):
        raise Refusal(fault, role=role)
    user = User.objects.get(pk=user_id)
    gone, _ = RoleGrant.objects.filter(user_id=user_id, role=role).delete()
    if gone:
        changes = {"role": [role.value, None]}
        audit.record(verb="role.revoke", target=user, by_id=by.user_id, now=now, changes=changes)


@transaction.atomic
def appoint_administrator(*, address: str, now: datetime, forget_passkeys: bool = False) -> User:
    """Whoever runs the server has made somebody an administrator; the account is made where there is none."""
    email = normalised_address(address)
    user = User.objects.filter(email=email).first() or User.objects.create_user(email=email)
    if forget_passkeys:
        gone, _ = Authenticator.objects.filter(user=user).delete()
        audit.record(verb="passkey.forget", target=user, by_id=None, now=now, changes={"passkeys": [gone, 0]})
    _granted(user_id=user.pk, role=Role.ADMINISTRATOR, by_id=None, now=now)
    return user


def _granted(*, user_id: int, role: Role, by_id: int | None, now: datetime) -> RoleGrant:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise Refusal(GrantFault.UNKNOWN_PERSON)
    values = {"granted_by_id": by_id, "granted_at": now}
    grant, is_new = RoleGrant.objects.get_or_create(user=user, role=role, defaults=values)
    if is_new:
        changes = {"role": [None, role.value]}
        audit.record(verb="role.grant", target=user, by_id=by_id, now=now, changes=changes)
    return grant

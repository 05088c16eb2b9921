"""Roles are given and taken by those who may, leave a trace, and the last administrator stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from handschlag.accounts import roles
from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.own_data import erase_account
from handschlag.accounts.people import block_account
from handschlag.accounts.policy import Action, Denied, GrantFault, Role
from handschlag.accounts.sign_in import AccountFault
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal


@pytest.fixture
def ada(person: Callable[..., User]) -> User:
    """An administrator."""
    return person("ada", Role.ADMINISTRATOR)


def roles_of(user: User) -> frozenset[Role]:
    return User.objects.get(pk=user.pk).roles


def test_an_administrator_gives_and_takes_a_role_and_each_leaves_a_trace(
    ada: User, paul: User, now: datetime
) -> None:
    roles.give_role(user_id=paul.pk, role=Role.EDITOR, by=ada.subject, now=now)
    assert roles_of(paul) == {Role.PARTICIPANT, Role.EDITOR}
    roles.revoke_role(user_id=paul.pk, role=Role.EDITOR, by=ada.subject, now=now)
    assert roles_of(paul) == {Role.PARTICIPANT}
    entries = AuditEntry.objects.order_by("pk").values_list("verb", "by_id", "object_id", "changes")
    assert list(entries) == [
        ("role.grant", ada.pk, str(paul.pk), {"role": [None, "editor"]}),
        ("role.revoke", ada.pk, str(paul.pk), {"role": ["editor", None]}),
    ]


def test_a_role_that_somebody_has_is_not_given_again(ada: User, editha: User, now: datetime) -> None:
    before = editha.grants.get()
    assert roles.give_role(user_id=editha.pk, role=Role.EDITOR, by=ada.subject, now=now) == before
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ORGANISER, Role.NETWORK_MANAGER])
def test_nobody_but_an_administrator_gives_or_takes_roles(
    person: Callable[..., User], paul: User, now: datetime, role: Role
) -> None:
    other = person("other", role)
    with pytest.raises(Denied) as denied:
        roles.give_role(user_id=other.pk, role=Role.ADMINISTRATOR, by=other.subject, now=now)
    assert denied.value.action is Action.GRANT_ROLE
    with pytest.raises(Denied):
        roles.revoke_role(user_id=other.pk, role=role, by=paul.subject, now=now)
    assert roles_of(other) == {Role.PARTICIPANT, role}


def test_the_last_administrator_cannot_be_dismissed_not_even_by_themselves(
    ada: User, person: Callable[..., User], now: datetime
) -> None:
    with pytest.raises(Refusal) as refused:
        roles.revoke_role(user_id=ada.pk, role=Role.ADMINISTRATOR, by=ada.subject, now=now)
    assert refused.value.reason is GrantFault.LAST_ADMINISTRATOR
    second = person("second", Role.ADMINISTRATOR)
    roles.revoke_role(user_id=ada.pk, role=Role.ADMINISTRATOR, by=second.subject, now=now)
    assert (roles_of(ada), roles_of(second)) == ({Role.PARTICIPANT}, {Role.PARTICIPANT, Role.ADMINISTRATOR})


def test_a_floor_gives_the_role_of_a_manager_and_no_other(martha: User, paul: User, now: datetime) -> None:
    grant = roles.grant_role(user_id=paul.pk, role=Role.NETWORK_MANAGER, by_id=martha.pk, now=now)
    assert (grant.granted_by, grant.granted_at) == (martha, now)
    for role in set(Role) - {Role.NETWORK_MANAGER}:
        with pytest.raises(Refusal):
            roles.grant_role(user_id=paul.pk, role=role, by_id=martha.pk, now=now)
    assert roles_of(paul) == {Role.PARTICIPANT, Role.NETWORK_MANAGER}


def test_an_account_that_is_gone_is_given_nothing(ada: User, now: datetime) -> None:
    with pytest.raises(Refusal) as refused:
        roles.give_role(user_id=999_999, role=Role.EDITOR, by=ada.subject, now=now)
    assert refused.value.reason is GrantFault.UNKNOWN_PERSON
    assert RoleGrant.objects.count() == 1


def test_the_first_administrator_is_appointed_on_the_server(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("appoint", "First@Example.org")
    first = User.objects.get(email="first@example.org")
    assert first.roles == {Role.PARTICIPANT, Role.ADMINISTRATOR}
    assert not first.has_usable_password()
    assert "first@example.org is an administrator." in capsys.readouterr().out


def test_what_is_no_address_is_not_appointed(db: None) -> None:
    with pytest.raises(CommandError, match="is not an email address"):
        call_command("appoint", "nobody")
    assert User.objects.count() == 0


def test_whoever_is_blocked_is_no_administrator_that_is_left(
    ada: User, person: Callable[..., User], now: datetime
) -> None:
    second = person("second", Role.ADMINISTRATOR)
    block_account(user_id=second.pk, by=ada.subject, now=now)
    with pytest.raises(Refusal) as refused:
        roles.revoke_role(user_id=ada.pk, role=Role.ADMINISTRATOR, by=ada.subject, now=now)
    assert refused.value.reason is GrantFault.LAST_ADMINISTRATOR
    with pytest.raises(Refusal) as refused:
        erase_account(user_id=ada.pk, by=ada.subject, now=now)
    assert refused.value.reason is AccountFault.LAST_ADMINISTRATOR
    roles.revoke_role(user_id=second.pk, role=Role.ADMINISTRATOR, by=ada.subject, now=now)
    assert RoleGrant.objects.get().user == ada

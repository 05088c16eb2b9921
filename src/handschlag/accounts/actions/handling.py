"""Administrators, and whoever runs the server (`by` is None), handle the accounts of others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from handschlag.accounts import emails
from handschlag.accounts.actions.administrators import lock_administrators
from handschlag.accounts.actions.erasure import erase
from handschlag.accounts.emails import Notice
from handschlag.accounts.models import Code, Session, User
from handschlag.accounts.queries.export import hand_out_about
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.accounts.rules.sign_in import AccountFault
from handschlag.common import audit
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal


@transaction.atomic
def block_account(*, user_id: int, by: Subject | None, now: datetime) -> User:
    """Nobody signs in with the account, and nobody is signed in any more. The person is told."""
    user = _account(user_id, by)
    if lock_administrators() == {user.pk}:
        raise Refusal(AccountFault.ONLY_ADMINISTRATOR)
    _set_active(user, is_active=False)
    ended, _rows = Session.objects.filter(user=user).delete()
    Code.objects.filter(email=user.email, used_at__isnull=True).delete()
    changes = {"sessions": [ended, 0]}
    audit.record(verb="account.block", target=user, by_id=_who(by), now=now, changes=changes)
    emails.send_notice(Notice.BLOCKED, user, now=now)
    return user


@transaction.atomic
def unblock_account(*, user_id: int, by: Subject | None, now: datetime) -> User:
    """The person signs in again, and is told so."""
    user = _account(user_id, by)
    _set_active(user, is_active=True)
    audit.record(verb="account.unblock", target=user, by_id=_who(by), now=now)
    emails.send_notice(Notice.UNBLOCKED, user, now=now)
    return user


@transaction.atomic
def export_account(*, user_id: int, by: Subject | None, now: datetime) -> Mapping[str, Any]:
    """What is kept about the person, without what only they may read. The person is told."""
    user = _account(user_id, by)
    found = hand_out_about(user.pk, now=now)
    audit.record(verb="account.export", target=user, by_id=_who(by), now=now)
    emails.send_notice(Notice.EXPORTED, user, now=now)
    return found


@transaction.atomic
def erase_account_of(*, user_id: int, by: Subject | None, now: datetime) -> None:
    """The account is gone with what is kept about its person, who is told in a last letter."""
    user = _account(user_id, by)
    number, address, language = user.pk, user.email, user.language
    audit.record(verb="account.erase_other", target=user, by_id=_who(by), now=now)
    try:
        erase(user, now=now)
    except Refusal as last:
        raise Refusal(AccountFault.ONLY_ADMINISTRATOR) from last
    letter = emails.send_notice(Notice.ERASED, User(pk=number, email=address, language=language), now=now)
    # The letter is the last thing that names the person: it keeps neither address nor words.
    Mail.objects.filter(pk=letter.pk).update(is_erased_when_sent=True)


def _account(user_id: int, by: Subject | None) -> User:
    if by is not None:
        require(by, Action.HANDLE_ACCOUNT)
        if by.user_id == user_id:
            raise Refusal(AccountFault.OWN_ACCOUNT)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise Refusal(AccountFault.UNKNOWN)
    return user


def _set_active(user: User, *, is_active: bool) -> None:
    if User.objects.filter(pk=user.pk, is_active=not is_active).update(is_active=is_active) != 1:
        raise Refusal(AccountFault.NOT_IN_THIS_STATE)
    user.is_active = is_active


def _who(by: Subject | None) -> int | None:
    return by.user_id if by is not None else None

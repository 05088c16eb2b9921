"""An account goes, and what the platform has done stays without a name."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.actions.administrators import lock_administrators
from handschlag.accounts.models import Code, PersonalLink, User
from handschlag.accounts.queries.addressees import addressee
from handschlag.accounts.queries.personal_data import data_holders
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.accounts.rules.sign_in import AccountFault
from handschlag.common import audit, erasures, mail
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.common.traces import wipe_log_on_commit

ERASURE: Final = "account"


@transaction.atomic
def erase_account(*, user_id: int, by: Subject, now: datetime) -> None:
    """The person asked for it: nothing about them is left but entries of the trail without a name."""
    require(by, Action.EDIT_OWN_ACCOUNT, owns=by.user_id == user_id)
    erase(User.objects.get(pk=user_id), now=now)


@transaction.atomic
def erase(user: User, *, now: datetime) -> None:
    """The account, its sessions, passkeys, codes and grants are gone, and each floor has let go of it."""
    if lock_administrators() == {user.pk}:
        raise Refusal(AccountFault.LAST_ADMINISTRATOR)
    for holder in data_holders():
        holder.erase(user.pk, now)
    Code.objects.filter(email=user.email).delete()
    PersonalLink.objects.filter(email=user.email).delete()
    mail.forget_person(addressee(user), now=now)
    mail.forget_letters(Mail.objects.filter(to=user.email), now=now)
    erasures.record_erasure(ERASURE, f"{user.pk}@{user.joined_at.isoformat()}", now=now)
    wipe_log_on_commit()
    audit.record(verb="account.erase", target=user, by_id=None, now=now)
    user.delete()


def erase_again(key: str, now: datetime) -> bool:
    """An older backup has brought the account back; whether it had something to erase.

    After a backup numbers are given once more: the moment of joining tells whose it is.
    """
    number, _at, joined = key.partition("@")
    user = User.objects.filter(pk=int(number), joined_at=datetime.fromisoformat(joined)).first()
    if user is None:
        return False
    erase(user, now=now)
    return True

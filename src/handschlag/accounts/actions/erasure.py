"""An account goes, and what the platform has done stays without a name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts import personal_data
from handschlag.accounts.models import Code, PersonalLink, RoleGrant, User
from handschlag.accounts.rules.policy import Action, Role, Subject, require
from handschlag.accounts.rules.sign_in import AccountFault
from handschlag.common import audit, mail
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal


@transaction.atomic
def erase_account(*, user_id: int, by: Subject, now: datetime) -> None:
    """The person asked for it: nothing about them is left but entries of the trail without a name."""
    require(by, Action.EDIT_OWN_ACCOUNT, owns=by.user_id == user_id)
    erase(User.objects.get(pk=user_id), now=now)


@transaction.atomic
def erase(user: User, *, now: datetime) -> None:
    """The account, its sessions, passkeys, codes and grants are gone, and each floor has let go of it."""
    # Two administrators who leave at once must not both succeed: the rows are locked.
    administrators = RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk")
    ids = {grant.user_id for grant in administrators}
    if ids == {user.pk}:
        raise Refusal(AccountFault.LAST_ADMINISTRATOR)
    for holder in personal_data.holders():
        holder.erase(user.pk, now)
    Code.objects.filter(email=user.email).delete()
    PersonalLink.objects.filter(email=user.email).delete()
    mail.forget_letters(Mail.objects.filter(to=user.email), now=now)
    audit.record(verb="account.erase", target=user, by_id=None, now=now)
    user.delete()

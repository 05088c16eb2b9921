"""Somebody comes in by the sign-in of their organisation."""

from __future__ import annotations

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from handschlag.accounts.actions.sign_in import account_of, require_active
from handschlag.accounts.models import User
from handschlag.accounts.queries.identity_providers import domains_of
from handschlag.accounts.rules.addresses import domain_of
from handschlag.accounts.rules.sign_in import SignInFault
from handschlag.common import audit
from handschlag.common.refusals import Refusal


@transaction.atomic
def sign_in_by_organisation(
    *, provider: str, uid: str, email: str | None, name: str, language: str, now: datetime
) -> User:
    """The person whom the organisation knows by `uid`; the first time found by an address it may speak for.

    What the organisation says about people is not kept, only by which number it knows them.
    """
    known = SocialAccount.objects.filter(provider=provider, uid=uid).select_related("user").first()
    if known is not None:
        SocialAccount.objects.filter(pk=known.pk).update(extra_data={}, last_login=now)
        user: User = known.user
        return require_active(user)
    if email is None:
        raise Refusal(SignInFault.NO_ADDRESS)
    if domain_of(email) not in domains_of(provider):
        raise Refusal(SignInFault.FOREIGN_ADDRESS)
    user = require_active(account_of(email=email, language=language, now=now, name=name))
    made = SocialAccount.objects.create(user=user, provider=provider, uid=uid, extra_data={})
    changes = {"organisation": [None, made.pk]}
    audit.record(verb="organisation.connect", target=user, by_id=user.pk, now=now, changes=changes)
    return user

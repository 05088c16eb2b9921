"""Somebody shows who they are, and comes in."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from handschlag.accounts.actions import limits as tallies
from handschlag.accounts.actions.codes import use_code, use_link
from handschlag.accounts.models import CodePurpose, User
from handschlag.accounts.rules import limits
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.sign_in import SignInFault
from handschlag.common import audit
from handschlag.common.refusals import Refusal


def sign_in_by_code(*, code_id: int, typed: str, language: str, now: datetime) -> User:
    """The person who reads mail at this address; a new address has an account from now on."""
    code = use_code(code_id=code_id, purpose=CodePurpose.SIGN_IN, typed=typed, now=now)
    return require_active(account_of(email=code.email, language=language, now=now))


def sign_in_by_link(*, token: str, language: str, now: datetime) -> User:
    """The person who has the letter, in whatever browser."""
    code = use_link(token=token, now=now)
    return require_active(account_of(email=code.email, language=language, now=now))


def sign_in_by_password(*, email: str, password: str, place: str, now: datetime, known: str = "") -> User:
    """The person with this address and password. A wrong address takes as long as a wrong password.

    `known` names a browser that signed in at this address before: no stranger's tries count against it.
    """
    email = normalised_address(email)
    counted = (
        [(limits.PASSWORDS_FOR_A_KNOWN_BROWSER, f"{email} {known}")]
        if known
        else [
            (limits.PASSWORDS_FROM_A_PLACE, place),
            (limits.PASSWORDS_FOR_AN_ADDRESS_FROM_A_PLACE, f"{email} {place}"),
            (limits.PASSWORDS_FOR_AN_ADDRESS, email),
        ]
    )
    for limit, who in counted:
        tallies.count(limit, who, now=now)
    user = User.objects.filter(email=email).first()
    if user is None:
        make_password(password)
    if user is None or not user.check_password(password):
        raise Refusal(SignInFault.WRONG_PASSWORD)
    for limit, who in counted:
        if limit is not limits.PASSWORDS_FROM_A_PLACE:
            tallies.reset_attempts(limit, who, now=now)
    return require_active(user)


@transaction.atomic
def sign_in_by_passkey(*, authenticator_id: int, now: datetime) -> User:
    """The person whose device has signed the challenge."""
    passkey = Authenticator.objects.select_related("user").get(pk=authenticator_id)
    passkey.last_used_at = now
    passkey.save(update_fields=["last_used_at"])
    return require_active(passkey.user)


def account_of(*, email: str, language: str, now: datetime, name: str = "") -> User:
    """The account with this address, whose owner has been proven; made where there is none."""
    email = normalised_address(email)
    user = User.objects.filter(email=email).first()
    if user is not None:
        return user
    try:
        with transaction.atomic():
            made = User.objects.create_user(email=email, language=language, name=name)
            audit.record(verb="account.create", target=made, by_id=made.pk, now=now)
            return made
    except IntegrityError:
        # Two browsers of one person at once: the other one was a moment earlier.
        return User.objects.get(email=email)


def require_active(user: User) -> User:
    """The same person; raises `Refusal` where the account is blocked."""
    if not user.is_active:
        raise Refusal(SignInFault.BLOCKED)
    return user

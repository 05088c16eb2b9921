"""A person changes their own account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from handschlag.accounts import emails
from handschlag.accounts.actions.codes import send_code, use_code
from handschlag.accounts.emails import Notice
from handschlag.accounts.models import Code, CodePurpose, Session, User
from handschlag.accounts.queries.addressees import addressee
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.policy import Action, Role, Subject, require
from handschlag.accounts.rules.sign_in import AccountFault, fault_of_changing_passkeys
from handschlag.common import audit, mail
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal


def _own(by: Subject) -> User:
    """The account of whoever asks."""
    require(by, Action.EDIT_OWN_ACCOUNT, owns=by.user_id is not None)
    return User.objects.get(pk=by.user_id or 0)


@transaction.atomic
def edit_account(*, name: str, language: str, version: int, by: Subject, now: datetime) -> None:
    """Name and language are as given; refused where the account was changed meanwhile."""
    user = _own(by)
    seen = User.objects.filter(pk=user.pk, version=version)
    if seen.update(name=name, language=language, version=F("version") + 1) != 1:
        raise Refusal(AccountFault.STALE)
    changes: dict[str, Any] = {"language": [user.language, language]} if language != user.language else {}
    if name != user.name:
        changes["name"] = ["changed", "changed"]  # the trail holds no names
    audit.record(verb="account.edit", target=user, by_id=user.pk, now=now, changes=changes)


def ask_for_address(*, email: str, by: Subject, place: str, now: datetime) -> Code:
    """A code is on its way to the new address; nothing has changed yet."""
    user = _own(by)
    if normalised_address(email) == user.email:
        raise Refusal(AccountFault.SAME_ADDRESS)
    return send_code(
        purpose=CodePurpose.NEW_ADDRESS,
        email=email,
        user_id=user.pk,
        place=place,
        language=user.language,
        now=now,
    )


def change_address(*, code_id: int, typed: str, by: Subject, session_key: str, now: datetime) -> User:
    """The account has the address to which the code went, and only this browser is still signed in.

    The old address is told. That the new one is taken is said to nobody but whoever reads mail there.
    Letters to the old one stay the person's: codes to sign in were sent without asking whose address it is.
    """
    user = _own(by)
    code = use_code(
        code_id=code_id,
        purpose=CodePurpose.NEW_ADDRESS,
        typed=typed,
        now=now,
        user_id=user.pk,
    )
    former = user.email
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(email=code.email, version=F("version") + 1)
            Code.objects.filter(Q(user=user, used_at__isnull=True) | Q(email=former)).delete()
            mail.note_recipient(Mail.objects.filter(to=former), addressee(user))
            Session.objects.filter(user=user).exclude(session_key=session_key).delete()
            audit.record(verb="account.address", target=user, by_id=user.pk, now=now)
            emails.send_notice(Notice.ADDRESS_CHANGED, user, now=now, to=former)
    except IntegrityError as taken:
        raise Refusal(AccountFault.ADDRESS_TAKEN) from taken
    user.refresh_from_db()
    return user


@transaction.atomic
def set_password(*, password: str, by: Subject, now: datetime) -> User:
    """The account has this password; every session but the one at hand ends with the old one."""
    user = _own(by)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(verb="password.set", target=user, by_id=user.pk, now=now)
    emails.send_notice(Notice.PASSWORD_SET, user, now=now)
    return user


@transaction.atomic
def remove_password(*, by: Subject, now: datetime) -> User:
    """The account has no password; codes by mail still sign in."""
    user = _own(by)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    audit.record(verb="password.remove", target=user, by_id=user.pk, now=now)
    emails.send_notice(Notice.PASSWORD_REMOVED, user, now=now)
    return user


def _passkeys_of(user: User, *, used_one: bool) -> Any:
    """The passkeys of somebody who may change them."""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    fault = fault_of_changing_passkeys(
        needs_one=bool(user.granted & (settings.PASSKEY_FOR | {Role.ADMINISTRATOR})),
        has_one=kept.exists(),
        used_one=used_one,
    )
    if fault:
        raise Refusal(fault)
    return kept


@transaction.atomic
def add_passkey(
    *, name: str, credential: dict[str, Any], used_one: bool, by: Subject, now: datetime
) -> Authenticator:
    """One more device signs in. The credential has been checked against its challenge."""
    user = _own(by)
    _passkeys_of(user, used_one=used_one)
    data = {"name": name, "credential": credential}
    made = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data=data, created_at=now, last_used_at=None
    )
    audit.record(
        verb="passkey.add", target=user, by_id=user.pk, now=now, changes={"passkey": [None, made.pk]}
    )
    emails.send_notice(Notice.PASSKEY_ADDED, user, now=now)
    return made


@transaction.atomic
def rename_passkey(*, passkey_id: int, name: str, by: Subject, now: datetime) -> None:
    """The passkey is called so, if it is one of theirs."""
    user = _own(by)
    passkey = Authenticator.objects.select_for_update().get(
        pk=passkey_id, user=user, type=Authenticator.Type.WEBAUTHN
    )
    passkey.data = {**passkey.data, "name": name}
    passkey.save(update_fields=["data"])
    changes = {"passkey": [passkey_id, passkey_id]}
    audit.record(verb="passkey.rename", target=user, by_id=user.pk, now=now, changes=changes)


@transaction.atomic
def remove_passkey(*, passkey_id: int, used_one: bool, by: Subject, now: datetime) -> None:
    """The device signs in no more, if it is one of theirs."""
    user = _own(by)
    _passkeys_of(user, used_one=used_one).get(pk=passkey_id).delete()
    changes = {"passkey": [passkey_id, None]}
    audit.record(verb="passkey.remove", target=user, by_id=user.pk, now=now, changes=changes)
    emails.send_notice(Notice.PASSKEY_REMOVED, user, now=now)


@transaction.atomic
def end_other_sessions(*, but: str, by: Subject, now: datetime) -> int:
    """Every browser but this one is signed out; how many that were."""
    user = _own(by)
    ended, _ = Session.objects.filter(user=user).exclude(session_key=but).delete()
    audit.record(verb="sessions.end", target=user, by_id=user.pk, now=now, changes={"sessions": [ended, 0]})
    return ended


@transaction.atomic
def forget_organisation(*, connection_id: int, by: Subject, now: datetime) -> None:
    """An organisation's sign-in no longer opens the account; the code by mail does."""
    user = _own(by)
    SocialAccount.objects.get(pk=connection_id, user=user).delete()
    changes = {"organisation": [connection_id, None]}
    audit.record(verb="organisation.forget", target=user, by_id=user.pk, now=now, changes=changes)

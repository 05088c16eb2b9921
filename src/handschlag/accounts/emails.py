"""Letters that accounts send."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from handschlag.accounts.addressees import addressee
from handschlag.accounts.models import Code, CodePurpose, User
from handschlag.accounts.rules import codes
from handschlag.common import mail

SEAL: Final = "code"
TEMPLATE = {
    CodePurpose.SIGN_IN: "accounts/mail/sign_in",
    CodePurpose.CONFIRM: "accounts/mail/confirm",
    CodePurpose.NEW_ADDRESS: "accounts/mail/new_address",
}


class Notice(StrEnum):
    """What people are told because it may not have been them."""

    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSWORD_SET = "password_set"  # noqa: S105 - a word, not a secret
    PASSWORD_REMOVED = "password_removed"  # noqa: S105 - a word, not a secret
    ADDRESS_CHANGED = "address_changed"
    ADMINISTRATOR = "administrator"


def words_of(notice: Notice) -> str:
    return {
        Notice.PASSKEY_ADDED: _("A passkey was added to your account."),
        Notice.PASSKEY_REMOVED: _("A passkey was removed from your account."),
        Notice.PASSWORD_SET: _("A password was set for your account. All other browsers were signed out."),
        Notice.PASSWORD_REMOVED: _("The password of your account was removed."),
        Notice.ADDRESS_CHANGED: _("Your account has a new e-mail address. This one no longer signs in."),
        Notice.ADMINISTRATOR: _("Your account was made an administrator."),
    }[notice]


def send_code(code: Code, *, language: str, now: datetime) -> None:
    """The code, as people read it; not sent any more once it has expired."""
    digits = mail.seal(SEAL, code.pk, to=code.email)
    mail.send(
        to=code.email,
        template=TEMPLATE[CodePurpose(code.purpose)],
        context={"code": digits, "minutes": int(codes.LIFETIME.total_seconds() // 60)},
        language=language,
        now=now,
        expires_at=code.expires_at,
        urgency=mail.Urgency.CODE,
        recipient=addressee(code.user) if code.user else None,
    )


def digits_in_letter(code_id: int, to: str) -> str | None:
    """The code as its letter shows it, as long as it is worth something."""
    code = Code.objects.filter(pk=code_id, email=to, used_at__isnull=True).first()
    return codes.shown(codes.digits_of(str(code.uid), key=settings.SECRET_KEY)) if code else None


def send_notice(notice: Notice, user: User, *, now: datetime, to: str = "") -> None:
    with translation.override(user.language):
        context = {"what": words_of(notice), "contact_path": reverse("pages:contact")}
    mail.send(
        to=to or user.email,
        template="accounts/mail/notice",
        context=context,
        language=user.language,
        now=now,
        recipient=addressee(user),
    )


def send_erasure_notice(user: User, *, erased_on: datetime, months: int, now: datetime) -> None:
    with translation.override(user.language):
        context = {"erased_on": erased_on, "months": months, "login_path": reverse("account_login")}
    mail.send(
        to=user.email,
        template="accounts/mail/unused",
        context=context,
        language=user.language,
        now=now,
        recipient=addressee(user),
    )

"""Letters that accounts send."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from handschlag.accounts import codes_and_links
from handschlag.accounts.models import Code, CodePurpose, User, addressee
from handschlag.common import mail
from handschlag.common.models import Mail

SEAL: Final = "code"
LINK_SEAL: Final = "codelink"
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
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    EXPORTED = "exported"
    ERASED = "erased"


# What others did to the account: there is nothing to sign out, and nobody asks whether it was the person.
BY_OTHERS: Final = frozenset({Notice.BLOCKED, Notice.UNBLOCKED, Notice.EXPORTED, Notice.ERASED})


def _words_of(notice: Notice) -> str:
    return {
        Notice.PASSKEY_ADDED: _("A passkey was added to your account."),
        Notice.PASSKEY_REMOVED: _("A passkey was removed from your account."),
        Notice.PASSWORD_SET: _("A password was set for your account. All other browsers were signed out."),
        Notice.PASSWORD_REMOVED: _("The password of your account was removed."),
        Notice.ADDRESS_CHANGED: _(
            "Your account has a new email address. You can no longer sign in with this one. All "
            "other browsers have been signed out."
        ),
        Notice.ADMINISTRATOR: _("Your account now has the administrator role."),
        Notice.BLOCKED: _(
            "Your account was blocked by an administrator. Nobody can sign in with it, and all browsers were "
            "signed out. Links to your registrations still work."
        ),
        Notice.UNBLOCKED: _("Your account was unblocked by an administrator. You can sign in again."),
        Notice.EXPORTED: _(
            "An administrator exported the data stored about you to answer a request. The file "
            "leaves out what only you may read."
        ),
        Notice.ERASED: _("An administrator deleted your account and everything stored about you."),
    }[notice]


def send_code(code: Code, *, language: str, now: datetime) -> None:
    """The code, as people read it; not sent any more once it has expired."""
    digits = mail.seal(SEAL, code.pk, to=code.email)
    context = {"code": digits, "minutes": codes_and_links.LIFETIME_MINUTES}
    if code.purpose == CodePurpose.SIGN_IN:
        with translation.override(language):
            token = mail.seal(LINK_SEAL, code.pk, to=code.email)
            context["link_path"] = reverse("accounts:login_link", args=[token])
    mail.send(
        to=code.email,
        template=TEMPLATE[CodePurpose(code.purpose)],
        context=context,
        language=language,
        now=now,
        expires_at=code.expires_at,
        urgency=mail.Urgency.CODE,
        recipient=addressee(code.user) if code.user else None,
    )


def digits_in_letter(code_id: int, to: str) -> str | None:
    """The code as its letter shows it, as long as it is worth something."""
    uid = _uid_of(code_id, to)
    return (
        codes_and_links.format_code(codes_and_links.digits_of(uid, key=settings.SECRET_KEY)) if uid else None
    )


def link_in_letter(code_id: int, to: str) -> str | None:
    """The token of the letter's link, as long as it opens something."""
    uid = _uid_of(code_id, to)
    return codes_and_links.link_token_of(uid, key=settings.SECRET_KEY) if uid else None


def _uid_of(code_id: int, to: str) -> str:
    code = Code.objects.filter(pk=code_id, email=to, used_at__isnull=True).first()
    return str(code.uid) if code else ""


def send_notice(notice: Notice, user: User, *, now: datetime, to: str = "") -> Mail:
    """What happened to an account, to its person."""
    with translation.override(user.language):
        context = {"what": _words_of(notice), "contact_path": reverse("pages:contact")}
    return mail.send(
        to=to or user.email,
        template="accounts/mail/by_others" if notice in BY_OTHERS else "accounts/mail/notice",
        context=context,
        language=user.language,
        now=now,
        recipient=addressee(user),
    )


def send_erasure_notice(user: User, *, erased_on: datetime, months: int, now: datetime) -> None:
    """Tells somebody, in their language, that the unused account is erased on `erased_on`."""
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

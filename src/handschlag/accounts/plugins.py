"""What this app adds to hooks of the apps below."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handschlag.accounts import policy
from handschlag.accounts.account import UNUSED_MONTHS
from handschlag.accounts.hooks import Basis, Processing, Remainder
from handschlag.accounts.models import User, subject_of
from handschlag.common.audit import AuditVerbs, Labels

_VERBS: Final[Labels] = {
    "account.address": _("email address of the account changed"),
    "account.block": _("account blocked"),
    "account.create": _("account opened"),
    "account.edit": _("account changed"),
    "account.erase": _("account deleted"),
    "account.erase_other": _("account of another person deleted"),
    "account.export": _("account of another person exported"),
    "account.unblock": _("account unblocked"),
    "account.notice": _("told that the unused account will be deleted"),
    "link.issue": _("personal link made"),
    "link.redeem": _("personal link used"),
    "link.withdraw": _("personal link withdrawn"),
    "organisation.connect": _("connected with an organisation’s sign-in"),
    "organisation.forget": _("parted from an organisation’s sign-in"),
    "passkey.add": _("passkey added"),
    "passkey.forget": _("all passkeys removed on the server"),
    "passkey.remove": _("passkey removed"),
    "passkey.rename": _("passkey renamed"),
    "password.remove": _("password removed"),
    "password.set": _("password set"),
    "role.grant": _("role given"),
    "role.revoke": _("role taken"),
    "sessions.end": _("signed out on other devices"),
}
_KINDS: Final[Labels] = {
    "accounts.code": pgettext_lazy("kind", "sign-in code"),
    "accounts.personallink": pgettext_lazy("kind", "personal link"),
    "accounts.rolegrant": pgettext_lazy("kind", "role"),
    "accounts.session": pgettext_lazy("kind", "signed-in device"),
    "accounts.tally": pgettext_lazy("kind", "count of attempts"),
    "accounts.user": pgettext_lazy("kind", "account"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)


def may(user: AbstractBaseUser | AnonymousUser, action: str, *, owns: bool = False) -> bool:
    """What the policy says; an action that it does not know is a mistake, and loud.

    `Denied` where only a passkey is missing: then the person is led to it instead of to a page "not found".
    """
    known, wanted = user if isinstance(user, User) else AnonymousUser(), policy.Action(action)
    if policy.may(subject_of(known), wanted, owns=owns):
        return True
    if policy.needs_more(subject_of(known), wanted, owns=owns):
        raise policy.Denied(wanted, owns=owns)
    return False


def _mail_days() -> str:
    return gettext("%(days)s days after writing") % {"days": settings.KEEP_MAIL_DAYS}


def _unused() -> str:
    return gettext("until the person deletes it, or %(months)s months without use") % {
        "months": UNUSED_MONTHS
    }


PROCESSINGS: Final = (
    Processing(
        key="accounts.accounts",
        what=_("Email address, name, language, passkeys, sessions, roles"),
        whose=_("people with an account"),
        purpose=_("signing in, and knowing who may do what"),
        seen_by=_("administrators; the person"),
        kept=lazy(_unused, str)(),
        basis=Basis.CONTRACT,
    ),
    Processing(
        key="accounts.letters",
        what=_("Emails sent by the platform, with their address"),
        whose=_("people who get emails"),
        purpose=_("sending emails and finding out why one did not arrive"),
        seen_by=_("administrators"),
        kept=lazy(_mail_days, str)(),
        basis=Basis.CONTRACT,
    ),
    Processing(
        key="accounts.trail",
        what=_("Log of actions by number, without names or content"),
        whose=_("people who change or read something"),
        purpose=_("proof of every change, access log"),
        seen_by=_("administrators; the event’s team for its event"),
        kept=_("as long as the platform; without the person once their account is deleted"),
        basis=Basis.DUTY,
    ),
)


def _backup_days() -> str:
    return gettext("at most %(days)s days") % {"days": settings.KEEP_BACKUPS_DAYS}


ALWAYS: Final = (
    Remainder(
        key="accounts.delivered",
        what=_("Emails that have been delivered"),
        why=_(
            "They are in the recipients’ mailboxes. Emails to others that name you and are still waiting are "
            "sent, because meetings of these people change; here their text is deleted once they are sent."
        ),
        until=_("until the recipients delete them"),
    ),
    Remainder(
        key="accounts.trail",
        what=_("Entries of the audit trail, with numbers and without your name"),
        why=_("They show that the data was deleted, and when. Nobody can change or delete them."),
        until=_("as long as this platform is in operation"),
    ),
    Remainder(
        key="accounts.list",
        what=_("A number on the list of deletions"),
        why=_("With it, your data is deleted again if an older backup has to be restored."),
        until=_("as long as this platform is in operation"),
    ),
    Remainder(
        key="accounts.backups",
        what=_("Backups from before the deletion"),
        why=_("They are needed to restore the platform after a failure, and are used for nothing else."),
        until=lazy(_backup_days, str)(),
    ),
)
OF_ACCOUNT: Final = (
    Remainder(
        key="accounts.pages",
        what=_("What you wrote on pages of networks and actors, without your name"),
        why=_("It is about the organisation."),
        until=_("as long as the page exists"),
    ),
)

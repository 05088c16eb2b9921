"""What the audit trail says for the verbs and the kinds of this app."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit.hooks import AuditVerbs, Labels

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

"""What this app adds to the hooks of the apps below it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit import AuditVerbs, Labels

_VERBS: Final[Labels] = {
    "audit.export": _("audit log exported"),
    "job.cancel": _("job cancelled"),
    "job.enqueue": _("job started"),
    "mail.send_again": _("email to be sent again"),
    "mail.send_now": _("email to be sent at once"),
}
_KINDS: Final[Labels] = {
    "common.job": pgettext_lazy("kind", "job"),
    "common.mail": pgettext_lazy("kind", "email"),
    "common.rhythm": pgettext_lazy("kind", "repeated job"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)

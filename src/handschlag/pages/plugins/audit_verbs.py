"""What the audit trail says for the verbs and the kinds of this app."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit.hooks import AuditVerbs, Labels

_VERBS: Final[Labels] = {
    "report.done": _("report closed"),
    "report.reopened": _("report opened again"),
    "report.sent": _("report sent"),
}
_KINDS: Final[Labels] = {
    "pages.report": pgettext_lazy("kind", "message from the contact page"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)

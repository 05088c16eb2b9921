"""What the audit trail says for the verbs and the kinds of this app."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit.hooks import AuditVerbs, Labels

_VERBS: Final[Labels] = {
    "api.endpoint_added": _("system to be called added"),
    "api.endpoint_removed": _("system to be called removed"),
    "api.endpoint_started": _("calls to a system started again"),
    "api.endpoint_stopped": _("calls to a system stopped"),
    "api.endpoint_tried": _("test call sent"),
    "api.key_made": _("key for the interface made"),
    "api.key_revoked": _("key for the interface revoked"),
    "api.secret_renewed": _("secret of a system renewed"),
}
_KINDS: Final[Labels] = {
    "api.apikey": pgettext_lazy("kind", "key for programs"),
    "api.endpoint": pgettext_lazy("kind", "address for webhooks"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)

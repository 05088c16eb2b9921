"""What the audit trail says for the verbs and the kinds of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, str | Promise]] = {
    "api.endpoint_added": _("system to be called added"),
    "api.endpoint_removed": _("system to be called removed"),
    "api.endpoint_started": _("calls to a system started again"),
    "api.endpoint_stopped": _("calls to a system stopped"),
    "api.endpoint_tried": _("test call sent"),
    "api.key_made": _("key for the interface made"),
    "api.key_revoked": _("key for the interface revoked"),
    "api.secret_renewed": _("secret of a system renewed"),
}
KINDS: Final[dict[str, str | Promise]] = {
    "api.apikey": pgettext_lazy("kind", "key for programs"),
    "api.endpoint": pgettext_lazy("kind", "address for webhooks"),
}

"""What the audit trail says for the verbs and the kinds of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, str | Promise]] = {
    "audit.export": _("audit log exported"),
    "job.cancel": _("job cancelled"),
    "job.enqueue": _("job started"),
}
KINDS: Final[dict[str, str | Promise]] = {
    "common.job": pgettext_lazy("kind", "job"),
    "common.mail": pgettext_lazy("kind", "email"),
    "common.rhythm": pgettext_lazy("kind", "repeated job"),
}

"""What the audit trail says for the verbs and the kinds of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, str | Promise]] = {
    "report.done": _("report closed"),
    "report.reopened": _("report opened again"),
    "report.sent": _("report sent"),
}
KINDS: Final[dict[str, str | Promise]] = {
    "pages.report": pgettext_lazy("kind", "message from the contact page"),
}

"""What the audit trail says for the verbs of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Final[dict[str, str | Promise]] = {
    "day.answered": _("said what came of a meeting"),
    "day.asked": _("asked what came of the meetings"),
    "day.contacts_exported": _("contacts taken away as a file"),
    "day.erased": _("everything of the day erased"),
    "day.marked": _("said what a meeting was"),
    "day.noted": _("noted something about a contact"),
    "day.objected": _("objected to a meeting said not to have taken place"),
    "day.said": _("said something about a meeting"),
}

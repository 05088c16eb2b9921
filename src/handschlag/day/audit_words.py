"""What the audit trail says for the verbs of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Final[dict[str, str | Promise]] = {
    "day.erased": _("everything of the day erased"),
    "day.walked_in": _("taken in at the desk without a registration"),
    "day.said": _("said something about a meeting"),
}

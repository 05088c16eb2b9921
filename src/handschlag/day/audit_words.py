"""What the audit trail says for the verbs of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Final[dict[str, str | Promise]] = {
    "day.came_true": _("what was supposed has happened"),
    "day.dismissed": _("incident closed without a repair"),
    "day.erased": _("everything of the day erased"),
    "day.opened": _("incident opened"),
    "day.repaired": _("repair taken"),
    "day.set": _("handling of the day changed"),
    "day.undone": _("repair taken back"),
}

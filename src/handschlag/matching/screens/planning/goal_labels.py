"""Goals in one or two words, for the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHORT: Final[Mapping[str, str | Promise]] = {
    "value": _("Value"),
    "shortfall": _("Below minimum"),
    "talks": _("Sessions missed"),
    "breaks": _("Breaks"),
    "idle": _("Waiting time (time slots)"),
    "changes": _("Place changes"),
    "walking": _("On foot"),
    "places": _("Meeting points"),
    "changed": _("Changed"),
}

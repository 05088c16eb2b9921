"""Goals in one or two words, for the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHORT: Final[Mapping[str, str | Promise]] = {
    "value": _("Value"),
    "shortfall": _("Below minimum"),
    "talks": _("Talks missed"),
    "breaks": _("Breaks"),
    "idle": _("Idle slots"),
    "changes": _("Place changes"),
    "walking": _("On foot"),
    "places": _("Places"),
    "changed": _("Changed"),
}

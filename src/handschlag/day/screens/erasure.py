"""What is kept of somebody, kind by kind, in the words of the page that deletes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[Mapping[str, str | Promise]] = {
    "facts": _("Registration details"),
    "consents": _("Consents"),
    "sessions": _("Chosen talks"),
    "badges": _("Name badges"),
    "statements": _("Offers and needs"),
    "wishes": _("Wishes"),
    "purposes": _("Purposes of requests"),
    "signals": _("Reports of the day"),
    "marks": _("Answers about meetings"),
    "outcomes": _("Results of meetings"),
    "notes": _("Notes"),
    "stand_bys": _("Replacement offers"),
    "devices": _("Devices for push messages"),
}

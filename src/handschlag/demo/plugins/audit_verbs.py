"""What the audit trail says for the verbs of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Final[dict[str, str | Promise]] = {"invented": _("invented for the demo")}

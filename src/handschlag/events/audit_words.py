"""What the audit trail says for the verbs of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise

VERBS: Final[dict[str, str | Promise]] = {}

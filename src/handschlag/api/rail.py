"""What this floor hangs into the organisers' rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.console import Entry, Phase, register

ENTRIES = (
    Entry(
        phase=Phase.PREPARE,
        name="api:keys",
        label=_("Interfaces"),
        position=98,
        action=Action.RUN_MATCHING,
        icon="share",
    ),
)


def hang() -> None:
    """Once, while the platform starts."""
    register(*ENTRIES)

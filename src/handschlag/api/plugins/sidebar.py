"""What this floor hangs into the organisers' rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.hooks.sidebar import Phase, SidebarEntry, register

ENTRIES = (
    SidebarEntry(
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

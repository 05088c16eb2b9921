"""What this floor hangs into the organisers' rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.console import Entry, Phase, register

ENTRIES = (
    Entry(
        phase=Phase.AFTER,
        name="statistics:report",
        label=_("Report"),
        position=10,
        action=Action.RUN_MATCHING,
        icon="list",
    ),
    Entry(
        phase=Phase.AFTER,
        name="statistics:protection",
        label=_("Data protection"),
        position=20,
        action=Action.HANDLE_REGISTRATIONS,
        icon="lock",
    ),
)


def hang() -> None:
    """Once, while the platform starts."""
    register(*ENTRIES)

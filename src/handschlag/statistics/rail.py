"""What this floor hangs into the organisers' rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.console import Entry, Phase, When, register
from handschlag.matching.queries.timing import is_offered

ENTRIES = (
    Entry(
        phase=Phase.AFTER,
        name="statistics:report",
        label=_("Report"),
        position=10,
        action=Action.RUN_MATCHING,
        bar={When.AFTER: 10},
        is_there=is_offered,
        icon="list",
    ),
    Entry(
        phase=Phase.AFTER,
        name="statistics:protection",
        label=_("Data protection"),
        position=20,
        action=Action.HANDLE_REGISTRATIONS,
        bar={When.AFTER: 20},
        icon="lock",
    ),
)


def hang() -> None:
    """Once, while the platform starts."""
    register(*ENTRIES)

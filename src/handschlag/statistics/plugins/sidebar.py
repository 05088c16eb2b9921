"""What this floor adds to the organisers' sidebar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.hooks.sidebar import Phase, SidebarEntry
from handschlag.events.rules.timing import EventTiming
from handschlag.matching.queries.timing import is_offered

ENTRIES = (
    SidebarEntry(
        phase=Phase.AFTER,
        name="statistics:report",
        label=_("Report"),
        position=10,
        action=Action.RUN_MATCHING,
        bar={EventTiming.AFTER: 10},
        is_there=is_offered,
        icon="list",
    ),
    SidebarEntry(
        phase=Phase.AFTER,
        name="statistics:protection",
        label=_("Data protection"),
        position=20,
        action=Action.HANDLE_REGISTRATIONS,
        bar={EventTiming.AFTER: 20},
        icon="lock",
    ),
)

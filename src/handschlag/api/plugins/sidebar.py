"""What this floor adds to the organisers' sidebar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.hooks.sidebar import Phase, SidebarEntry

ENTRIES = (
    SidebarEntry(
        phase=Phase.PREPARE,
        name="api:keys",
        label=_("Interfaces"),
        under="events:manage_event",
        position=98,
        action=Action.RUN_MATCHING,
        help=_("Keys and calls for other systems."),
        guide=_("Give each system its own key. You can revoke a key at any time."),
    ),
)

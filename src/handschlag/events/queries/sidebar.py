"""What stands in the sidebar of the organisers' pages, whichever app added it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from handschlag.accounts.rules.policy import Action
from handschlag.events.hooks.sidebar import Phase, SidebarEntry, sidebar


def sidebar_entries() -> Sequence[SidebarEntry]:
    """All entries, by phase and position."""
    phases = list(Phase)
    return sorted(sidebar, key=lambda entry: (phases.index(entry.phase), entry.position))


def sidebar_url_for(slug: str, action: Action) -> str:
    """The first page of an event's console that this action opens."""
    return reverse(next(entry.name for entry in sidebar_entries() if entry.action is action), args=[slug])

"""Who looks after a network, who is invited, and what it means to remove somebody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from handschlag.accounts.models import PersonalLink
from handschlag.accounts.rules.policy import Subject
from handschlag.directory.models import ManagedNetwork, Network
from handschlag.directory.queries.invitations import invitation_of, waiting_invitations
from handschlag.directory.queries.managing import managers_of
from handschlag.directory.screens.editing import network_entry as page


def team_screen(by: Subject, network: Network, form: forms.Form, *, now: datetime) -> dict[str, Any]:
    """The colleagues, longest first, and the invitations that can still be accepted at `now`."""
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_team"),
        "tabs": page.tabs(network, "manage_team"),
        "colleagues": managers_of(network),
        "own_id": by.user_id,
        "invited": waiting_invitations(network.pk, now),
        "form": form,
    }


def remove_screen(by: Subject, network: Network, row: ManagedNetwork) -> dict[str, Any]:
    """Before somebody is taken off: what it means, above all for the last one."""
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_team", _("Remove")),
        "user": row.user,
        "is_you": row.user_id == by.user_id,
        "is_last": len(managers_of(network)) == 1,
    }


def invitation_screen(link: PersonalLink, *, email: str, sign_in_url: str) -> dict[str, Any] | None:
    """What somebody sees who follows the link in the letter."""
    row = invitation_of(link)
    if row is None:
        return None
    return {"invitation": row, "own_email": email, "sign_in_url": sign_in_url}

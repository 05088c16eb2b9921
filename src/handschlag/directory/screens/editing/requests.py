"""Requests to join a network, for those who decide."""

from __future__ import annotations

from typing import Any

from django import forms

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.directory.models import JoinRequest, JoinState, Network
from handschlag.directory.queries.join_requests import confirmed_requests
from handschlag.directory.queries.likely_actors import NEW, likely_actors
from handschlag.directory.rules.duplicates import Candidate
from handschlag.directory.rules.joining import KEEP_DECIDED, KEEP_UNDECIDED
from handschlag.directory.screens.editing import network_entry as page


def requests_screen(network: Network) -> dict[str, Any]:
    """The requests that were confirmed by email, open ones first, and for how many days they stay."""
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_requests"),
        "tabs": page.tabs(network, "manage_requests"),
        "rows": confirmed_requests(network),
        "keep_undecided": KEEP_UNDECIDED.days,
        "keep_decided": KEEP_DECIDED.days,
    }


def request_screen(
    by: Subject,
    network: Network,
    row: JoinRequest,
    *,
    since: forms.Form,
    new: forms.Form,
    accept: forms.Form,
    decline: forms.Form,
) -> dict[str, Any]:
    """One request with the forms to decide it; actors are proposed as long as it is open."""
    is_open = row.state == JoinState.OPEN
    asked = Candidate(id=NEW, name=row.organisation, place=row.place, website=row.website)
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_requests", row.organisation),
        "request": row,
        "is_open": is_open,
        "proposed": likely_actors(network, asked, by) if is_open else (),
        "since": since,
        "new": new,
        "accept": accept,
        "decline": decline,
        "is_public_at_once": may(by, Action.PUBLISH_ACTOR),
    }

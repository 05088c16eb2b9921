"""The members of a network: the list, adding one, ending memberships."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.design.components.parts import Link
from handschlag.directory.models import Membership, Network
from handschlag.directory.queries.likely_actors import NEW, likely_actors
from handschlag.directory.queries.member_proposals import proposals_of
from handschlag.directory.queries.members import Members
from handschlag.directory.rules.duplicates import Candidate
from handschlag.directory.screens.editing import network_entry as page


def members_screen(network: Network, found: Members, *, text: str, is_ended: bool) -> dict[str, Any]:
    """One page of memberships, open or ended; proposed members stand with the open ones only."""
    here = reverse("directory:manage_members", args=[network.slug])
    query = {**({"q": text} if text else {}), **({"ended": 1} if is_ended else {})}
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_members"),
        "tabs": page.tabs(network, "manage_members"),
        "switch": (
            Link(label=_("Open (%(n)s)") % {"n": found.open}, url=here, is_current=not is_ended),
            Link(label=_("Ended (%(n)s)") % {"n": found.ended}, url=f"{here}?ended=1", is_current=is_ended),
        ),
        "proposed": () if is_ended else proposals_of(network),
        "page": found.page,
        "query": urlencode(query),
        "text": text,
        "is_ended": is_ended,
    }


def add_screen(
    network: Network,
    by: Subject,
    *,
    find: forms.Form,
    since: forms.Form,
    new: forms.Form | None,
    name: str,
) -> dict[str, Any]:
    """The search for an actor, those that are likely meant, and the forms to add it or a new one."""
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_members", _("Add a member")),
        "find": find,
        "is_asked": bool(name),
        "proposed": likely_actors(network, Candidate(id=NEW, name=name), by) if name else (),
        "since": since,
        "new": new,
        "is_public_at_once": may(by, Action.PUBLISH_ACTOR),
    }


def end_screen(
    network: Network, rows: tuple[Membership, ...], form: forms.Form, faults: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The memberships that are about to end, by name, before they do."""
    crumbs = page.crumbs_of_part(network, "manage_members", _("End memberships"))
    return {"network": network, "crumbs": crumbs, "members": rows, "form": form, "faults": faults}


def dates_screen(network: Network, row: Membership, form: forms.Form) -> dict[str, Any]:
    """The form for the days on which one membership begins and ends."""
    crumbs = page.crumbs_of_part(network, "manage_members", row.actor.name)
    return {"network": network, "actor": row.actor, "crumbs": crumbs, "form": form}


def early_names(rows: tuple[Membership, ...], until: date) -> tuple[str, ...]:
    """Who began after the day that was typed."""
    return tuple(row.actor.name for row in rows if row.since is not None and row.since > until)

"""The page from which a network is looked after: its sections, its state, its tabs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.models import (
    Actor,
    Network,
    ProposalState,
    Status,
    Story,
)
from handschlag.directory.queries import dashboard
from handschlag.directory.queries.entries import Entry, content_of, kind_of, live_proposal
from handschlag.directory.queries.join_requests import open_request_count
from handschlag.directory.queries.names import names_in
from handschlag.directory.queries.review_modes import shown_to
from handschlag.directory.rules.completeness import score
from handschlag.directory.rules.sections import SECTIONS, Section
from handschlag.directory.screens.editing import content_texts
from handschlag.directory.screens.editing.dashboard import to_dos

TABS: dict[str, str | Promise] = {
    "manage_network": gettext_lazy("Page"),
    "manage_members": gettext_lazy("Members"),
    "manage_stories": gettext_lazy("News"),
    "manage_requests": gettext_lazy("Requests"),
    "manage_team": gettext_lazy("Team"),
}


def tabs(network: Network, current: str) -> tuple[Link, ...]:
    """The tabs of those who look after a network; that of requests counts those that are open."""
    requests = open_request_count(network)
    return tuple(
        Link(
            label=str(label),
            url=reverse(f"directory:{name}", args=[network.slug]),
            is_current=name == current,
            count=requests if name == "manage_requests" and requests else None,
        )
        for name, label in TABS.items()
    )


def crumbs(network: Network, *more: Crumb) -> tuple[Crumb, ...]:
    """The way from somebody's networks to this one; without `more` it is the page itself and no link."""
    url = reverse("directory:manage_network", args=[network.slug]) if more else ""
    return (
        Crumb(_("Your networks"), reverse("directory:manage")),
        Crumb(network.short_name or network.name, url),
        *more,
    )


def crumbs_of_part(network: Network, part: str, last: str = "") -> tuple[Crumb, ...]:
    """The way to one of the tabs, or to a page below it."""
    label = str(TABS[part])
    if not last:
        return crumbs(network, Crumb(label))
    return crumbs(network, Crumb(label, reverse(f"directory:{part}", args=[network.slug])), Crumb(last))


def page_of(entry: Entry) -> str:
    """The public page of a network, an actor or a news item."""
    return reverse(f"directory:{kind_of(entry).value}", args=[entry.slug])


def entry_state(by: Subject, entry: Entry) -> dict[str, Any]:
    """Where the entry stands for this person, with changes that wait for an editor."""
    kind = kind_of(entry)
    proposal = live_proposal(kind, entry.pk)
    may_publish = may(by, Action.PUBLISH_NETWORK)
    is_strangers = entry.status == Status.PUBLISHED and proposal is not None and proposal.by_id is None
    is_open = proposal is not None and proposal.state == ProposalState.OPEN
    is_told = is_open and (may_publish or not is_strangers)
    return {
        "entry": entry,
        "kind": kind.value,
        "proposal": None if is_strangers else proposal,
        "may_publish": may_publish,
        "is_waiting": entry.status == Status.IN_REVIEW or (is_told and entry.status == Status.PUBLISHED),
    }


def sections_of(
    by: Subject, entry: Network | Actor | Story
) -> list[tuple[Section, tuple[content_texts.Fact, ...], bool]]:
    """Each section with what it says to this person, and whether that waits for an editor."""
    kind, content = kind_of(entry), content_of(entry)
    shown = shown_to(by, entry, content)
    names = names_in([shown])
    return [
        (
            section,
            content_texts.facts(shown, names, section.facts),
            any(getattr(shown, fact) != getattr(content, fact) for fact in section.facts),
        )
        for section in SECTIONS[kind]
    ]


def logo_file(network: Network) -> str:
    """The name of the file by which the logo is asked for; empty for none."""
    return (network.logo.name or "").rpartition("/")[2]


def network_screen(by: Subject, network: Network, *, today: date) -> dict[str, Any]:
    """What those see who look after a network: its state, its score, its next steps and its sections."""
    page = dashboard.pages_of([network], today=today)[network.pk]
    return {
        "network": network,
        "crumbs": crumbs(network),
        "tabs": tabs(network, "manage_network"),
        "state": entry_state(by, network),
        "score": score(page, today=today),
        "steps": to_dos(page, network.slug, today=today),
        "sections": sections_of(by, network),
        "logo": logo_file(network),
    }

"""The page from which a network is looked after: its sections, its state, its tabs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.models import (
    Actor,
    JoinRequest,
    JoinState,
    Network,
    Proposal,
    ProposalState,
    Status,
    Story,
)
from handschlag.directory.queries import dashboard
from handschlag.directory.queries.entries import Entry, content_of, kind_of, live_proposal
from handschlag.directory.queries.names import names_in
from handschlag.directory.queries.review_modes import shown_to, ways_for
from handschlag.directory.rules.completeness import score
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.sections import SECTIONS, ReviewMode
from handschlag.directory.screens.editing import content_texts, entry_labels
from handschlag.directory.screens.editing.dashboard import ToDo, to_dos

TABS: tuple[tuple[str, str | Promise], ...] = (
    ("manage_network", gettext_lazy("Page")),
    ("manage_members", gettext_lazy("Members")),
    ("manage_stories", gettext_lazy("News")),
    ("manage_requests", gettext_lazy("Requests")),
    ("manage_team", gettext_lazy("Team")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section as it stands: what it says, and the way its changes take."""

    name: str
    title: str
    url: str
    facts: tuple[content_texts.Fact, ...]
    is_reviewed: bool
    is_proposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryState:
    """Where the entry stands on its way to the public, and what can be done with it."""

    status: str
    is_public: bool
    may_submit: bool
    may_publish: bool
    is_waiting: bool
    is_returned: bool
    comment: str
    submit_url: str
    withdraw_url: str
    review_url: str
    public_url: str
    history_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _NetworkDesk:
    name: str
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Link, ...]
    state: EntryState
    score: int
    steps: tuple[ToDo, ...]
    sections: tuple[SectionView, ...]
    logo_url: str
    logo: str


def tabs(network: Network, current: str) -> tuple[Link, ...]:
    requests = JoinRequest.objects.filter(network=network, state=JoinState.OPEN).count()
    return tuple(
        Link(
            label=str(label),
            url=reverse(f"directory:{name}", args=[network.slug]),
            is_current=name == current,
            count=requests if name == "manage_requests" and requests else None,
        )
        for name, label in TABS
    )


def crumbs(network: Network, *more: Crumb) -> tuple[Crumb, ...]:
    url = reverse("directory:manage_network", args=[network.slug]) if more else ""
    return (
        Crumb(_("Your networks"), reverse("directory:manage")),
        Crumb(network.short_name or network.name, url),
        *more,
    )


def public_url(entry: Entry) -> str:
    names = {Kind.NETWORK: "directory:network", Kind.ACTOR: "directory:actor", Kind.STORY: "directory:story"}
    if entry.status != Status.PUBLISHED:
        return ""
    return reverse(names[kind_of(entry)], args=[entry.slug])


def entry_state(by: Subject, entry: Entry) -> EntryState:
    kind = kind_of(entry)
    proposal = live_proposal(kind, entry.pk)
    is_open = proposal is not None and proposal.state == ProposalState.OPEN
    args = [kind.value, entry.pk]
    return EntryState(
        status=entry_labels.status(entry.status),
        is_public=entry.status == Status.PUBLISHED,
        may_submit=entry.status == Status.DRAFT,
        may_publish=may(by, Action.PUBLISH_NETWORK),
        is_waiting=entry.status == Status.IN_REVIEW or (is_open and entry.status == Status.PUBLISHED),
        is_returned=proposal is not None and proposal.state == ProposalState.RETURNED,
        comment=proposal.comment if proposal else "",
        submit_url=reverse("directory:submit", args=args),
        withdraw_url=reverse("directory:withdraw", args=args) if _has_changes(proposal) else "",
        review_url=reverse("directory:review", args=args),
        public_url=public_url(entry),
        history_url=reverse("directory:history", args=args),
    )


def _has_changes(proposal: Proposal | None) -> bool:
    return proposal is not None and bool(proposal.changes)


def sections_of(by: Subject, entry: Network | Actor | Story, edit: str) -> tuple[SectionView, ...]:
    """Each section with what it says to this person, changes that wait included."""
    kind, content = kind_of(entry), content_of(entry)
    shown = shown_to(by, entry, content)
    names = names_in([shown])
    ways = ways_for(by, entry, SECTIONS[kind])
    return tuple(
        SectionView(
            name=one.name,
            title=entry_labels.section(one.name),
            url=reverse(edit, args=[entry.slug, one.name]),
            facts=content_texts.facts(shown, names, one.facts),
            is_reviewed=ways[one.name] is ReviewMode.REVIEWED,
            is_proposed=any(getattr(shown, fact) != getattr(content, fact) for fact in one.facts),
        )
        for one in SECTIONS[kind]
    )


def network_screen(by: Subject, network: Network, *, today: date) -> _NetworkDesk:
    page = dashboard.pages_of([network], today=today)[network.pk]
    return _NetworkDesk(
        name=network.name,
        crumbs=crumbs(network),
        tabs=tabs(network, "manage_network"),
        state=entry_state(by, network),
        score=score(page, today=today),
        steps=to_dos(page, network.slug, today=today),
        sections=sections_of(by, network, "directory:edit_network"),
        logo_url=reverse("directory:manage_logo", args=[network.slug]),
        logo=(network.logo.name or "").rpartition("/")[2],
    )

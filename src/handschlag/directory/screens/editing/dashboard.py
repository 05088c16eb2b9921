"""The page of everything that somebody looks after, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.directory.models import Network, ProposalState
from handschlag.directory.queries import dashboard
from handschlag.directory.queries.member_proposals import proposals_to_decide
from handschlag.directory.rules.completeness import NextStep, NextStepKind, PageContent, next_steps, score
from handschlag.directory.rules.contents import Kind
from handschlag.directory.screens.editing import entry_labels

# What to do, and where: a section of the network's page, or a page of its own.
STEPS: dict[NextStepKind, tuple[str | Promise, str]] = {
    NextStepKind.ANSWER_REQUESTS: (_("Answer the requests to join"), "manage_requests"),
    NextStepKind.READ_RETURN: (
        _("Read the editors’ comment and send the changes again"),
        "manage_network",
    ),
    NextStepKind.RENEW_LABEL: (_("Renew the quality label or enter its end date"), "labels"),
    NextStepKind.DESCRIPTION: (
        _("Describe the purpose of the network in two or three sentences"),
        "description",
    ),
    NextStepKind.FIELDS: (_("Choose the technology fields: partners search by them"), "fields"),
    NextStepKind.PLACE: (_("Enter the place: without it the network is missing on the map"), "place"),
    NextStepKind.MEMBERS: (_("Enter the first members, one by one or from a table"), "manage_members"),
    NextStepKind.CONTACT: (_("Add website and email address"), "contact"),
    NextStepKind.FIGURES: (_("Enter the number of members of this year or the last"), "figures"),
    NextStepKind.ENGLISH: (_("Add a description in English"), "description"),
    NextStepKind.LOGO: (_("Add the logo"), "manage_logo"),
    NextStepKind.BODY: (_("Add the founding year and the responsible body"), "body"),
    NextStepKind.STORIES: (_("Write a news item"), "manage_stories"),
}
SHOWN_STEPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One thing to do; `gain` is by how many points of a hundred it completes the page."""

    text: str
    url: str
    gain: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Charge:
    """A network that somebody looks after."""

    name: str
    url: str
    status: str
    is_public: bool
    score: int
    members: int
    waiting: int
    waiting_url: str
    steps: tuple[ToDo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """An entry that is on its way to the public."""

    title: str
    kind: str
    state: str
    is_returned: bool
    comment: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    networks: tuple[_Charge, ...]
    waiting: tuple[_Waiting, ...]
    to_decide: int
    is_editor: bool
    imports_url: str
    may_create: bool


def _url_of_step(step: NextStepKind, slug: str) -> str:
    target = STEPS[step][1]
    if target.startswith("manage"):
        return reverse(f"directory:{target}", args=[slug])
    return reverse("directory:edit_network", args=[slug, target])


def to_dos(page: PageContent, slug: str, *, today: date) -> tuple[ToDo, ...]:
    def shown(one: NextStep) -> ToDo:
        return ToDo(text=str(STEPS[one.step][0]), url=_url_of_step(one.step, slug), gain=one.gain)

    return tuple(shown(one) for one in next_steps(page, today=today))


def url_of(kind: Kind, slug: str) -> str:
    """Where an entry is edited."""
    return reverse(f"directory:manage_{kind.value}", args=[slug])


def _charge(network: Network, page: PageContent, *, today: date) -> _Charge:
    return _Charge(
        name=network.name,
        url=url_of(Kind.NETWORK, network.slug),
        status=entry_labels.status(network.status),
        is_public=network.status == "published",
        score=score(page, today=today),
        members=page.members,
        waiting=page.waiting_requests,
        waiting_url=reverse("directory:manage_requests", args=[network.slug]),
        steps=to_dos(page, network.slug, today=today)[:SHOWN_STEPS],
    )


def _state_word(one: dashboard.Pending) -> str:
    if one.state == ProposalState.RETURNED:
        return str(_("returned by an editor"))
    if one.state == ProposalState.OPEN and one.status == "published":
        return str(_("changes waiting for review"))
    return entry_labels.status(one.status)


def _waiting(one: dashboard.Pending) -> _Waiting:
    return _Waiting(
        title=one.title,
        kind=str(entry_labels.KINDS[one.kind]),
        state=_state_word(one),
        is_returned=one.state == ProposalState.RETURNED,
        comment=one.comment,
        url=url_of(one.kind, one.slug),
    )


def dashboard_screen(by: Subject, *, today: date) -> _Desk:
    networks = dashboard.my_networks(by)
    pages = dashboard.pages_of(networks, today=today)
    return _Desk(
        networks=tuple(_charge(network, pages[network.pk], today=today) for network in networks),
        waiting=tuple(map(_waiting, dashboard.pending(network.pk for network in networks))),
        to_decide=proposals_to_decide(by).count(),
        is_editor=may(by, Action.PUBLISH_NETWORK),
        imports_url=reverse("directory:imports") if networks or may(by, Action.IMPORT_NETWORKS) else "",
        may_create=may(by, Action.CREATE_NETWORK),
    )

"""The page of everything that somebody looks after, what to do next, and the page of one network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from handschlag.accounts.policy import Action, Subject, may
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.access import own_network, somebody
from handschlag.directory.contents import SECTIONS, Kind, Section
from handschlag.directory.editing import history, labels
from handschlag.directory.editing.labels import Word
from handschlag.directory.entries import (
    Entry,
    content_of,
    kind_of,
    live_proposal,
    managed_ids,
    names_in,
    shown_to,
)
from handschlag.directory.memberships import proposals_to_decide
from handschlag.directory.models import (
    LIVE,
    Actor,
    JoinRequest,
    JoinState,
    Label,
    MemberFigure,
    Membership,
    Network,
    Proposal,
    ProposalState,
    Status,
    Story,
)


class Point(StrEnum):
    """What can be missing from a page."""

    DESCRIPTION = "description"
    FIELDS = "fields"
    PLACE = "place"
    MEMBERS = "members"
    CONTACT = "contact"
    FIGURES = "figures"
    ENGLISH = "english"
    LOGO = "logo"
    BODY = "body"
    STORIES = "stories"


WEIGHTS: dict[Point, int] = {
    Point.DESCRIPTION: 18,
    Point.FIELDS: 14,
    Point.PLACE: 12,
    Point.MEMBERS: 12,
    Point.CONTACT: 12,
    Point.FIGURES: 8,
    Point.ENGLISH: 8,
    Point.LOGO: 6,
    Point.BODY: 5,
    Point.STORIES: 5,
}
LEAST_DESCRIPTION = 200  # characters: two or three sentences
LEAST_MEMBERS = 3
FIGURES_AGE_IN_YEARS = 2
STORIES_AGE_IN_DAYS = 365
LABEL_NOTICE_IN_DAYS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """What is known about a network, as far as completeness asks."""

    description_de: int = 0
    description_en: int = 0
    fields: int = 0
    has_place: bool = False
    members: int = 0
    has_website: bool = False
    has_contact: bool = False
    latest_figure: int | None = None
    has_logo: bool = False
    has_founded: bool = False
    has_body: bool = False
    latest_story: date | None = None
    label_until: date | None = None
    waiting_requests: int = 0
    is_returned: bool = False


def _share(page: PageContent, point: Point, *, today: date) -> float:
    """How far one point is met, from 0 to 1."""
    met = {
        Point.DESCRIPTION: min(1.0, page.description_de / LEAST_DESCRIPTION),
        Point.ENGLISH: min(1.0, page.description_en / LEAST_DESCRIPTION),
        Point.FIELDS: float(page.fields > 0),
        Point.PLACE: float(page.has_place),
        Point.MEMBERS: min(1.0, page.members / LEAST_MEMBERS),
        Point.CONTACT: (page.has_website + page.has_contact) / 2,
        Point.FIGURES: float(_is_recent_year(page.latest_figure, today)),
        Point.LOGO: float(page.has_logo),
        Point.BODY: (page.has_founded + page.has_body) / 2,
        Point.STORIES: float(_is_recent_day(page.latest_story, today)),
    }
    return met[point]


def _is_recent_year(year: int | None, today: date) -> bool:
    return year is not None and today.year - year <= FIGURES_AGE_IN_YEARS


def _is_recent_day(day: date | None, today: date) -> bool:
    return day is not None and (today - day).days <= STORIES_AGE_IN_DAYS


def score(page: PageContent, *, today: date) -> int:
    """From 0 to 100; 100 only when nothing is missing."""
    return int(sum(weight * _share(page, point, today=today) for point, weight in WEIGHTS.items()))


class NextStepKind(StrEnum):
    """Something that waits for a manager."""

    ANSWER_REQUESTS = "answer_requests"
    READ_RETURN = "read_return"
    RENEW_LABEL = "renew_label"
    DESCRIPTION = "description"
    FIELDS = "fields"
    PLACE = "place"
    MEMBERS = "members"
    CONTACT = "contact"
    FIGURES = "figures"
    ENGLISH = "english"
    LOGO = "logo"
    BODY = "body"
    STORIES = "stories"


@dataclass(frozen=True, slots=True, kw_only=True)
class _NextStep:
    """What to do, and by how many points of a hundred it completes the page (0: people wait for it)."""

    step: NextStepKind
    gain: int


def next_steps(page: PageContent, *, today: date) -> tuple[_NextStep, ...]:
    """First people who wait, then what runs out, then what is missing, the most useful first."""
    is_due = page.label_until is not None and (page.label_until - today).days <= LABEL_NOTICE_IN_DAYS
    waiting = (
        (NextStepKind.ANSWER_REQUESTS, page.waiting_requests > 0),
        (NextStepKind.READ_RETURN, page.is_returned),
        (NextStepKind.RENEW_LABEL, is_due),
    )
    urgent = tuple(_NextStep(step=step, gain=0) for step, is_so in waiting if is_so)
    missing = [
        (weight * (1 - _share(page, point, today=today)), order, point)
        for order, (point, weight) in enumerate(WEIGHTS.items())
    ]
    missing.sort(key=lambda entry: (-entry[0], entry[1]))
    useful = tuple(
        _NextStep(step=NextStepKind(point.value), gain=max(1, round(gain)))
        for gain, _, point in missing
        if gain > 0
    )
    return urgent + useful


def open_request_count(network: Network) -> int:
    """How many requests wait for a decision."""
    return JoinRequest.objects.filter(network=network, state=JoinState.OPEN).count()


def confirmed_requests(network: Network) -> list[JoinRequest]:
    """The requests that were confirmed by email: open ones first, then by time."""
    rows = JoinRequest.objects.filter(network=network).exclude(state=JoinState.UNCONFIRMED)
    return sorted(rows, key=lambda row: (row.state != JoinState.OPEN, row.asked_at))


def my_networks(by: Subject) -> list[Network]:
    """The networks that somebody looks after, by name, in whatever state they are."""
    return list(Network.objects.filter(pk__in=managed_ids(by)).select_related("land").order_by("name", "pk"))


def pages_of(networks: Sequence[Network], *, today: date) -> dict[int, PageContent]:
    """What completeness asks of each network: a fixed number of questions for all of them together."""
    ids = [network.pk for network in networks]
    fields = dict(Network.objects.filter(pk__in=ids).annotate(n=Count("fields")).values_list("pk", "n"))
    members = _grouped(
        Membership.objects.filter(network_id__in=ids, until__isnull=True, actor__merged_into=None),
        Count("pk"),
    )
    figures = _grouped(MemberFigure.objects.filter(network_id__in=ids), Max("year"))
    stories = _grouped(
        Story.objects.filter(network_id__in=ids, status=Status.PUBLISHED, day__lte=today), Max("day")
    )
    labels = _grouped(Label.objects.filter(network_id__in=ids), Max("valid_until"))
    requests = _grouped(JoinRequest.objects.filter(network_id__in=ids, state=JoinState.OPEN), Count("pk"))
    returned = set(
        Proposal.objects.filter(
            kind=Kind.NETWORK.value, object_id__in=ids, state=ProposalState.RETURNED
        ).values_list("object_id", flat=True)
    )
    return {
        network.pk: PageContent(
            description_de=len(network.description_de),
            description_en=len(network.description_en),
            fields=fields.get(network.pk, 0),
            has_place=bool(network.place),
            members=members.get(network.pk, 0),
            has_website=bool(network.website),
            has_contact=bool(network.contact_email),
            latest_figure=figures.get(network.pk),
            has_logo=bool(network.logo),
            has_founded=network.founded is not None,
            has_body=bool(network.management_body),
            latest_story=stories.get(network.pk),
            label_until=labels.get(network.pk),
            waiting_requests=requests.get(network.pk, 0),
            is_returned=network.pk in returned,
        )
        for network in networks
    }


def _grouped(rows: QuerySet, aggregate: object) -> dict[int, Any]:
    """One value for each network."""
    return dict(
        rows.order_by().values("network_id").annotate(found=aggregate).values_list("network_id", "found")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An entry that is not, or not as it is, public: with what waits, and why."""

    kind: Kind
    pk: int
    slug: str
    title: str
    status: str
    state: str
    comment: str


def pending(network_ids: Iterable[int]) -> tuple[Pending, ...]:
    """Drafts, entries in review, and changes that wait or were returned, of these networks."""
    ids = list(network_ids)
    actors = Actor.objects.filter(memberships__network_id__in=ids, memberships__until=None, merged_into=None)
    stories = Story.objects.filter(network_id__in=ids)
    found: list[Pending] = []
    for kind, rows in (
        (Kind.NETWORK, Network.objects.filter(pk__in=ids)),
        (Kind.STORY, stories),
        (Kind.ACTOR, actors.distinct()),
    ):
        found += _pending_of(kind, rows)
    return tuple(found)


def _pending_of(kind: Kind, rows: QuerySet) -> list[Pending]:
    live = {
        row.object_id: row
        for row in Proposal.objects.filter(
            kind=kind.value, state__in=LIVE, object_id__in=rows.order_by().values("pk")
        )
    }
    waiting = rows.filter(status__in=[Status.DRAFT, Status.IN_REVIEW]) | rows.filter(pk__in=list(live))
    title = "title_de" if kind is Kind.STORY else "name"
    return [
        Pending(
            kind=kind,
            pk=pk,
            slug=slug,
            title=name,
            status=status,
            state=live[pk].state if pk in live else "",
            comment=live[pk].comment if pk in live else "",
        )
        for pk, slug, name, status in waiting.order_by(title, "pk").values_list("pk", "slug", title, "status")
    ]


# What to do, and where: a section of the network's page, or a page of its own.
STEPS: dict[NextStepKind, tuple[Word, str]] = {
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


def _url_of_step(step: NextStepKind, slug: str) -> str:
    target = STEPS[step][1]
    if target.startswith("manage"):
        return reverse(f"directory:{target}", args=[slug])
    return reverse("directory:edit_network", args=[slug, target])


def to_dos(page: PageContent, slug: str, *, today: date) -> list[tuple[Word, str, int]]:
    """The next steps for a page, in the order of the rules: what to do, where, and by how much it gains."""
    return [
        (STEPS[one.step][0], _url_of_step(one.step, slug), one.gain) for one in next_steps(page, today=today)
    ]


def url_of(kind: Kind, slug: str) -> str:
    """Where an entry is edited."""
    return reverse(f"directory:manage_{kind.value}", args=[slug])


def _state_word(one: Pending) -> Word:
    if one.state == ProposalState.RETURNED:
        return _("returned by an editor")
    if one.state == ProposalState.OPEN and one.status == "published":
        return _("changes waiting for review")
    return labels.status(one.status)


def dashboard_context(by: Subject, *, today: date) -> dict[str, Any]:
    """Everything this person looks after with its score and first steps, and what they may start."""
    networks = my_networks(by)
    pages = pages_of(networks, today=today)
    return {
        "networks": [
            {
                "network": network,
                "page": (page := pages[network.pk]),
                "score": score(page, today=today),
                "steps": to_dos(page, network.slug, today=today)[:SHOWN_STEPS],
            }
            for network in networks
        ],
        "waiting": [(one, _state_word(one)) for one in pending(network.pk for network in networks)],
        "to_decide": proposals_to_decide(by).count(),
        "is_editor": may(by, Action.PUBLISH_NETWORK),
        "may_import": bool(networks) or may(by, Action.IMPORT_NETWORKS),
        "may_create": may(by, Action.CREATE_NETWORK),
    }


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
        Crumb(gettext("Your networks"), reverse("directory:manage")),
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
) -> list[tuple[Section, tuple[history.Fact, ...], bool]]:
    """Each section with what it says to this person, and whether that waits for an editor."""
    kind, content = kind_of(entry), content_of(entry)
    shown = shown_to(by, entry, content)
    names = names_in([shown])
    return [
        (
            section,
            history.facts(shown, names, section.facts),
            any(getattr(shown, fact) != getattr(content, fact) for fact in section.facts),
        )
        for section in SECTIONS[kind]
    ]


def logo_file(network: Network) -> str:
    """The name of the file by which the logo is asked for; empty for none."""
    return (network.logo.name or "").rpartition("/")[2]


def network_context(by: Subject, network: Network, *, today: date) -> dict[str, Any]:
    """What those see who look after a network: its state, its score, its next steps and its sections."""
    page = pages_of([network], today=today)[network.pk]
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


@require_safe
def dashboard_page(request: HttpRequest) -> HttpResponse:
    """The page of all that somebody looks after; needs no more than an account."""
    screen = dashboard_context(somebody(request), today=timezone.localdate())
    return render(request, "directory/editing/desk.html", {"screen": screen})


@require_safe
def manage_network_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page from which a network is edited, for those who may do so."""
    network, by = own_network(request, slug)
    screen = network_context(by, network, today=timezone.localdate())
    return render(request, "directory/editing/network.html", {"screen": screen})

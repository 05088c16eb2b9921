"""What lies on the desk of somebody who looks after networks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet

from handschlag.accounts.rules.policy import Subject
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
from handschlag.directory.queries.managing import managed_ids
from handschlag.directory.rules.completeness import PageContent
from handschlag.directory.rules.contents import Kind


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

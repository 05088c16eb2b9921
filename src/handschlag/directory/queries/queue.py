"""What waits for an editor: entries that are not public yet, and changes to those that are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from handschlag.accounts.models import User
from handschlag.directory.models import (
    Actor,
    MemberProposal,
    MemberProposalState,
    Membership,
    Network,
    Proposal,
    ProposalState,
    Revision,
    Status,
    Story,
)
from handschlag.directory.queries import merging
from handschlag.directory.queries.entries import SORTS
from handschlag.directory.rules.contents import Kind

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One entry in the queue; `proposal` is the version of what is proposed, None where nothing is."""

    kind: Kind
    pk: int
    since: datetime
    by_id: int | None
    proposal: int | None
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueQuery:
    """Which part of the queue."""

    kind: Kind | None = None
    network: int | None = None


def queue(wanted: QueueQuery) -> tuple[QueueItem, ...]:
    """Everything that waits, the longest first: a fixed number of questions, however long it is."""
    kinds = [wanted.kind] if wanted.kind else list(Kind)
    found: list[QueueItem] = []
    for kind in kinds:
        found += _items_of(kind, wanted.network)
    return tuple(sorted(found, key=lambda item: (item.since, item.kind, item.pk)))


def _items_of(kind: Kind, network: int | None) -> list[QueueItem]:
    model = SORTS[kind].model
    rows = _belonging(model._default_manager.all(), kind, network)  # noqa: SLF001
    proposals = {
        pk: (at, by_id, version)
        for pk, at, by_id, version in Proposal.objects.filter(
            kind=kind.value, state=ProposalState.OPEN
        ).values_list("object_id", "at", "by_id", "version")
    }
    new = rows.filter(status=Status.IN_REVIEW)
    changed = rows.filter(status=Status.PUBLISHED, pk__in=list(proposals))
    items = []
    for pk, status, updated in (new | changed).values_list("pk", "status", "updated_at").distinct():
        at, by_id, version = proposals.get(pk, (updated, None, None))
        is_new = status == Status.IN_REVIEW
        items.append(QueueItem(kind=kind, pk=pk, since=at, by_id=by_id, proposal=version, is_new=is_new))
    return items


def _belonging(rows: QuerySet, kind: Kind, network: int | None) -> QuerySet:
    """Those of one network, if one is asked for."""
    if kind is Kind.ACTOR:
        rows = rows.filter(merged_into=None)
    if network is None:
        return rows
    if kind is Kind.NETWORK:
        return rows.filter(pk=network)
    if kind is Kind.STORY:
        return rows.filter(network_id=network)
    members = Membership.objects.filter(network_id=network, until=None)
    return rows.filter(pk__in=members.values("actor_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    """What a row of the queue shows of an entry."""

    title: str
    version: int
    network: str


def describe(items: Sequence[QueueItem]) -> dict[tuple[Kind, int], _Described]:
    """Titles, versions and networks of some items, in a fixed number of questions."""
    ids = {kind: [item.pk for item in items if item.kind is kind] for kind in Kind}
    found: dict[tuple[Kind, int], _Described] = {}
    for pk, name, version in Network.objects.filter(pk__in=ids[Kind.NETWORK]).values_list(
        "pk", "name", "version"
    ):
        found[Kind.NETWORK, pk] = _Described(title=name, version=version, network="")
    stories = Story.objects.filter(pk__in=ids[Kind.STORY])
    for pk, name, version, network in stories.values_list("pk", "title_de", "version", "network__name"):
        found[Kind.STORY, pk] = _Described(title=name, version=version, network=network)
    networks = _networks_of(ids[Kind.ACTOR])
    for pk, name, version in Actor.objects.filter(pk__in=ids[Kind.ACTOR]).values_list(
        "pk", "name", "version"
    ):
        found[Kind.ACTOR, pk] = _Described(title=name, version=version, network=networks.get(pk, ""))
    return found


def _networks_of(actor_ids: Iterable[int]) -> dict[int, str]:
    rows = Membership.objects.filter(actor_id__in=list(actor_ids), until=None).order_by("network__name")
    found: dict[int, Any] = {}
    for pk, name in rows.values_list("actor_id", "network__name"):
        found[pk] = f"{found[pk]}, {name}" if pk in found else name
    return found


def numbers_waiting() -> dict[str, int]:
    """How much waits behind each page of the editors."""
    return {
        "moderation": len(queue(QueueQuery())),
        "changes": Revision.objects.filter(is_unreviewed=True).count(),
        "duplicates": merging.pairs(is_dismissed=False).count(),
        "member_proposals": MemberProposal.objects.filter(state=MemberProposalState.OPEN).count(),
    }


def people_of(items: Iterable[QueueItem]) -> dict[int, User]:
    """Who proposed them."""
    return User.objects.in_bulk({item.by_id for item in items if item.by_id is not None})


def networks_waiting() -> list[tuple[int, str]]:
    """The networks that anything in the queue belongs to, for the filter."""
    ids: set[int] = set()
    for kind in Kind:
        pks = [item.pk for item in _items_of(kind, None)]
        if kind is Kind.NETWORK:
            ids |= set(pks)
        elif kind is Kind.STORY:
            ids |= set(Story.objects.filter(pk__in=pks).values_list("network_id", flat=True))
        else:
            rows = Membership.objects.filter(actor_id__in=pks, until=None)
            ids |= set(rows.values_list("network_id", flat=True))
    return list(Network.objects.filter(pk__in=ids).order_by("name").values_list("pk", "name"))

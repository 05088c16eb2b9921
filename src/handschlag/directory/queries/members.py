"""The memberships of a network, for those who look after it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from handschlag.directory.models import Actor, Membership, Network

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """One page of them, and how many there are of each sort (without the search)."""

    page: Page[Membership]
    open: int
    ended: int


def members_of(network: Network, *, text: str, is_ended: bool, page: int) -> Members:
    """`PAGE` memberships to a page, by name, of actors whose names have all words of `text`."""
    rows = Membership.objects.filter(network=network, actor__merged_into__isnull=True)
    chosen = _narrowed(rows, is_ended=is_ended)
    for word in text.split():
        chosen = chosen.filter(actor__name__icontains=word)
    ordered = chosen.select_related("actor").order_by("actor__name", "pk")
    return Members(
        page=Paginator(ordered, PAGE).get_page(page),
        open=_narrowed(rows, is_ended=False).count(),
        ended=_narrowed(rows, is_ended=True).count(),
    )


def _narrowed(rows: QuerySet[Membership], *, is_ended: bool) -> QuerySet[Membership]:
    return rows.filter(until__isnull=not is_ended)


def open_members(network: Network, ids: list[int]) -> tuple[Membership, ...]:
    """Those of the given memberships that are open, of this network only."""
    rows = Membership.objects.filter(network=network, pk__in=ids, until__isnull=True)
    return tuple(rows.select_related("actor").order_by("actor__name", "pk"))


def open_memberships(actor: Actor) -> QuerySet[Membership]:
    """The networks that the actor is a member of now, by name."""
    rows = Membership.objects.filter(actor=actor, until=None)
    return rows.select_related("network").order_by("network__name")

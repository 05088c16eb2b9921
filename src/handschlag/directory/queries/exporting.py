"""Whole lists, a piece at a time: thousands of entries never stand in memory together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from handschlag.directory.models import Actor, Network
from handschlag.directory.queries import counting, listing
from handschlag.directory.queries.public import public_networks

FIRST, PIECE = 50, 400  # the first piece is small, so that a download begins at once


def pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids in order, cut for one group of queries each."""
    if ids:
        yield ids[:FIRST]
    for start in range(FIRST, len(ids), PIECE):
        yield ids[start : start + PIECE]


def networks(ids: Sequence[int], *, today: date) -> Iterator[tuple[Network, int]]:
    """The public ones of these networks, in order, each with its number of distinct public actors."""
    for some in pieces(ids):
        organisations: Mapping[int, int] = counting.organisations_per_network(some, today=today)
        rows = listing.with_facts(public_networks()).select_related("umbrella")
        for network in listing.in_order(rows, some):
            yield network, organisations.get(network.pk, 0)


def actors(ids: Sequence[int], *, today: date) -> Iterator[Actor]:
    """The public ones of these actors, in order."""
    for some in pieces(ids):
        yield from listing.actors_in_order(some, today=today)

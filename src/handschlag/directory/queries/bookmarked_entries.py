"""What is behind a list of bookmarks, as far as it is still public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handschlag.directory.models import Actor, Network
from handschlag.directory.queries import counting, listing
from handschlag.directory.queries.public import public_actors, public_networks
from handschlag.directory.rules.bookmarks import BookmarkKind, Bookmarks


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntries:
    networks: Sequence[Network]
    organisations: Mapping[int, int]
    actors: Sequence[Actor]
    lost: int  # how many are not public any more


def kept_entries(bookmarks: Bookmarks, *, today: date) -> KeptEntries:
    """The public entries in the order of the list; `lost` counts those not public any more."""
    networks = listing.networks_in_order(bookmarks.ids(BookmarkKind.NETWORK))
    actors = listing.actors_in_order(bookmarks.ids(BookmarkKind.ACTOR), today=today)
    return KeptEntries(
        networks=networks,
        organisations=counting.organisations_per_network([one.pk for one in networks], today=today),
        actors=actors,
        lost=len(bookmarks.entries) - len(networks) - len(actors),
    )


def id_of(kind: BookmarkKind, slug: str) -> int | None:
    """The number of a public entry; None where there is none."""
    if "\0" in slug:
        return None  # PostgreSQL cannot even look for it
    rows = public_networks() if kind is BookmarkKind.NETWORK else public_actors()
    return rows.filter(slug=slug).values_list("pk", flat=True).first()

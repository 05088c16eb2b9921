"""The page with somebody's bookmarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from handschlag.design.components.parts import Link
from handschlag.directory.models import Actor, Network
from handschlag.directory.queries.bookmarked_entries import KeptEntries
from handschlag.directory.rules.bookmarks import MOST as MOST_KEPT
from handschlag.directory.rules.comparison import MOST
from handschlag.directory.screens import kind_labels, lists


def bookmarks_screen(found: KeptEntries) -> dict[str, Any]:
    """What is kept and still public, with its exports; `lost` is how many are not public any more."""
    return {
        "number": len(found.networks) + len(found.actors),
        "networks": tuple((network, _about(network)) for network in found.networks),
        "actors": tuple((actor, _about(actor)) for actor in found.actors),
        "compare_url": _compare_url(found.networks),
        "network_exports": _exports("networks") if found.networks else (),
        "actor_exports": _exports("actors") if found.actors else (),
        "lost": found.lost,
        "limit": MOST_KEPT,
    }


def _about(entry: Network | Actor) -> str:
    """What it is and where."""
    if isinstance(entry, Network):
        kind = kind_labels.network_kind(entry.kind)
    else:
        kind = kind_labels.actor_kind(entry.kind, entry.is_sme)
    return ", ".join(filter(None, (kind, entry.seat)))


def _compare_url(networks: Sequence[Network]) -> str:
    """The first networks side by side; a single one has nothing to be compared with."""
    if len(networks) < 2:
        return ""
    chosen = "&".join(f"n={network.slug}" for network in networks[:MOST])
    return f"{reverse('directory:compare')}?{chosen}"


def _exports(what: str) -> Sequence[Link]:
    return tuple(
        Link(label=label, url=reverse("directory:bookmarks_export", args=[what, ending]))
        for ending, label in lists.FORMATS.items()
    )

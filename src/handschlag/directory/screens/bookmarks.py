"""The page with somebody's bookmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.components.parts import Link
from handschlag.directory.models import Actor, Network
from handschlag.directory.queries.bookmarked_entries import KeptEntries
from handschlag.directory.rules.bookmarks import MOST as MOST_KEPT
from handschlag.directory.rules.bookmarks import BookmarkKind, Bookmarks
from handschlag.directory.rules.comparison import MOST
from handschlag.directory.screens import entry_rows, kind_labels, lists, texts


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptLine:
    kind: str
    slug: str
    name: str
    url: str
    about: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keep:
    """Whether the entry of a page is among the bookmarks."""

    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _BookmarksScreen:
    title: str
    networks: Sequence[_KeptLine]
    actors: Sequence[_KeptLine]
    compare_url: str
    network_exports: Sequence[Link]
    actor_exports: Sequence[Link]
    lost: str
    limit: int
    is_full: bool
    is_empty: bool


def bookmark_state(bookmarks: Bookmarks, kind: BookmarkKind, number: int) -> _Keep:
    return _Keep(is_kept=bookmarks.has(kind, number))


def bookmarks_screen(bookmarks: Bookmarks, found: KeptEntries, *, today: date) -> _BookmarksScreen:
    del today
    number = len(found.networks) + len(found.actors)
    title = ngettext("%(n)s saved entry", "%(n)s saved entries", number) % {"n": texts.number(number)}
    return _BookmarksScreen(
        title=title if number else _("No saved entries yet"),
        networks=tuple(_network_line(network) for network in found.networks),
        actors=tuple(_actor_line(actor) for actor in found.actors),
        compare_url=_compare_url(found.networks),
        network_exports=_exports("networks") if found.networks else (),
        actor_exports=_exports("actors") if found.actors else (),
        lost=_lost(found.lost),
        limit=MOST_KEPT,
        is_full=bookmarks.is_full,
        is_empty=not number,
    )


def _network_line(network: Network) -> _KeptLine:
    seat = entry_rows.seat_of(network)
    about = [kind_labels.network_kind(network.kind), texts.seat(seat.place, seat.land)]
    return _KeptLine(
        kind="network",
        slug=network.slug,
        name=entry_rows.network_name(network),
        url=entry_rows.network_url(network),
        about=", ".join(part for part in about if part),
        is_demo=network.is_demo,
    )


def _actor_line(actor: Actor) -> _KeptLine:
    seat = entry_rows.seat_of(actor)
    about = [kind_labels.actor_kind(actor.kind, actor.is_sme), texts.seat(seat.place, seat.land)]
    return _KeptLine(
        kind="actor",
        slug=actor.slug,
        name=actor.name,
        url=entry_rows.actor_url(actor),
        about=", ".join(part for part in about if part),
        is_demo=actor.is_demo,
    )


def _compare_url(networks: Sequence[Network]) -> str:
    """The first networks side by side; a single one has nothing to be compared with."""
    if len(networks) < 2:
        return ""
    chosen = "&".join(f"n={network.slug}" for network in networks[:MOST])
    return f"{reverse('directory:compare')}?{chosen}"


def _exports(what: str) -> Sequence[Link]:
    return tuple(
        Link(label=str(label), url=reverse("directory:bookmarks_export", args=[what, ending]))
        for ending, label in lists.FORMATS.items()
    )


def _lost(number: int) -> str:
    if not number:
        return ""
    text = ngettext(
        "%(n)s saved entry is no longer public.",
        "%(n)s saved entries are no longer public.",
        number,
    )
    return text % {"n": texts.number(number)}

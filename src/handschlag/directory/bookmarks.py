"""Bookmarks without an account: a signed cookie on the device, and nothing on our side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.design.components.parts import Link
from handschlag.directory import counting, labels, lists, rows
from handschlag.directory.models import Actor, Network
from handschlag.directory.public import public_actors, public_networks

MOST = 50
ENTRY = re.compile(r"([na])([1-9][0-9]{0,17})")


class BookmarkKind(StrEnum):
    """What can be kept; the value is its letter in the line."""

    NETWORK = "n"
    ACTOR = "a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmarks:
    """What somebody keeps, the newest last: numbers of public entries, and nothing about the person."""

    entries: tuple[tuple[BookmarkKind, int], ...] = ()

    @classmethod
    def read(cls, line: str) -> Self:
        """What a line holds; what makes no sense in it is left out.

        >>> Bookmarks.read("n12.a7.x.n12").entries
        ((<BookmarkKind.NETWORK: 'n'>, 12), (<BookmarkKind.ACTOR: 'a'>, 7))
        """
        found = (ENTRY.fullmatch(part) for part in line.split(".")[: 10 * MOST])
        entries = dict.fromkeys((BookmarkKind(one[1]), int(one[2])) for one in found if one)
        return cls(entries=tuple(entries)[:MOST])

    @property
    def line(self) -> str:
        return ".".join(f"{kind}{number}" for kind, number in self.entries)

    @property
    def is_full(self) -> bool:
        return len(self.entries) >= MOST

    def ids(self, kind: BookmarkKind) -> tuple[int, ...]:
        return tuple(number for one, number in self.entries if one is kind)

    def has(self, kind: BookmarkKind, number: int) -> bool:
        return (kind, number) in self.entries

    def with_one(self, kind: BookmarkKind, number: int) -> Bookmarks:
        """The same with one more; a full list stays as it is."""
        if self.is_full or self.has(kind, number):
            return self
        return replace(self, entries=(*self.entries, (kind, number)))

    def without(self, kind: BookmarkKind, number: int) -> Bookmarks:
        return replace(self, entries=tuple(one for one in self.entries if one != (kind, number)))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntries:
    networks: Sequence[Network]
    organisations: Mapping[int, int]
    actors: Sequence[Actor]
    lost: int  # how many are not public any more


def kept_entries(bookmarks: Bookmarks, *, today: date) -> KeptEntries:
    """The public entries in the order of the list; `lost` counts those not public any more."""
    networks = rows.networks_in_order(bookmarks.ids(BookmarkKind.NETWORK))
    actors = rows.actors_in_order(bookmarks.ids(BookmarkKind.ACTOR), today=today)
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


def bookmarks_context(found: KeptEntries) -> dict[str, Any]:
    """What is kept and still public, with its exports; `lost` is how many are not public any more."""
    return {
        "number": len(found.networks) + len(found.actors),
        "networks": tuple((network, _about(network)) for network in found.networks),
        "actors": tuple((actor, _about(actor)) for actor in found.actors),
        "compare_url": _compare_url(found.networks),
        "network_exports": _exports("networks") if found.networks else (),
        "actor_exports": _exports("actors") if found.actors else (),
        "lost": found.lost,
        "limit": MOST,
    }


def _about(entry: Network | Actor) -> str:
    """What it is and where."""
    if isinstance(entry, Network):
        kind = labels.network_kind(entry.kind)
    else:
        kind = labels.actor_kind(entry.kind, entry.is_sme)
    return ", ".join(filter(None, (kind, entry.seat)))


def _compare_url(networks: Sequence[Network]) -> str:
    """The first networks side by side; a single one has nothing to be compared with."""
    if len(networks) < 2:
        return ""
    chosen = "&".join(f"n={network.slug}" for network in networks[:MOST_COMPARED])
    return f"{reverse('directory:compare')}?{chosen}"


def _exports(what: str) -> Sequence[Link]:
    return tuple(
        Link(label=label, url=reverse("directory:bookmarks_export", args=[what, ending]))
        for ending, label in lists.FORMATS.items()
    )


COOKIE = "bookmarks"
KEPT_FOR = 180 * 24 * 60 * 60
KINDS = {"network": BookmarkKind.NETWORK, "actor": BookmarkKind.ACTOR}


def bookmarks_of(request: HttpRequest) -> Bookmarks:
    """What the device keeps; a cookie that we did not sign holds nothing."""
    return Bookmarks.read(request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or "")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bookmarks_page(request: HttpRequest) -> HttpResponse:
    """The page of bookmarks; a POST keeps or drops one and leads back to where it was pressed."""
    kept = bookmarks_of(request)
    if request.method == "POST":
        return _answer(request, kept)
    today = timezone.localdate()
    found = kept_entries(kept, today=today)
    screen = bookmarks_context(found)
    return render(request, "directory/bookmarks.html", {"screen": screen})


def _answer(request: HttpRequest, kept: Bookmarks) -> HttpResponse:
    """What the button asked for, and the way back to where it was pressed."""
    changed = _change(kept, request.POST.get("do", ""), request)
    if changed is kept and kept.is_full and request.POST.get("do") == "add":
        messages.warning(request, _("You can save up to %(n)s entries. Remove one first.") % {"n": MOST})
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours and back else reverse("directory:bookmarks"))
    if not changed.entries:
        response.delete_cookie(COOKIE)
        return response
    response.set_signed_cookie(
        COOKIE,
        changed.line,
        salt=COOKIE,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _change(kept: Bookmarks, order: str, request: HttpRequest) -> Bookmarks:
    if order == "clear":
        return Bookmarks()
    kind = KINDS.get(request.POST.get("kind", ""))
    number = id_of(kind, request.POST.get("slug", "")) if kind else None
    if kind is None or number is None:
        return kept
    if order == "add":
        return kept.with_one(kind, number)
    return kept.without(kind, number) if order == "remove" else kept


MOST_COMPARED = 4

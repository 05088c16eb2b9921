"""Up to four networks side by side, in an address that can be passed on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.directory import labels as directory_labels
from handschlag.directory import rows, texts
from handschlag.directory import rows as directory_rows
from handschlag.directory.bookmarks import MOST_COMPARED
from handschlag.directory.models import Actor, Membership, Network
from handschlag.directory.models.networks import MemberGroup
from handschlag.directory.networks import composition, part_of
from handschlag.directory.public import by_name, current, of_public_actors, public_actors, public_networks


def chosen(slugs: Iterable[str]) -> tuple[str, ...]:
    """The first four, each once, in their order.

    >>> chosen(["b", "a", "b", "", "c", "d", "e"])
    ('b', 'a', 'c', 'd')
    """
    return tuple(dict.fromkeys(slug for slug in slugs if slug and slug.isprintable()))[:MOST_COMPARED]


def differs(values: Sequence[object]) -> bool:
    """Whether at least one of them is unlike the others; a single one differs from nothing."""
    return any(value != values[0] for value in values[1:])


def shared_actors(members: Mapping[int, frozenset[int]]) -> dict[tuple[int, int], frozenset[int]]:
    """For each pair of networks, in their order: the actors of both."""
    return {(one, other): members[one] & members[other] for one, other in combinations(members, 2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    networks: Sequence[Network]
    compositions: Mapping[int, Mapping[MemberGroup, int]]  # per network: distinct public actors of today
    shared: Mapping[tuple[int, int], Sequence[Actor]]  # per pair of networks, by name
    others: Sequence[Network]  # that could be added


def comparison(slugs: Sequence[str], *, today: date) -> Comparison:
    """The public ones of these networks, in this order."""
    found = {one.slug: one for one in directory_rows.with_facts(public_networks()).filter(slug__in=slugs)}
    networks = [found[slug] for slug in slugs if slug in found]
    ids = [network.pk for network in networks]
    members: dict[int, set[int]] = {pk: set() for pk in ids}
    counts: dict[int, defaultdict[MemberGroup, int]] = {pk: defaultdict(int) for pk in ids}
    rows = Membership.objects.filter(current(today), of_public_actors(), network_id__in=ids)
    columns = ("network_id", "actor_id", "actor__kind", "actor__is_sme")
    for network_id, actor_id, kind, is_sme in rows.values_list(*columns).distinct():
        members[network_id].add(actor_id)
        counts[network_id][part_of(kind, is_sme)] += 1
    return Comparison(
        networks=networks,
        compositions={pk: dict(parts) for pk, parts in counts.items()},
        shared=_named({pk: frozenset(actors) for pk, actors in members.items()}),
        others=list(public_networks().exclude(pk__in=ids).order_by("kind", *by_name())),
    )


def _named(members: Mapping[int, frozenset[int]]) -> Mapping[tuple[int, int], Sequence[Actor]]:
    """The actors that two networks share, as rows instead of numbers."""
    pairs = shared_actors(members)
    wanted = set().union(*pairs.values()) if pairs else set()
    actors = public_actors().in_bulk(sorted(wanted))
    by_name = sorted(actors.values(), key=lambda actor: (actor.name, actor.pk))
    return {pair: [actor for actor in by_name if actor.pk in both] for pair, both in pairs.items()}


NAMED = 10  # shared actors of one pair


def comparison_context(found: Comparison, *, today: date) -> dict[str, Any]:
    """What the table shows; others can be added as long as there are fewer than `MOST` networks."""
    networks = {network.pk: network for network in found.networks}
    by_kind = groupby(found.others if len(networks) < MOST_COMPARED else (), key=lambda network: network.kind)
    return {
        "names": texts.both([rows.network_name(network) for network in found.networks]),
        "columns": [(network, _url_without(network, found.networks)) for network in found.networks],
        "lines": [
            (head, list(zip(found.networks, values, strict=True)), differs(values))
            for head, fact in _facts(found, today)
            for values in [[fact(network) for network in found.networks]]
        ],
        "shared": [
            {
                "pair": (networks[first], networks[second]),
                "number": len(actors),
                "actors": actors[:NAMED],
                "more": len(actors[NAMED:]),
            }
            for (first, second), actors in found.shared.items()
        ],
        "choices": [(kind, list(some)) for kind, some in by_kind],
    }


def _url_without(network: Network, networks: Sequence[Network]) -> str:
    rest = "&".join(f"n={one.slug}" for one in networks if one != network)
    url = reverse("directory:compare")
    return f"{url}?{rest}" if rest else url


def _facts(found: Comparison, today: date) -> list[tuple[str, Callable[[Network], tuple[str, ...]]]]:
    """One row for each; what is said in words is compared as it is said. Nothing is: not documented."""

    def number(network: Network) -> int:
        return sum(found.compositions[network.pk].values())

    def made_of(network: Network) -> tuple[str, ...]:
        bar = composition(rows.newest_figure(network), found.compositions[network.pk])
        return (*(f"{one['text']} {one['label']}" for one in bar["segments"]), bar["note"]) if bar else ()

    def programmes(network: Network) -> tuple[str, ...]:
        return tuple(one.programme.name for one in rows.programmes_on(network, today))

    def labels(network: Network) -> tuple[str, ...]:
        return tuple(map(rows.level_and_year, rows.labels_on(network, today)))

    return [
        (_("Kind"), lambda network: (directory_labels.network_kind(network.kind),)),
        (_("Location"), lambda network: _one(network.seat)),
        (_("Founded"), lambda network: _one(network.founded)),
        # The published number only: what is listed here has a row of its own.
        (_("Members"), lambda network: _one(", ".join(filter(None, rows.members_of(network, 0))))),
        (_("Listed here"), lambda network: _listed(number(network))),
        (_("Made of"), made_of),
        (_("Fields"), lambda network: tuple(rows.field_names(network))),
        (_("Programmes"), programmes),
        (_("Quality label"), labels),
        (_("Management"), lambda network: _one(network.management_body)),
    ]


def _one(value: object) -> tuple[str, ...]:
    return (str(value),) if value else ()


def _listed(number: int) -> tuple[str, ...]:
    return (directory_labels.organisations(number) % {"n": texts.number(number)},) if number else ()


@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """Compares the networks named by `n` in the address, the first four of them."""
    today = timezone.localdate()
    found = comparison(chosen(request.GET.getlist("n")), today=today)
    return render(request, "directory/compare.html", {"screen": comparison_context(found, today=today)})

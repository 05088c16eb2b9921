"""Up to four networks side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.directory.models import Network
from handschlag.directory.queries import entry_facts
from handschlag.directory.queries.comparing import Comparison
from handschlag.directory.rules.comparison import MOST, differs
from handschlag.directory.screens import entry_rows, kind_labels, texts
from handschlag.directory.screens.composition import composition

NAMED = 10  # shared actors of one pair


def comparison_screen(found: Comparison, *, today: date) -> dict[str, Any]:
    """What the table shows; others can be added as long as there are fewer than `MOST` networks."""
    networks = {network.pk: network for network in found.networks}
    by_kind = groupby(found.others if len(networks) < MOST else (), key=lambda network: network.kind)
    return {
        "names": texts.both([entry_rows.network_name(network) for network in found.networks]),
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
        bar = composition(entry_facts.newest_figure(network), found.compositions[network.pk])
        return (*(f"{one['text']} {one['label']}" for one in bar["segments"]), bar["note"]) if bar else ()

    def programmes(network: Network) -> tuple[str, ...]:
        return tuple(one.programme.name for one in entry_facts.programmes_on(network, today))

    def labels(network: Network) -> tuple[str, ...]:
        return tuple(map(entry_rows.level_and_year, entry_facts.labels_on(network, today)))

    return [
        (_("Kind"), lambda network: (kind_labels.network_kind(network.kind),)),
        (_("Location"), lambda network: _one(network.seat)),
        (_("Founded"), lambda network: _one(network.founded)),
        # The published number only: what is listed here has a row of its own.
        (_("Members"), lambda network: _one(", ".join(filter(None, entry_rows.members_of(network, 0))))),
        (_("Listed here"), lambda network: _listed(number(network))),
        (_("Made of"), made_of),
        (_("Fields"), lambda network: tuple(entry_facts.field_names(network))),
        (_("Programmes"), programmes),
        (_("Quality label"), labels),
        (_("Management"), lambda network: _one(network.management_body)),
    ]


def _one(value: object) -> tuple[str, ...]:
    return (str(value),) if value else ()


def _listed(number: int) -> tuple[str, ...]:
    return (kind_labels.organisations(number) % {"n": texts.number(number)},) if number else ()

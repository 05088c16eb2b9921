"""One line of a list: a network or an actor, with what is missing shown as missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.directory.models import Actor, Direction, Label, Network
from handschlag.directory.queries import entry_facts, listing
from handschlag.directory.screens import kind_labels, texts

NAMED_NETWORKS = 2  # in one line
type NetworkRow = dict[str, Any]


def network_url(network: Network) -> str:
    """The path of its public page, without the host."""
    return reverse("directory:network", args=[network.slug])


def actor_url(actor: Actor) -> str:
    """The path of its public page, without the host."""
    return reverse("directory:actor", args=[actor.slug])


def network_name(network: Network) -> str:
    """The short name, or the full one where there is none."""
    return network.short_name or network.name


def network_rows(
    networks: Sequence[Network], organisations: Mapping[int, int], *, today: date
) -> list[NetworkRow]:
    """Networks as fetched by `listing.networks_in_order`; an id that `organisations` lacks counts as none."""
    return [
        {
            "network": network,
            "topic": _topic_of(network),
            "members": members_of(network, organisations.get(network.pk, 0)),
            "is_one_member": is_one_member(network, organisations.get(network.pk, 0)),
            "programmes": [one.programme for one in entry_facts.programmes_on(network, today)],
            "labels": entry_facts.labels_on(network, today),
        }
        for network in networks
    ]


def _topic_of(network: Network) -> str:
    """Kind, fields, and since when."""
    since = _("Since %(year)s") % {"year": network.founded} if network.founded is not None else ""
    topic = ". ".join(filter(None, (", ".join(entry_facts.field_names(network)), since)))
    return " · ".join(filter(None, (kind_labels.network_kind(network.kind), topic)))


def members_of(network: Network, organisations: int) -> tuple[str, str]:
    """How many members, and what that number is: published with its year, or counted here."""
    figure = entry_facts.newest_figure(network)
    if figure is not None:
        year = _("as of %(year)s") % {"year": figure.year} if figure.year else _("year not stated")
        return texts.number(figure.members), year
    return (texts.number(organisations), _("listed here")) if organisations else ("", "")


def is_one_member(network: Network, organisations: int) -> bool:
    """Whether the number of `members_of` is one, for the word behind it."""
    figure = entry_facts.newest_figure(network)
    return (figure.members if figure is not None else organisations) == 1


def level_and_year(label: Label) -> str:
    """Gold 2019: how long a label holds is often not published, so its year stands beside it."""
    return f"{kind_labels.LEVELS[label.level]} {label.awarded_on.year}"


def actor_row(actor: Actor) -> dict[str, Any]:
    """An actor as fetched by `listing.actors_in_order`."""
    networks = listing.networks_of_today(actor)
    return {
        "actor": actor,
        "networks": ", ".join(map(network_name, networks[:NAMED_NETWORKS])),
        "more_networks": len(networks[NAMED_NETWORKS:]),
        "named": ", ".join(map(network_name, listing.networks_that_name(actor)[:NAMED_NETWORKS])),
        "offer": _first_statement(actor, Direction.OFFER),
        "need": _first_statement(actor, Direction.NEED),
    }


def _first_statement(actor: Actor, direction: Direction) -> str:
    said = entry_facts.statements_of(actor, direction)
    return texts.excerpt(said[0].text) if said else ""

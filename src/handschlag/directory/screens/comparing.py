"""Up to four networks side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.directory.models import Network
from handschlag.directory.queries.comparing import Comparison
from handschlag.directory.rules.comparison import MOST, differs
from handschlag.directory.screens import rows, texts, words
from handschlag.directory.screens.composition import composition

NAMED = 10  # shared actors of one pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str
    url: str
    slug: str
    remove_url: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    network: str  # said again on a phone, where the columns stand below each other
    values: tuple[str, ...]  # empty: not documented


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    head: str
    cells: tuple[Cell, ...]
    is_different: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Two networks, and the distinct organisations that are members of both."""

    one: str
    other: str
    number: str
    actors: tuple[tuple[str, str], ...]  # name and address of the first ones
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonScreen:
    title: str
    columns: Sequence[Column]
    lines: Sequence[Line]
    shared: Sequence[Shared]
    choices: Sequence[tuple[str, Sequence[Choice]]]  # by kind; empty where four are chosen


def comparison_screen(found: Comparison, *, today: date) -> ComparisonScreen:
    names = [rows.network_name(network) for network in found.networks]
    places_left = MOST - len(names)
    return ComparisonScreen(
        title=texts.both(names) if names else _("Compare networks"),
        columns=columns(found.networks),
        lines=lines(found, names, today=today),
        shared=shared(found),
        choices=choices(found.others) if places_left else (),
    )


def columns(networks: Sequence[Network]) -> tuple[Column, ...]:
    url = reverse("directory:compare")
    slugs = [network.slug for network in networks]
    return tuple(
        Column(
            name=rows.network_name(network),
            url=rows.network_url(network),
            slug=network.slug,
            remove_url=address(url, [slug for slug in slugs if slug != network.slug]),
            is_demo=network.is_demo,
        )
        for network in networks
    )


def address(url: str, slugs: Sequence[str]) -> str:
    return f"{url}?{'&'.join(f'n={slug}' for slug in slugs)}" if slugs else url


def lines(found: Comparison, names: Sequence[str], *, today: date) -> tuple[Line, ...]:
    """One row for each fact; what is said in words is compared as it is said."""

    def number(network: Network) -> int:
        return sum(found.compositions[network.pk].values())

    def made_of(network: Network) -> tuple[str, ...]:
        bar = composition(rows.newest_figure(network), found.compositions[network.pk])
        return (*(f"{one.text} {one.label}" for one in bar.segments), bar.note) if bar else ()

    facts: list[tuple[str, Callable[[Network], tuple[str, ...]]]] = [
        (_("Kind"), lambda network: (words.network_kind(network.kind),)),
        (_("Seat"), seat),
        (_("Founded"), lambda network: one(network.founded)),
        (_("Members"), lambda network: members(network, number(network))),
        (_("Listed here"), lambda network: listed(number(network))),
        (_("Made of"), made_of),
        (_("Fields"), lambda network: tuple(rows.field_names(network))),
        (_("Programmes"), lambda network: programmes(network, today)),
        (
            _("Quality label"),
            lambda network: tuple(map(rows.level_and_year, rows.labels_now(network, today))),
        ),
        (_("Management"), lambda network: one(network.management_body)),
    ]
    return tuple(line(head, [fact(network) for network in found.networks], names) for head, fact in facts)


def line(head: str, values: Sequence[tuple[str, ...]], names: Sequence[str]) -> Line:
    cells = tuple(Cell(network=name, values=value) for name, value in zip(names, values, strict=True))
    return Line(head=head, cells=cells, is_different=differs(values))


def one(value: object) -> tuple[str, ...]:
    return (str(value),) if value else ()


def seat(network: Network) -> tuple[str, ...]:
    found = rows.seat_of(network)
    return one(texts.seat(found.place, found.land))


def members(network: Network, organisations: int) -> tuple[str, ...]:
    """The published number only: what is listed here has a row of its own."""
    del organisations
    value, note = rows.members_of(network, 0)
    return (f"{value}, {note}",) if value else ()


def listed(number: int) -> tuple[str, ...]:
    return (words.organisations(number) % {"n": texts.number(number)},) if number else ()


def programmes(network: Network, today: date) -> tuple[str, ...]:
    return tuple(
        pick(entry.programme.name_de, entry.programme.name_en)
        for entry in rows.programmes_now(network, today)
    )


def shared(found: Comparison) -> tuple[Shared, ...]:
    names = {network.pk: rows.network_name(network) for network in found.networks}
    return tuple(
        Shared(
            one=names[first],
            other=names[second],
            number=words.organisations(len(actors)) % {"n": texts.number(len(actors))} if actors else "",
            actors=tuple((actor.name, rows.actor_url(actor)) for actor in actors[:NAMED]),
            more=rows.more(len(actors) - NAMED) if len(actors) > NAMED else "",
        )
        for (first, second), actors in found.shared.items()
    )


def choices(others: Sequence[Network]) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """What can be added, by kind; the networks come in that order."""
    return tuple(
        (
            words.network_kind(kind),
            tuple(Choice(slug=network.slug, name=rows.network_name(network)) for network in found),
        )
        for kind, found in groupby(others, key=lambda network: network.kind)
    )

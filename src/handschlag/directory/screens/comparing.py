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
from handschlag.directory.screens import entry_rows, kind_labels, texts
from handschlag.directory.screens.composition import composition

NAMED = 10  # shared actors of one pair


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    name: str
    url: str
    slug: str
    remove_url: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    network: str  # said again on a phone, where the columns stand below each other
    values: tuple[str, ...]  # empty: not documented


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    head: str
    cells: tuple[_Cell, ...]
    is_different: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """Two networks, and the distinct organisations that are members of both."""

    one: str
    other: str
    number: str
    actors: tuple[tuple[str, str], ...]  # name and address of the first ones
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ComparisonScreen:
    title: str
    columns: Sequence[_Column]
    lines: Sequence[_Line]
    shared: Sequence[_Shared]
    choices: Sequence[tuple[str, Sequence[_Choice]]]  # by kind; empty where four are chosen


def comparison_screen(found: Comparison, *, today: date) -> _ComparisonScreen:
    """What the table shows; others can be added as long as there are fewer than `MOST` networks."""
    names = [entry_rows.network_name(network) for network in found.networks]
    places_left = MOST - len(names)
    return _ComparisonScreen(
        title=texts.both(names) if names else _("Compare networks"),
        columns=_columns(found.networks),
        lines=_lines(found, names, today=today),
        shared=_shared(found),
        choices=_choices(found.others) if places_left else (),
    )


def _columns(networks: Sequence[Network]) -> tuple[_Column, ...]:
    url = reverse("directory:compare")
    slugs = [network.slug for network in networks]
    return tuple(
        _Column(
            name=entry_rows.network_name(network),
            url=entry_rows.network_url(network),
            slug=network.slug,
            remove_url=_address(url, [slug for slug in slugs if slug != network.slug]),
            is_demo=network.is_demo,
        )
        for network in networks
    )


def _address(url: str, slugs: Sequence[str]) -> str:
    return f"{url}?{'&'.join(f'n={slug}' for slug in slugs)}" if slugs else url


def _lines(found: Comparison, names: Sequence[str], *, today: date) -> tuple[_Line, ...]:
    """One row for each fact; what is said in words is compared as it is said."""

    def number(network: Network) -> int:
        return sum(found.compositions[network.pk].values())

    def made_of(network: Network) -> tuple[str, ...]:
        bar = composition(entry_rows.newest_figure(network), found.compositions[network.pk])
        return (*(f"{one.text} {one.label}" for one in bar.segments), bar.note) if bar else ()

    facts: list[tuple[str, Callable[[Network], tuple[str, ...]]]] = [
        (_("Kind"), lambda network: (kind_labels.network_kind(network.kind),)),
        (_("Location"), _seat),
        (_("Founded"), lambda network: _one(network.founded)),
        (_("Members"), lambda network: _members(network, number(network))),
        (_("Listed here"), lambda network: _listed(number(network))),
        (_("Made of"), made_of),
        (_("Fields"), lambda network: tuple(entry_rows.field_names(network))),
        (_("Programmes"), lambda network: _programmes(network, today)),
        (
            _("Quality label"),
            lambda network: tuple(map(entry_rows.level_and_year, entry_rows.labels_now(network, today))),
        ),
        (_("Management"), lambda network: _one(network.management_body)),
    ]
    return tuple(_line(head, [fact(network) for network in found.networks], names) for head, fact in facts)


def _line(head: str, values: Sequence[tuple[str, ...]], names: Sequence[str]) -> _Line:
    cells = tuple(_Cell(network=name, values=value) for name, value in zip(names, values, strict=True))
    return _Line(head=head, cells=cells, is_different=differs(values))


def _one(value: object) -> tuple[str, ...]:
    return (str(value),) if value else ()


def _seat(network: Network) -> tuple[str, ...]:
    found = entry_rows.seat_of(network)
    return _one(texts.seat(found.place, found.land))


def _members(network: Network, organisations: int) -> tuple[str, ...]:
    """The published number only: what is listed here has a row of its own."""
    del organisations
    value, note = entry_rows.members_of(network, 0)
    return (f"{value}, {note}",) if value else ()


def _listed(number: int) -> tuple[str, ...]:
    return (kind_labels.organisations(number) % {"n": texts.number(number)},) if number else ()


def _programmes(network: Network, today: date) -> tuple[str, ...]:
    return tuple(
        pick(entry.programme.name_de, entry.programme.name_en)
        for entry in entry_rows.programmes_now(network, today)
    )


def _shared(found: Comparison) -> tuple[_Shared, ...]:
    names = {network.pk: entry_rows.network_name(network) for network in found.networks}
    return tuple(
        _Shared(
            one=names[first],
            other=names[second],
            number=kind_labels.organisations(len(actors)) % {"n": texts.number(len(actors))}
            if actors
            else "",
            actors=tuple((actor.name, entry_rows.actor_url(actor)) for actor in actors[:NAMED]),
            more=entry_rows.more(len(actors) - NAMED) if len(actors) > NAMED else "",
        )
        for (first, second), actors in found.shared.items()
    )


def _choices(others: Sequence[Network]) -> tuple[tuple[str, tuple[_Choice, ...]], ...]:
    """What can be added, by kind; the networks come in that order."""
    return tuple(
        (
            kind_labels.network_kind(kind),
            tuple(_Choice(slug=network.slug, name=entry_rows.network_name(network)) for network in found),
        )
        for kind, found in groupby(others, key=lambda network: network.kind)
    )

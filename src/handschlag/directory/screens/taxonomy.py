"""The pages of fields and of Länder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.design import tallies
from handschlag.design.components.parts import Crumb
from handschlag.design.rules.tallies import Tally
from handschlag.directory.models import Concept, Field, Land
from handschlag.directory.queries.taxonomy import (
    NOWHERE,
    Counts,
    FieldProfile,
    LandProfile,
    Overview,
)
from handschlag.directory.rules.strengths import Strength, strengths, white_spots
from handschlag.directory.rules.wording import in_a_sentence
from handschlag.directory.screens import entry_rows, kind_labels, texts
from handschlag.directory.screens.kind_labels import Word
from handschlag.directory.screens.map.small import land_map

ENOUGH = 20  # real organisations from which on a field that nobody has here says something of a Land


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """A field or a Land, with how many networks and distinct organisations it has."""

    name: str
    url: str
    networks: str
    actors: str
    children: Sequence[_Counted] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _StrengthLine:
    name: str
    url: str
    count: str
    index: str
    width: int  # of the bar, in per cent of the strongest


def fields_screen(overview: Overview[Field]) -> Sequence[_Counted]:
    """The fields with those below them, each with its numbers of networks and organisations."""
    return tuple(
        _counted_field(field, overview.counts, children=field.children.all()) for field in overview.entries
    )


def _counted_field(field: Field, counts: Counts, *, children: Iterable[Field] = ()) -> _Counted:
    return _Counted(
        name=pick(field.label_de, field.label_en),
        url=reverse("directory:field", args=[field.slug]),
        networks=tallies.number(counts.networks_of(field.code)),
        actors=tallies.number(counts.actors_of(field.code)),
        children=tuple(_counted_field(child, counts) for child in children),
    )


def lands_screen(overview: Overview[Land]) -> Sequence[_Counted]:
    """The Länder by name in the reader's language, each with its numbers."""
    entries = [_counted_land(land, overview.counts) for land in overview.entries]
    return sorted(entries, key=lambda one: one.name)


def _counted_land(land: Land, counts: Counts) -> _Counted:
    return _Counted(
        name=_land_name(land),
        url=reverse("directory:land", args=[land.slug]),
        networks=tallies.number(counts.networks_of(land.code)),
        actors=tallies.number(counts.actors_of(land.code)),
    )


def _land_name(land: Land) -> str:
    return pick(land.name_de, land.name_en)


def _numbers(networks: Tally, actors: Tally) -> dict[str, str]:
    return {
        "networks": tallies.tally_with_noun(networks, kind_labels.networks),
        "organisations": tallies.tally_with_noun(actors, kind_labels.organisations),
    }


def _is_only_invented(actors: Tally) -> bool:
    """Then a page says nothing of strengths: they would be those of inventions."""
    return not actors.real and actors.invented > 0


def field_screen(profile: FieldProfile, *, today: date) -> dict[str, Any]:
    """What the page of a field shows: fields below it, networks, actors, and where it is strong."""
    field, counts = profile.field, profile.counts
    title = pick(field.label_de, field.label_en)
    networks, actors = counts.networks_of(field.code), counts.actors_of(field.code)
    return {
        "slug": field.slug,
        "title": title,
        "lead": _("%(networks)s and %(organisations)s") % _numbers(networks, actors),
        "crumbs": _crumbs_of(field),
        "children": tuple(_counted_field(child, counts) for child in profile.children),
        "concepts": _concept_groups(profile.concepts),
        "networks": entry_rows.network_rows(profile.networks, profile.organisations, today=today),
        "number_of_networks": tallies.number(networks),
        "actors": tuple(entry_rows.actor_row(actor) for actor in profile.actors),
        "number_of_actors": tallies.number(actors),
        "strengths": _strong_lands(profile),
        "is_only_invented": _is_only_invented(actors),
    }


def _crumbs_of(field: Field) -> Sequence[Crumb]:
    trail = [Crumb(_("Fields"), reverse("directory:fields"))]
    if field.parent:
        parent = pick(field.parent.label_de, field.parent.label_en)
        trail.append(Crumb(parent, reverse("directory:field", args=[field.parent.slug])))
    return (*trail, Crumb(pick(field.label_de, field.label_en)))


def _concept_groups(concepts: Sequence[Concept]) -> Sequence[tuple[Word, str]]:
    """The vocabulary below a field, by kind; concepts come in the order of their kinds."""
    language = get_language() or "de"

    def label(concept: Concept) -> str:
        return in_a_sentence(pick(concept.label_de, concept.label_en), language)

    groups = {
        kind: sorted(map(label, found), key=str.casefold)
        for kind, found in groupby(concepts, key=lambda concept: concept.kind)
    }
    return tuple(
        (word, ", ".join(groups[kind])) for kind, word in kind_labels.CONCEPT_KINDS.items() if kind in groups
    )


def _strong_lands(profile: FieldProfile) -> Sequence[_StrengthLine]:
    """Länder where the field has a larger share of the organisations than in the whole."""
    whole = {code: number for code, number in profile.whole.items() if code != NOWHERE}
    here = {code: number for code, number in profile.here.items() if code != NOWHERE}
    found = strengths(here, whole, here_total=sum(here.values()), whole_total=sum(whole.values()))
    lands = {land.code: land for land in profile.lands}
    field = profile.field.slug
    named = {
        code: (_land_name(land), f"{reverse('directory:actors')}?field={field}&land={land.slug}")
        for code, land in lands.items()
    }
    return _lines(found, named)


def _lines(found: Sequence[Strength], named: dict[str, tuple[str, str]]) -> Sequence[_StrengthLine]:
    most = max((one.index for one in found), default=1.0)
    return tuple(
        _StrengthLine(
            name=named[one.key][0],
            url=named[one.key][1],
            count=kind_labels.organisations(one.count) % {"n": texts.number(one.count)},
            index=texts.ratio(one.index),
            width=max(1, round(100 * one.index / most)),
        )
        for one in found
        if one.key in named
    )


def land_screen(profile: LandProfile, *, today: date) -> dict[str, Any]:
    """What the page of a Land shows: its networks and actors, strong fields, and fields without any."""
    land, name = profile.land, _land_name(profile.land)
    return {
        "slug": land.slug,
        "title": name,
        "lead": _("%(networks)s and %(organisations)s")
        % _numbers(profile.number_of_networks, profile.number_of_actors),
        "crumbs": (Crumb(_("Regions"), reverse("directory:lands")), Crumb(name)),
        "map": land_map(land.code, title=_("%(land)s on the map of Germany") % {"land": name}),
        "memberships": tallies.tally_with_noun(
            profile.memberships, lambda n: ngettext("%(n)s membership", "%(n)s memberships", n)
        ),
        "networks": entry_rows.network_rows(profile.networks, profile.organisations, today=today),
        "number_of_networks": tallies.number(profile.number_of_networks),
        "actors": tuple(entry_rows.actor_row(actor) for actor in profile.actors),
        "number_of_actors": tallies.number(profile.number_of_actors),
        "strengths": _strong_fields(profile),
        "is_only_invented": _is_only_invented(profile.number_of_actors),
        "white_spots": _empty_fields(profile),
    }


def _strong_fields(profile: LandProfile) -> Sequence[_StrengthLine]:
    codes = {field.code for field in profile.fields}
    found = strengths(
        {code: number for code, number in profile.here.actors.items() if code in codes},
        profile.whole.actors,
        here_total=profile.number_of_actors.real,
        whole_total=profile.all_actors,
    )
    land = profile.land.slug
    named = {
        field.code: (
            pick(field.label_de, field.label_en),
            f"{reverse('directory:actors')}?field={field.slug}&land={land}",
        )
        for field in profile.fields
    }
    return _lines(found, named)


def _empty_fields(profile: LandProfile) -> Sequence[_Counted]:
    """Fields of the upper level that have organisations elsewhere and none here, if we know enough of here.

    With a handful of organisations most fields are missing, and only because our table is.
    """
    if profile.number_of_actors.real < ENOUGH:
        return ()
    fields = {field.code: field for field in profile.fields}
    elsewhere = {code: n for code, n in profile.whole.actors.items() if code in fields}
    missing = white_spots(profile.here.actors, elsewhere)
    return tuple(_counted_field(fields[code], profile.whole) for code in missing)

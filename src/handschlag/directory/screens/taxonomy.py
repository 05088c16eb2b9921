"""The pages of fields and of Länder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

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
from handschlag.directory.screens import entry_rows, kind_labels
from handschlag.directory.screens.kind_labels import Word
from handschlag.directory.screens.map.small import land_map

ENOUGH = 20  # real organisations from which on a field that nobody has here says something of a Land

type _Counted[Entry] = tuple[Entry, Tally, Tally]
type _StrengthLine[Entry] = tuple[Entry, Strength, int]


def counted[Entry: (Field, Land)](entries: Iterable[Entry], counts: Counts) -> list[_Counted[Entry]]:
    """Fields or Länder, each with how many networks and distinct organisations it has."""
    return [(entry, counts.networks_of(entry.code), counts.actors_of(entry.code)) for entry in entries]


def lands_screen(overview: Overview[Land]) -> list[_Counted[Land]]:
    """The Länder by name in the reader's language, each with its numbers."""
    return counted(sorted(overview.entries, key=lambda land: land.name), overview.counts)


def _lead(networks: Tally, actors: Tally) -> str:
    return _("%(networks)s and %(organisations)s") % {
        "networks": tallies.tally_with_noun(networks, kind_labels.networks),
        "organisations": tallies.tally_with_noun(actors, kind_labels.organisations),
    }


def field_screen(profile: FieldProfile, *, today: date) -> dict[str, Any]:
    """What the page of a field shows: fields below it, networks, actors, and where it is strong."""
    field, counts = profile.field, profile.counts
    networks, actors = counts.networks_of(field.code), counts.actors_of(field.code)
    return {
        "title": field.label,
        "slug": field.slug,
        "lead": _lead(networks, actors),
        "crumbs": _crumbs_of(field),
        "query": f"field={field.slug}",
        "children": counted(profile.children, counts),
        "concepts": _concept_groups(profile.concepts),
        "networks": entry_rows.network_rows(profile.networks, profile.organisations, today=today),
        "number_of_networks": networks,
        "actors": [entry_rows.actor_row(actor) for actor in profile.actors],
        "number_of_actors": actors,
        "strengths": _strong_lands(profile),
    }


def _crumbs_of(field: Field) -> Sequence[Crumb]:
    trail = [Crumb(_("Fields"), reverse("directory:fields"))]
    if field.parent:
        trail.append(Crumb(field.parent.label, reverse("directory:field", args=[field.parent.slug])))
    return (*trail, Crumb(field.label))


def _concept_groups(concepts: Sequence[Concept]) -> Sequence[tuple[Word, str]]:
    """The vocabulary below a field, by kind; concepts come in the order of their kinds."""
    language = get_language() or "de"
    groups = {
        kind: sorted((in_a_sentence(concept.label, language) for concept in found), key=str.casefold)
        for kind, found in groupby(concepts, key=lambda concept: concept.kind)
    }
    return [
        (word, ", ".join(groups[kind])) for kind, word in kind_labels.CONCEPT_KINDS.items() if kind in groups
    ]


def _strong_lands(profile: FieldProfile) -> Sequence[_StrengthLine[Land]]:
    """Länder where the field has a larger share of the organisations than in the whole."""
    whole = {code: number for code, number in profile.whole.items() if code != NOWHERE}
    here = {code: number for code, number in profile.here.items() if code != NOWHERE}
    found = strengths(here, whole, here_total=sum(here.values()), whole_total=sum(whole.values()))
    return _lines(found, profile.lands)


def _lines[Entry: (Field, Land)](
    found: Sequence[Strength], entries: Iterable[Entry]
) -> Sequence[_StrengthLine[Entry]]:
    """Each with the width of its bar, in per cent of the strongest."""
    by_code = {entry.code: entry for entry in entries}
    most = max((one.index for one in found), default=1.0)
    return [
        (by_code[one.key], one, max(1, round(100 * one.index / most))) for one in found if one.key in by_code
    ]


def land_screen(profile: LandProfile, *, today: date) -> dict[str, Any]:
    """What the page of a Land shows: its networks and actors, strong fields, and fields without any."""
    land = profile.land
    return {
        "title": land.name,
        "slug": land.slug,
        "lead": _lead(profile.number_of_networks, profile.number_of_actors),
        "crumbs": (Crumb(_("Regions"), reverse("directory:lands")), Crumb(land.name)),
        "query": f"land={land.slug}",
        "map": land_map(land.code, title=_("%(land)s on the map of Germany") % {"land": land.name}),
        "memberships": tallies.tally_with_noun(
            profile.memberships, lambda n: ngettext("%(n)s membership", "%(n)s memberships", n)
        ),
        "networks": entry_rows.network_rows(profile.networks, profile.organisations, today=today),
        "number_of_networks": profile.number_of_networks,
        "actors": [entry_rows.actor_row(actor) for actor in profile.actors],
        "number_of_actors": profile.number_of_actors,
        "strengths": _strong_fields(profile),
        "white_spots": _empty_fields(profile),
    }


def _strong_fields(profile: LandProfile) -> Sequence[_StrengthLine[Field]]:
    codes = {field.code for field in profile.fields}
    found = strengths(
        {code: number for code, number in profile.here.actors.items() if code in codes},
        profile.whole.actors,
        here_total=profile.number_of_actors.real,
        whole_total=profile.all_actors,
    )
    return _lines(found, profile.fields)


def _empty_fields(profile: LandProfile) -> Sequence[_Counted[Field]]:
    """Fields of the upper level that have organisations elsewhere and none here, if we know enough of here.

    With a handful of organisations most fields are missing, and only because our table is.
    """
    if profile.number_of_actors.real < ENOUGH:
        return ()
    fields = {field.code: field for field in profile.fields}
    elsewhere = {code: n for code, n in profile.whole.actors.items() if code in fields}
    missing = white_spots(profile.here.actors, elsewhere)
    return counted([fields[code] for code in missing], profile.whole)

"""Fields of technology, and the Länder: who is there, and how much of the whole that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.design import tallies
from handschlag.design.components.parts import Crumb
from handschlag.design.tallies import Tally
from handschlag.directory import labels, rows
from handschlag.directory.counting import (
    NOWHERE,
    Counts,
    Numbers,
    actors_per_land,
    counts_per_field,
    counts_per_land,
    memberships_in,
    number_of,
    organisations_per_network,
)
from handschlag.directory.index.snapshots import view_on
from handschlag.directory.labels import Word
from handschlag.directory.map.drawing import land_map
from handschlag.directory.models import Actor, Concept, Field, Land, Network
from handschlag.directory.public import by_name, networks_of_today, public_actors
from handschlag.directory.texts import in_a_sentence

LEAST = 3  # a share of fewer organisations is chance
STRONG = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """`index` 2.0: twice the share that the field (or the Land) has in the whole."""

    key: str
    count: int
    index: float


def strengths(
    here: Mapping[str, int], whole: Mapping[str, int], *, here_total: int, whole_total: int, most: int = 8
) -> tuple[Strength, ...]:
    """The keys with a clearly larger share here than in the whole, the strongest first.

    With fields as keys, `here` is a Land; with Länder as keys, `here` is a field. Counts are distinct
    organisations. The whole contains here.
    """
    if here_total <= 0 or whole_total <= 0:
        return ()
    found = [
        Strength(key=key, count=count, index=(count / here_total) / (whole[key] / whole_total))
        for key, count in here.items()
        if count >= LEAST and whole.get(key, 0) > 0
    ]
    strong = [strength for strength in found if strength.index >= STRONG]
    return tuple(sorted(strong, key=lambda s: (-s.index, -s.count, s.key))[:most])


def white_spots(here: Mapping[str, int], whole: Mapping[str, int]) -> tuple[str, ...]:
    """What exists elsewhere and not here; what is most common elsewhere comes first."""
    missing = [key for key, count in whole.items() if count > 0 and here.get(key, 0) == 0]
    return tuple(sorted(missing, key=lambda key: (-whole[key], key)))


SOME_NETWORKS, SOME_ACTORS = 12, 8  # on the page of a field or a Land; the lists have the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview[Entry]:
    """All fields of the upper level with their children, or all Länder, with their numbers."""

    entries: Sequence[Entry]
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProfile:
    field: Field
    children: Sequence[Field]
    concepts: Sequence[Concept]
    counts: Counts  # per field
    networks: Sequence[Network]
    organisations: Mapping[int, int]  # per network above
    actors: Sequence[Actor]
    lands: Sequence[Land]
    here: Numbers  # distinct actors of the field per Land
    whole: Numbers  # distinct actors of all fields per Land


@dataclass(frozen=True, slots=True, kw_only=True)
class LandProfile:
    land: Land
    fields: Sequence[Field]  # of the upper level
    here: Counts  # per field, in this Land
    whole: Counts  # per field, everywhere
    number_of_networks: Tally
    number_of_actors: Tally
    all_actors: int  # real ones, everywhere
    memberships: Tally
    networks: Sequence[Network]
    organisations: Mapping[int, int]
    actors: Sequence[Actor]


def overview_of_fields(*, today: date) -> Overview[Field]:
    """The fields of the upper level with their children, and real and invented numbers for each."""
    fields = Field.objects.filter(parent__isnull=True).prefetch_related("children")
    return Overview(entries=list(fields), counts=counts_per_field(view_on(today)))


def overview_of_lands(*, today: date) -> Overview[Land]:
    """All Länder, those without any entry too, with real and invented numbers for each."""
    return Overview(entries=list(Land.objects.all()), counts=counts_per_land(view_on(today)))


def field_profile(slug: str, *, today: date) -> FieldProfile | None:
    """What the page of a field tells; None where there is no such field."""
    field = Field.objects.select_related("parent").filter(slug=slug).first()
    if field is None:
        return None
    children = list(field.children.all())
    networks = _first(_networks_of(field).order_by("is_demo", *by_name()), SOME_NETWORKS)
    actors = _first(_actors_of(field).order_by("is_demo", "name", "pk"), SOME_ACTORS)
    codes = [field.code, *(child.code for child in children)]
    view = view_on(today)
    return FieldProfile(
        field=field,
        children=children,
        concepts=list(Concept.objects.filter(field_id__in=codes).order_by("kind", "label_de", "code")),
        counts=counts_per_field(view),
        networks=rows.networks_in_order(networks),
        organisations=organisations_per_network(networks, today=today),
        actors=rows.actors_in_order(actors, today=today),
        lands=list(Land.objects.all()),
        here=actors_per_land(view, field=field.code),
        whole=actors_per_land(view),
    )


def land_profile(slug: str, *, today: date) -> LandProfile | None:
    """What the page of a Land tells; None where there is no such Land."""
    land = Land.objects.filter(slug=slug).first()
    if land is None:
        return None
    own_networks, own_actors = networks_of_today().filter(land=land), public_actors().filter(land=land)
    networks = _first(own_networks.order_by("is_demo", *by_name()), SOME_NETWORKS)
    actors = _first(own_actors.order_by("is_demo", "name", "pk"), SOME_ACTORS)
    view = view_on(today)
    return LandProfile(
        land=land,
        fields=list(Field.objects.filter(parent__isnull=True)),
        here=counts_per_field(view, land=land.code),
        whole=counts_per_field(view),
        number_of_networks=number_of(view, "network", land=land.code),
        number_of_actors=number_of(view, "actor", land=land.code),
        all_actors=number_of(view, "actor").real,
        memberships=memberships_in(view, land.code),
        networks=rows.networks_in_order(networks),
        organisations=organisations_per_network(networks, today=today),
        actors=rows.actors_in_order(actors, today=today),
    )


def _within(field: Field) -> Q:
    """The pairs of an entry with this field or with one of its children."""
    return Q(field=field) | Q(field__parent=field)


def _networks_of(field: Field) -> QuerySet[Network]:
    pairs = Network.fields.through.objects.filter(_within(field))
    return networks_of_today().filter(pk__in=pairs.values("network_id"))


def _actors_of(field: Field) -> QuerySet[Actor]:
    pairs = Actor.fields.through.objects.filter(_within(field))
    return public_actors().filter(pk__in=pairs.values("actor_id"))


def _first(rows: QuerySet, most: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:most])


ENOUGH = 20  # real organisations from which on a field that nobody has here says something of a Land

type _Counted[Entry] = tuple[Entry, Tally, Tally]
type _StrengthLine[Entry] = tuple[Entry, Strength, int]


def counted[Entry: (Field, Land)](entries: Iterable[Entry], counts: Counts) -> list[_Counted[Entry]]:
    """Fields or Länder, each with how many networks and distinct organisations it has."""
    return [(entry, counts.networks_of(entry.code), counts.actors_of(entry.code)) for entry in entries]


def lands_context(overview: Overview[Land]) -> list[_Counted[Land]]:
    """The Länder by name in the reader's language, each with its numbers."""
    return counted(sorted(overview.entries, key=lambda land: land.name), overview.counts)


def _lead(networks: Tally, actors: Tally) -> str:
    return _("%(networks)s and %(organisations)s") % {
        "networks": tallies.tally_with_noun(networks, labels.networks),
        "organisations": tallies.tally_with_noun(actors, labels.organisations),
    }


def field_context(profile: FieldProfile, *, today: date) -> dict[str, Any]:
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
        "networks": rows.network_rows(profile.networks, profile.organisations, today=today),
        "number_of_networks": networks,
        "actors": [rows.actor_row(actor) for actor in profile.actors],
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
    return [(word, ", ".join(groups[kind])) for kind, word in labels.CONCEPT_KINDS.items() if kind in groups]


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


def land_context(profile: LandProfile, *, today: date) -> dict[str, Any]:
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
        "networks": rows.network_rows(profile.networks, profile.organisations, today=today),
        "number_of_networks": profile.number_of_networks,
        "actors": [rows.actor_row(actor) for actor in profile.actors],
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


@cached_for_visitors
@require_safe
def fields_page(request: HttpRequest) -> HttpResponse:
    """The page of all fields, with how many networks and organisations each has."""
    overview = overview_of_fields(today=timezone.localdate())
    return render(request, "directory/fields.html", {"entries": counted(overview.entries, overview.counts)})


@cached_for_visitors
@require_safe
def field_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one field; an unknown one is a 404."""
    today = timezone.localdate()
    profile = field_profile(slug, today=today)
    if profile is None:
        raise Http404
    return render(request, "directory/field.html", {"screen": field_context(profile, today=today)})


@cached_for_visitors
@require_safe
def lands_page(request: HttpRequest) -> HttpResponse:
    """The page of all Länder, with how many networks and organisations each has."""
    overview = overview_of_lands(today=timezone.localdate())
    return render(request, "directory/lands.html", {"entries": lands_context(overview)})


@cached_for_visitors
@require_safe
def land_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one Land; an unknown one is a 404."""
    today = timezone.localdate()
    profile = land_profile(slug, today=today)
    if profile is None:
        raise Http404
    return render(request, "directory/land.html", {"screen": land_context(profile, today=today)})

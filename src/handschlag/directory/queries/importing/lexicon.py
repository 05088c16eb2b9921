"""Loads what the words of a table mean here, for one person: drafts of others lead nowhere."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q, QuerySet

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.rules.folding import folded_name
from handschlag.directory.models import Actor, Field, Land, Network, Place, Status
from handschlag.directory.queries.managing import managed_ids
from handschlag.directory.queries.places import Gazetteer
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.lexicon import Lexicon, Town


def visible_actors(by: Subject) -> QuerySet[Actor]:
    """What a row may mean: what is public, and what the person looks after."""
    rows = Actor.objects.filter(merged_into__isnull=True).exclude(status=Status.ARCHIVED)
    if may(by, Action.PUBLISH_ACTOR):
        return rows
    own = rows.filter(memberships__until__isnull=True, memberships__network_id__in=managed_ids(by))
    return rows.filter(Q(status=Status.PUBLISHED) | Q(pk__in=own.values("pk")))


def visible_networks(by: Subject) -> QuerySet[Network]:
    """The public ones; for whoever may publish networks all that are not archived."""
    rows = Network.objects.exclude(status=Status.ARCHIVED)
    return rows if may(by, Action.PUBLISH_NETWORK) else rows.filter(status=Status.PUBLISHED)


def load(by: Subject, *, kind: Kind) -> Lexicon:
    """The words of a table of this kind, as this person may use them; only actors have parents."""
    entries = visible_actors(by) if kind is Kind.ACTOR else visible_networks(by)
    slugs = dict(entries.values_list("slug", "pk"))
    parents: dict[str, list[int]] = defaultdict(list)
    if kind is Kind.ACTOR:
        for name, pk in visible_actors(by).filter(status=Status.PUBLISHED).values_list("name", "pk"):
            parents[folded_name(name)].append(pk)
    return Lexicon(
        lands=lands(),
        towns=_towns(),
        fields=fields(),
        parents={name: tuple(ids) for name, ids in parents.items()},
        slugs=slugs,
    )


def lands() -> dict[str, str]:
    """By both names, by the two letters, also with `DE-` before them, and by the key of the NUTS."""
    found: dict[str, str] = {}
    for land in Land.objects.all():
        names = (land.name_de, land.name_en, f"Freistaat {land.name_de}", f"Land {land.name_de}")
        codes = (land.pk, f"DE-{land.pk}", land.nuts1)
        found |= {folded_name(word): land.pk for word in (*names, *codes)}
    return found


def _towns() -> dict[str, tuple[Town, ...]]:
    districts = Gazetteer.districts_of_towns()
    found: dict[str, list[Town]] = defaultdict(list)
    rows = Place.objects.values_list("name", "land_id", "latitude", "longitude", "population")
    for name, land, latitude, longitude, population in rows.iterator(chunk_size=2000):
        town = Town(
            name=name,
            land=land,
            latitude=latitude,
            longitude=longitude,
            population=population,
            district=districts.get((name, land), ""),
        )
        found[folded_name(name)].append(town)
        bare = folded_name(name.split(" (")[0])  # `Halle (Saale)` is also found as `Halle`
        if bare != folded_name(name):
            found[bare].append(town)
    return {name: tuple(places) for name, places in found.items()}


def fields() -> dict[str, str]:
    """By label in both languages, by code, and by synonym; one field's label wins over another's synonym."""
    found: dict[str, str] = {}
    rows = list(Field.objects.all())
    for field in rows:
        found |= {folded_name(word): field.pk for word in field.synonyms if folded_name(word)}
    for field in rows:
        found |= {folded_name(word): field.pk for word in (field.label_en, field.label_de, field.pk)}
    return found

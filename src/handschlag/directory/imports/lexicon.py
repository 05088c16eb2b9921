"""What words in cells mean: Länder, places, fields, kinds, and entries that are there already."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from pathlib import Path

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from handschlag.accounts.policy import Action, Subject, may
from handschlag.common.loading import read_table
from handschlag.common.names import folded_name
from handschlag.common.table_import.cells import Unreadable
from handschlag.directory.contents import GeoPoint, Kind
from handschlag.directory.entries import managed_ids
from handschlag.directory.imports.columns import ImportFaultKind
from handschlag.directory.models import Actor, Field, Land, Network, Place, Status
from handschlag.directory.places import Gazetteer

CONTAINED = 90  # alike enough, word by word
MEANT = 75  # alike enough to ask: did you mean?
CLEARLY_LARGER = 20  # times as many people: nobody means the village
_ROWS = read_table(Path(__file__).with_name("kind_words.csv"))
# How people call the kinds of actors and of networks.
KINDS: dict[Kind, dict[str, tuple[str, ...]]] = {
    kind: {row["kind"]: tuple(row["words"].split("|")) for row in _ROWS if row["of"] == kind}
    for kind in (Kind.ACTOR, Kind.NETWORK)
}
KIND_WORDS = {
    kind: {folded_name(word): value for value, words in kinds.items() for word in (value, *words)}
    for kind, kinds in KINDS.items()
}
# What the name itself tells. A company of a university is a company: the legal form is looked at first.
BY_NAME = (
    ("company", r"\b(gmbh|mbh|ag|kg|ohg|gbr|se|ug|e k|ek|inc|ltd|kgaa|limited|aktiengesellschaft)$"),
    ("university", r"universita?e?t|hochschule|university|\btu\b|\brwth\b|fachbereich|lehrstuhl|\bfh\b"),
    ("research", r"fraunhofer|max planck|leibniz|helmholtz|forschungszentrum|forschungsinstitut|\bdlr\b"),
    ("research", r"\binstitut|institute\b"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A place of the list."""

    name: str
    land: str
    latitude: float
    longitude: float
    population: int
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All keys are folded_name. `parents` and `slugs` lead to entries that the person may see."""

    lands: Mapping[str, str] = dataclass_field(default_factory=dict)
    towns: Mapping[str, tuple[Town, ...]] = dataclass_field(default_factory=dict)
    fields: Mapping[str, str] = dataclass_field(default_factory=dict)
    parents: Mapping[str, tuple[int, ...]] = dataclass_field(default_factory=dict)
    slugs: Mapping[str, int] = dataclass_field(default_factory=dict)


def kind_of(cell: str, kind: Kind) -> str:
    """`Unternehmen`, `company` and `PRC` are the same kind."""
    plain = folded_name(cell)
    if plain not in KIND_WORDS[kind]:
        known = {folded_name(word): word for words in KINDS[kind].values() for word in words}
        raise Unreadable(ImportFaultKind.NO_KIND, meant=_meant(plain, known))
    return KIND_WORDS[kind][plain]


def kind_of_name(name: str) -> str | None:
    """What an organisation's name tells of its kind, if anything."""
    plain = folded_name(name)
    return next((kind for kind, pattern in BY_NAME if re.search(pattern, plain)), None)


def _meant(plain: str, known: Mapping[str, str]) -> str:
    """The word that is spelt most alike, or nothing."""
    found = process.extractOne(plain, known.keys(), scorer=fuzz.ratio, score_cutoff=MEANT)
    return known[found[0]] if found else ""


def _within(plain: str, known: Mapping[str, str]) -> str:
    """The longer name that has these words in it: `Photonik` in `Optik und Photonik`."""
    found = process.extractOne(plain, known.keys(), scorer=fuzz.token_set_ratio, score_cutoff=CONTAINED)
    return known[found[0]] if found else ""


def land_of(cell: str, lexicon: Lexicon) -> str:
    """The code of the Land that a cell names; raises Unreadable with the likeliest one."""
    plain = folded_name(cell)
    if plain not in lexicon.lands:
        words = {key: key.title() for key in lexicon.lands if len(key) > 3}
        raise Unreadable(ImportFaultKind.UNKNOWN_LAND, meant=_meant(plain, words))
    return lexicon.lands[plain]


def field_codes(names: Iterable[str], lexicon: Lexicon, *, most: int) -> list[str]:
    """The codes of fields of the vocabulary, by label, synonym or code."""
    found: set[str] = set()
    for name in names:
        plain = folded_name(name)
        if plain not in lexicon.fields:
            words = {key: key.title() for key in lexicon.fields if len(key) > 4}
            raise Unreadable(
                ImportFaultKind.UNKNOWN_FIELD, name=name, meant=_meant(plain, words) or _within(plain, words)
            )
        found.add(lexicon.fields[plain])
    if len(found) > most:
        raise Unreadable(ImportFaultKind.TOO_MANY_FIELDS, most=most)
    return sorted(found)


def spot_of(place: str, land: str, lexicon: Lexicon) -> GeoPoint:
    """Where the place lies; a place that the list does not know keeps its name and has no coordinates."""
    if not place:
        return GeoPoint(land=land)
    towns = _towns_called(place, lexicon)
    if not towns:
        return GeoPoint(place=place, land=land)
    here = [town for town in towns if town.land == land] if land else list(towns)
    if not here:
        raise Unreadable(ImportFaultKind.PLACE_ELSEWHERE, lands=sorted({town.land for town in towns}))
    here.sort(key=lambda town: -town.population)
    is_clear = len({town.land for town in here}) == 1 or (
        here[0].population > CLEARLY_LARGER * max(1, here[1].population)
    )
    if not is_clear:
        raise Unreadable(ImportFaultKind.PLACE_UNCLEAR, lands=sorted({town.land for town in here}))
    town = here[0]
    return GeoPoint(
        place=town.name,
        land=town.land,
        district=town.district,
        latitude=town.latitude,
        longitude=town.longitude,
    )


def _towns_called(place: str, lexicon: Lexicon) -> tuple[Town, ...]:
    """By name; also `04109 Leipzig`, `Halle/Saale` and `Frankfurt a. M.`, which the list calls otherwise."""
    bare = re.sub(r"^(D-?)?\d{5}\s+", "", place)
    first = re.split(r"[,/(]| (?:am|an|im|in|bei|ob|[aiob]\.) ", bare)[0]
    for form in (bare, re.sub(r"\ba\. ?", "am ", bare), re.sub(r"\bi\. ?", "im ", bare), first):
        if found := lexicon.towns.get(folded_name(form)):
            return found
    return ()


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

"""What public answers are made of: licences, names in both languages, references, lists in parts, filters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import override

from handschlag.design.navigation import same_page
from handschlag.directory.criteria import Criteria
from handschlag.directory.index import snapshots
from handschlag.directory.index.arrays import FacetValue
from handschlag.directory.models import Actor, Field, Land, Network, SourceKind
from handschlag.directory.public import is_public
from handschlag.programmes.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """The licence of an answer. `attribution` is what has to be named with it."""

    id: str
    name: str
    url: str
    attribution: str

    @property
    def short(self) -> str:
        """Its name without the explanation in front: "CC BY 4.0"."""
        return self.name.rpartition("(")[2].rstrip(")")


CC_BY: Final = Licence(
    id="cc-by-4.0",
    name="Creative Commons Attribution 4.0 International (CC BY 4.0)",
    url="https://creativecommons.org/licenses/by/4.0/",
    attribution="",
)
DL_BY: Final = Licence(
    id="dl-de-by-2.0",
    name="Datenlizenz Deutschland – Namensnennung – Version 2.0",
    url="https://www.govdata.de/dl-de/by-2-0",
    attribution="",
)
APACHE: Final = Licence(
    id="apache-2.0",
    name="Apache License 2.0",
    url="https://www.apache.org/licenses/LICENSE-2.0",
    attribution="The Handschlag contributors",
)
NONE_NAMED: Final = Licence(
    id="none",
    name="No licence was named: ask the operator before you pass the data on",
    url="",
    attribution="",
)
OFFERED: Final = {one.id: one for one in (CC_BY, DL_BY)}
# How DCAT-AP.de names them: http://dcat-ap.de/def/licenses/
IN_CATALOGUES: Final = {
    CC_BY.id: "http://dcat-ap.de/def/licenses/cc-by/4.0",
    DL_BY.id: "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
    APACHE.id: "http://dcat-ap.de/def/licenses/apache",
    NONE_NAMED.id: "http://dcat-ap.de/def/licenses/other-closed",
}
PLACES: Final = "coordinates from GeoNames (geonames.org), CC BY 4.0, changed"


def licence_of(name: str, *, operator: str) -> Licence:
    """The licence that the operator chose, with whom to name; an empty name is none."""
    chosen = OFFERED.get(name, NONE_NAMED)
    return replace(chosen, attribution=f"{operator or 'Handschlag'}; {PLACES}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """What one source says, as it stands there; several may disagree, or follow in time."""

    fact: str
    value: str
    source: str
    source_kind: SourceKind
    copied_on: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same in German and English; empty where it was not written."""

    de: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A field, a region or a programme: its id, and what it is called."""

    id: str
    de: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A network or an actor that is named only; `id` is null where it has no public page."""

    id: str | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing[Row]:
    """Rows in the order in which they were entered; ask for more with `after`, until it is null."""

    licence: Licence
    total: int
    after: str | None
    rows: list[Row]


def pages_of(name: str, *words: str) -> Text:
    """The addresses of a public page in both languages; the words are slugs."""
    frame = _frame_of(name, len(words))
    return Text(
        de=settings.BASE_URL + frame.de.format(*words), en=settings.BASE_URL + frame.en.format(*words)
    )


@cache
def _frame_of(name: str, words: int) -> Text:
    """The address with places for its words: a list asks for hundreds of the same kind."""
    marks = [f"word-{place}-here" for place in range(words)]
    with override("de"):
        path = reverse(name, args=marks)
    for place, mark in enumerate(marks):
        path = path.replace(mark, f"{{{place}}}")
    return Text(de=path, en=same_page(path, "en"))


def region_of(land: Land | None) -> Tag | None:
    """The Land by its stable id, in both languages; None where there is none."""
    return Tag(id=land.slug, de=land.name_de, en=land.name_en) if land else None


def fields_of(fields: Iterable[Field]) -> list[Tag]:
    """Each field by its stable id, in both languages and in the order given."""
    return [Tag(id=one.slug, de=one.label_de, en=one.label_en) for one in fields]


def programme_of(programme: Programme) -> Tag:
    """The programme by its stable id, in both languages."""
    return Tag(id=programme.slug, de=programme.name_de, en=programme.name_en)


def public_name(entry: Network | Actor | None) -> Named | None:
    """Nothing where it is not public: then not even its name is."""
    return Named(id=entry.slug, name=entry.name) if entry is not None and is_public(entry) else None


class UnknownValue(Exception):
    """A value of a parameter that does not exist; `places` are the parameters."""

    def __init__(self, *places: str) -> None:
        super().__init__(*places)
        self.places = places


def licence() -> Licence:
    """Of what networks and hosts enter: what the operator chose."""
    return licence_of(settings.DATA_LICENCE, operator=settings.OPERATOR_NAME)


def _begin_after(rows: QuerySet, after: str) -> int:
    """The number behind a stable id, within the database only; entries that are gone still have theirs."""
    if not after:
        return 0
    found = rows.filter(slug=after).values_list("pk", flat=True).first()
    if found is None:
        raise UnknownValue("after")
    return int(found)


def page_of_ids[Entry: Model, Row](
    ids: Sequence[int],
    *,
    of: QuerySet,
    after: str,
    limit: int,
    show: Callable[[Sequence[int]], list[Row]],
) -> Listing[Row]:
    """A part of what was found; `show` makes the rows of a few ids."""
    ordered = sorted(ids)
    start = bisect_right(ordered, _begin_after(of, after))
    some = ordered[start : start + limit]
    is_last = start + limit >= len(ordered)
    last = None if is_last else of.filter(pk=some[-1]).values_list("slug", flat=True).get()
    return Listing(licence=licence(), total=len(ordered), after=last, rows=show(some))


def page_of_rows[Row](
    rows: Sequence[Row],
    *,
    key: Callable[[Row], str],
    after: str,
    limit: int,
    under: Licence,
) -> Listing[Row]:
    """The same for a list that is in memory as a whole."""
    places = {key(row): place for place, row in enumerate(rows)}
    if after and after not in places:
        raise UnknownValue("after")
    start = places[after] + 1 if after else 0
    some = list(rows[start : start + limit])
    is_last = start + limit >= len(rows)
    return Listing(licence=under, total=len(rows), after=None if is_last else key(some[-1]), rows=some)


def checked(criteria: Criteria, *, today: date) -> None:
    """Fields, regions, programmes and networks of the criteria exist, by slug or code."""
    if not criteria.chosen:
        return
    taxonomy = snapshots.view_on(today).snapshot.taxonomy
    wrong = [
        *unknown("field", criteria, taxonomy.fields),
        *unknown("land", criteria, taxonomy.lands),
        *unknown("programme", criteria, taxonomy.programmes, has_codes=False),
        *unknown("network", criteria, taxonomy.networks, has_codes=False),
    ]
    if wrong:
        raise UnknownValue(*wrong)


def unknown(
    name: str, criteria: Criteria, choices: Sequence[FacetValue], *, has_codes: bool = True
) -> Iterator[str]:
    """Yields the name of the filter where a value is none of its choices, nor one of their codes."""
    values = criteria.values(name)
    if not values:
        return
    known = {choice.value for choice in choices}
    if has_codes:
        known |= {str(choice.id).lower() for choice in choices}
    if any(value not in known and value.lower() not in known for value in values):
        yield name


def slugs_exist(name: str, values: Sequence[str], model: type[Field | Land | Programme]) -> None:
    """The same for filters that the directory does not know."""
    if values and model.objects.filter(slug__in=values).count() < len(set(values)):
        raise UnknownValue(name)

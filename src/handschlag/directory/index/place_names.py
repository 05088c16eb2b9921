"""Names of places, regions and Länder, and postcodes: which part of the country each means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Self

from handschlag.common.files.prepared import prepared
from handschlag.directory.index.analyser import CODE
from handschlag.directory.index.analysis import Area, Circle, IndexToken, index_words
from handschlag.directory.index.facets import DistanceOrigin
from handschlag.directory.index.search_query import with_whole_names
from handschlag.directory.models import Place
from treffen.language import fold, splitter

MOST_WORDS = 4  # in a name
LARGE = 20_000  # people; a smaller place is no place if its name is also a word
TOWN, AROUND_POSTCODE = 8.0, 12.0  # kilometres
NEAR = 35.0  # kilometres from a town that are still worth a visit
DIGITS = 5
_TITLE = re.compile(r"(?:Universitäts- und )?Hansestadt |Lutherstadt")
_QUALIFIER = re.compile(r" (?:\(|(?:am|an|auf|bei|im|in|ob|unter|vor)\b).*")


@dataclass(frozen=True, slots=True)
class Town:
    """A place of the list."""

    name: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """All names by their letters."""

    areas: Mapping[str, Area] = field(default_factory=dict)
    postcodes: Mapping[str, Area] = field(default_factory=dict)

    @classmethod
    def of(cls, towns: Iterable[Town]) -> Self:
        """The regions, and these towns; of several of one name the largest counts."""
        areas: dict[str, Area] = {}
        short: dict[str, Area] = {}
        written: dict[str, Area] = {}
        written_short: dict[str, Area] = {}
        for town in sorted(towns, key=lambda town: town.population):
            area, bare, is_large = _area_of(town), _short(town.name), town.population >= LARGE
            letters, words = area.names[0], town.name.split()
            written[town.name] = written_short[bare] = area
            if not _count(words[0]):
                continue  # Weil am Rhein: what the stop words leave means something else
            if is_large or not _is_word(letters):
                (areas if _count(town.name) >= len(words) else short)[letters] = area
            if bare != town.name and is_large:
                short[_letters(bare)] = area
        regions: dict[str, Area] = {}
        for area in _regions():
            for letters in area.names:
                regions.setdefault(letters, area)
        areas = {**short, **areas, **regions}
        own = {area.name: area for area in _regions()}
        return cls(areas, dict(_postcodes({**written_short, **written, **own}, areas)))

    def spans(self, tokens: Sequence[IndexToken]) -> Iterator[tuple[int, int, Area]]:
        """The words `first:last` that name an area, the longest names first come."""
        place = 0
        while place < len(tokens):
            found = self._longest(tokens, place)
            if found is None:
                place += 1
                continue
            last, area = found
            yield place, last, area
            place = last

    def _longest(self, tokens: Sequence[IndexToken], start: int) -> tuple[int, Area] | None:
        for last in range(min(start + MOST_WORDS, len(tokens)), start, -1):
            some = tokens[start:last]
            if len({token.word.run for token in some}) > 1:
                continue
            letters = "".join(token.word.joined for token in some)
            area = self.areas.get(letters) or self._of_postcode(letters)
            if area is not None:
                return last, area
        return None

    def _of_postcode(self, digits: str) -> Area | None:
        if len(digits) != DIGITS or not digits.isdigit():
            return None
        found = self.postcodes.get(digits[:3]) or self.postcodes.get(digits[:2])
        return replace(found, name=f"{digits} ({found.name})") if found else None


def _letters(name: str) -> str:
    return "".join(word.joined for word, _pieces in index_words(with_whole_names(name)))


def _count(name: str) -> int:
    """How many words of a name mean something."""
    return sum(1 for _word in index_words(name))


def _short(name: str) -> str:
    """A town's name as people say it, without what tells it from others.

    >>> _short("Hanau am Main"), _short("Kempten (Allgäu)"), _short("Bad Homburg vor der Höhe")
    ('Hanau', 'Kempten', 'Bad Homburg')
    >>> _short("Hansestadt Stade"), _short("Sankt Ingbert")
    ('Stade', 'Sankt Ingbert')
    """
    return _QUALIFIER.sub("", _TITLE.sub("", name)).strip()


def _is_word(letters: str) -> bool:
    """Whether it also means something else."""
    return letters in splitter().parts or bool(splitter().split(letters))


def _area_of(town: Town, radius: float = TOWN) -> Area:
    circle = Circle(town.latitude, town.longitude, radius, NEAR)
    return Area(name=town.name, circles=(circle,), names=(_letters(town.name),))


@cache
def _regions() -> tuple[Area, ...]:
    return tuple(_region(line) for line in _lines("regions.txt"))


def _region(line: str) -> Area:
    left, _, right = line.partition("=")
    names = [name.strip() for name in left.split(",")]
    letters = tuple(dict.fromkeys(_letters(name) for name in names))
    words = right.split()
    if words[0].isalpha():
        return Area(name=names[0], lands=tuple(words), names=letters)
    circles = tuple(Circle(*map(float, one.split())) for one in right.split(","))
    is_town = all(circle.radius <= TOWN * 1.5 for circle in circles)
    if is_town:
        circles = tuple(replace(circle, near=NEAR) for circle in circles)
    return Area(name=names[0], circles=circles, names=letters)


def _postcodes(written: Mapping[str, Area], areas: Mapping[str, Area]) -> Iterator[tuple[str, Area]]:
    """Their towns, by the name as it is written; letters alone mix up what differs by a stop word."""
    for line in _lines("postcodes.txt"):
        digits, _, name = line.partition(" ")
        area = written.get(name) or areas.get(_letters(name))
        if area is not None:
            circles = tuple(replace(one, radius=AROUND_POSTCODE, near=NEAR) for one in area.circles)
            if circles:
                yield digits, replace(area, circles=circles)
            else:
                yield digits, area


def _lines(name: str) -> Iterator[str]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    yield from (line for line in text.splitlines() if line and not line.startswith("#"))


@lru_cache(maxsize=2)
def gazetteer(stamp: str) -> Gazetteer:
    """Places of the database, regions and postcodes; `stamp` is another one after each bulk load."""
    del stamp
    rows = list(Place.objects.order_by("pk").values_list("name", "latitude", "longitude", "population"))
    return prepared("places", rows, lambda: Gazetteer.of(Town(*row) for row in rows), code=CODE)


def origin(typed: str) -> DistanceOrigin | None:
    """The place with this name, or the largest whose name begins like it (Frankfurt: am Main)."""
    wanted = _folded(typed)
    if not wanted:
        return None
    places = _by_name(Place.objects.count())
    key = places.get(wanted) or places.get(f"{wanted} *")
    place = Place.objects.filter(pk=key).first() if key else None
    if place is None:
        return None
    return DistanceOrigin(
        name=place.name, land=place.land_id, latitude=place.latitude, longitude=place.longitude
    )


def _folded(name: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(name)).split())


@lru_cache(maxsize=1)
def _by_name(count: int) -> dict[str, int]:
    """Places by their folded names; the larger one wins."""
    del count  # a new number of places makes a new dictionary
    found: dict[str, int] = {}
    for key, name in Place.objects.order_by("population", "-pk").values_list("pk", "name"):
        plain = _folded(name)
        found[plain] = key
        first, _, rest = plain.partition(" ")
        if rest:
            found[f"{first} *"] = key
    return found

"""Which organisation of a dump an entry may be: proposals with their reasons; nothing is decided here."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from django.db.models import QuerySet

from handschlag.common.names import folded_name
from handschlag.directory import contents
from handschlag.directory.models import Actor, Network
from handschlag.directory.public import public_actors, public_networks
from handschlag.directory.public_data.named_members import key_of
from handschlag.directory.similar_actors import host_of

ENOUGH: Final = 70
_PIECE: Final = 1 << 20  # characters that are read at a time
_LONGEST: Final = 1 << 22  # of one record; a longer one is none
_BETWEEN: Final = re.compile(r"[\[\],\s]*")
# What an agreement is worth; a website shows who somebody is better than a town of many firms.
_WEIGHTS: Final[Mapping[str, int]] = {"name": 50, "alias": 40, "website": 40, "place": 25}
_ELSEWHERE: Final = 40  # both places are known, and they are not the same
# Dumps in English call these towns so; folded as the names of here are.
_TOWNS_IN_ENGLISH: Final[Mapping[str, str]] = {
    "brunswick": "braunschweig",
    "cologne": "koeln",
    "constance": "konstanz",
    "hanover": "hannover",
    "munich": "muenchen",
    "nuremberg": "nuernberg",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An organisation of a dump."""

    id: str
    names: tuple[str, ...]  # its own first, then others
    place: str = ""
    website: str = ""
    wikidata: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWithoutId:
    """An entry of the directory that has no such id yet."""

    key: str
    name: str
    place: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An entry may be an organisation of the dump; the score is of 115."""

    key: str
    listed: Listed
    score: int
    reasons: tuple[str, ...]


def from_ror(file: IO[str]) -> Iterator[Listed]:
    """The German organisations of a ROR dump in its second schema, one record in memory at a time.

    >>> import io
    >>> place = {"geonames_details": {"name": "Jena", "country_code": "DE"}}
    >>> names = [{"value": "Optik-Institut", "types": ["ror_display"]}]
    >>> record = {"id": "https://ror.org/02nv7yv05", "names": names, "locations": [place], "links": []}
    >>> [(one.id, one.place) for one in from_ror(io.StringIO(json.dumps([record, record])))]
    [('02nv7yv05', 'Jena'), ('02nv7yv05', 'Jena')]
    """
    for record in _records(file):
        places = [one.get("geonames_details") or {} for one in record.get("locations") or ()]
        here = next((one for one in places if one.get("country_code") == "DE"), None)
        ror = contents.ror(str(record.get("id", "")))
        if here is None or not ror:
            continue
        names = sorted(record.get("names", ()), key=lambda one: "ror_display" not in one.get("types", ()))
        links = [one["value"] for one in record.get("links", ()) if one.get("type") == "website"]
        others = [one for one in record.get("external_ids", ()) if one.get("type") == "wikidata"]
        item = str(others[0].get("preferred") or next(iter(others[0].get("all", ())), "")) if others else ""
        yield Listed(
            id=ror,
            names=tuple(one["value"] for one in names),
            place=str(here.get("name", "")),
            website=links[0] if links else "",
            wikidata=contents.wikidata(item),
        )


def _records(file: IO[str]) -> Iterator[dict[str, Any]]:
    """The objects of an array, however long it is; a file that ends before the array does is refused."""
    decoder, held, place = json.JSONDecoder(), file.read(_PIECE), 0
    if not held.lstrip().startswith("["):
        raise ValueError("this is no array of records")
    is_closed = False
    while True:
        between = _BETWEEN.match(held, place)
        if between is not None:
            place, is_closed = between.end(), is_closed or "]" in between[0]
        try:
            record, place = decoder.raw_decode(held, place)
        except ValueError:
            piece = file.read(_PIECE)
            if not piece and is_closed and place == len(held):
                return
            if not piece or len(held) - place > _LONGEST:
                raise ValueError("this is no array of records, or its end is missing") from None
            held, place = held[place:] + piece, 0
            continue
        is_closed = False
        yield record


def from_wikidata(file: IO[str]) -> Iterator[Listed]:
    """The items of a table with the columns qid, label, alias, website and place; aliases joined by `|`."""
    for row in csv.DictReader(file):
        qid = contents.wikidata(row.get("qid") or "")
        names = [row.get("label") or "", *(row.get("alias") or "").split("|")]
        if qid:
            yield Listed(
                id=qid,
                names=tuple(filter(None, (name.strip() for name in names))),
                place=row.get("place") or "",
                website=row.get("website") or "",
                wikidata=qid,
            )


def proposals(entries: Iterable[EntryWithoutId], dump: Iterable[Listed]) -> list[Proposal]:
    """What fits each entry best, the likeliest first; the entries are held, the dump streams."""
    by_name: defaultdict[str, list[EntryWithoutId]] = defaultdict(list)
    for entry in entries:
        by_name[key_of(entry.name)].append(entry)
    best: defaultdict[str, list[Proposal]] = defaultdict(list)
    for listed in dump:
        for entry in {e.key: e for name in listed.names for e in by_name.get(key_of(name), ())}.values():
            found = _compared(entry, listed)
            if found.score >= ENOUGH:
                best[entry.key].append(found)
    wanted: defaultdict[str, list[Proposal]] = defaultdict(list)
    for some in best.values():
        if (one := _the_best(some)) is not None:
            wanted[one.listed.id].append(one)
    sure = [one for some in wanted.values() if (one := _the_best(some)) is not None]
    return sorted(sure, key=lambda one: (-one.score, one.key))


def _compared(entry: EntryWithoutId, listed: Listed) -> Proposal:
    """How well the two agree, and in what."""
    own = key_of(entry.name) == key_of(listed.names[0])
    reasons = ["name" if own else "alias"]
    is_same_site = bool(host_of(entry.website)) and host_of(entry.website) == host_of(listed.website)
    if is_same_site:
        reasons.append("website")
    here, there = _town(entry.place), _town(listed.place)
    if here and here == there:
        reasons.append("place")
    score = sum(_WEIGHTS[reason] for reason in reasons)
    is_apart = bool(here and there and here != there) and not is_same_site
    score -= _ELSEWHERE if is_apart else 0
    return Proposal(key=entry.key, listed=listed, score=score, reasons=tuple(reasons))


def _town(place: str) -> str:
    plain = folded_name(place)
    return _TOWNS_IN_ENGLISH.get(plain, plain)


def _the_best(some: list[Proposal]) -> Proposal | None:
    """None where two entries, or two organisations, fit equally well."""
    ordered = sorted(some, key=lambda one: -one.score)
    equal = {(one.key, one.listed.id) for one in ordered if one.score == ordered[0].score}
    return ordered[0] if len(equal) == 1 else None


def entries_without_id(name: str) -> list[EntryWithoutId]:
    """Real public entries without this id (`ror_id` or `wikidata_id`); a ROR id is of actors only."""
    kinds: tuple[QuerySet[Actor] | QuerySet[Network], ...] = (public_actors(),)
    if name == "wikidata_id":
        kinds = (*kinds, public_networks())
    return [
        EntryWithoutId(key=f"{rows.model._meta.model_name}/{slug}", name=title, place=place, website=website)  # noqa: SLF001
        for rows in kinds
        for slug, title, place, website in rows.filter(is_demo=False, **{name: ""})
        .order_by("pk")
        .values_list("slug", "name", "place", "website")
    ]

"""The snapshot that this process keeps, brought up to date before every answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from django.db.models import QuerySet

from handschlag.common.memo import Memo
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.directory.index.arrays import (
    LANDS,
    Entry,
    FacetValue,
    Ints,
    Period,
    Snapshot,
    Taxonomy,
    Version,
    View,
)
from handschlag.directory.models import Field, IndexChange, IndexState, Land, SearchDocument
from handschlag.programmes.models import Programme

_ENTRY: Final = 500  # bytes of a key and its place, for lists may be empty


class IndexMemo[Key: Hashable, Value]:
    """Values up to so much weight; whoever changes the directory makes a new version of its index."""

    def __init__(self, most: int, *, weigh: Callable[[Value], int] = lambda _value: 1) -> None:
        self._known = Memo[tuple[Version, Key], Value](most, weigh=weigh)
        self._version: Version | None = None

    def get(self, key: Key, read: Callable[[], Value], *, version: Version) -> Value:
        """One value; `get_many` says more."""
        return self.get_many([key], lambda _keys: {key: read()}, version=version)[key]

    def get_many(
        self, keys: Sequence[Key], read: Callable[[Sequence[Key]], Mapping[Key, Value]], *, version: Version
    ) -> Mapping[Key, Value]:
        """The values of all these keys; those not known in this version are read together.

        Where nothing was ever indexed, nothing tells of a change, and so nothing is remembered.
        """
        if not version.number:
            return read(keys)
        if version != self._version:  # what was read of another one is hardly asked for again
            self._version = version
            self._known.clear()

        def make(pairs: Sequence[tuple[Version, Key]]) -> Mapping[tuple[Version, Key], Value]:
            return {(version, key): value for key, value in read([key for _, key in pairs]).items()}

        found = self._known.get_many([(version, key) for key in keys], make)
        return {key: found[version, key] for key in keys}


def weight(numbers: Ints) -> int:
    """In bytes, with its entry."""
    return int(numbers.nbytes) + _ENTRY


_one_at_a_time = threading.Lock()
_held: View | None = None
COLUMNS = (
    *("id", "is_public", "type", "key", "kind", "land", "size", "latitude", "longitude", "members", "day"),
    *("sort_key", "length", "facts"),
)


def view_on(today: date) -> View:
    """The public directory as the database has it now."""
    global _held  # noqa: PLW0603 - one for the process, replaced as a whole
    version, day = latest(), today.toordinal()
    held = _held
    if held is not None and held.snapshot.version == version and held.day == day:
        return held
    with _one_at_a_time:
        held = _held
        if held is None or held.snapshot.version != version:
            snapshot = _caught_up(held.snapshot if held else Snapshot(), version)
        else:
            snapshot = held.snapshot
        _held = View.of(snapshot, day)
        return _held


def latest() -> Version:
    """The version of the index in the database; the first one where nothing was indexed yet."""
    row = _STATE.first()
    return Version(*row) if row else Version()


_STATE: Final = PreparedQuery(
    lambda: IndexState.objects.order_by("pk").values_list("number", "stamp", "vocabulary")[:1]
)


def _caught_up(known: Snapshot, version: Version) -> Snapshot:
    """The snapshot of a version, from one that is known already if that leads there."""
    documents = SearchDocument.objects.order_by("pk")
    if _leads_to(known.version, version):
        documents = documents.filter(changed_in__gt=known.version.number)
    else:
        known, documents = Snapshot(), documents.filter(is_public=True)
    return known.changed(list(_entries(documents)), taxonomy=_taxonomy(), version=version)


def _leads_to(known: Version, version: Version) -> bool:
    """Whether a version came from the known one by committed changes, with the same vocabulary."""
    if known.number > version.number or known.vocabulary != version.vocabulary or not known.number:
        return False
    return IndexChange.objects.filter(number=known.number, stamp=known.stamp).exists()


def _entries(documents: QuerySet[SearchDocument]) -> Iterator[Entry]:
    for row in documents.values_list(*COLUMNS).iterator(chunk_size=5000):
        document, is_public, type_, key, kind, land, size, latitude, longitude, members, day = row[:11]
        sort_key, length, facts = row[11:]
        yield Entry(
            document=document,
            is_public=is_public,
            type=type_,
            object=int(key) if key.isdigit() else 0,
            kind=kind,
            land=land,
            size=size,
            latitude=latitude,
            longitude=longitude,
            members=members,
            day=day,
            sort_key=sort_key,
            length=length,
            until=facts.get("until", 0),
            is_invented=facts.get("is_invented", False),
            is_over=facts.get("is_over", False),
            fields=tuple(facts.get("fields", ())),
            lands=tuple(facts.get("lands", ())),
            programmes=_periods(facts, "programmes"),
            labels=_periods(facts, "labels"),
            networks=_periods(facts, "networks"),
        )


def _periods(facts: dict[str, list[list[int]]], name: str) -> tuple[Period, ...]:
    return tuple(Period(*period) for period in facts.get(name, ()))


def _taxonomy() -> Taxonomy:
    """All there is to choose in facets."""
    networks = SearchDocument.objects.filter(type="network", is_public=True).order_by("sort_key")
    lands = {land.code: land for land in Land.objects.all()}
    return Taxonomy(
        fields=tuple(
            FacetValue(
                id=field.code,
                value=field.slug,
                label_de=field.label_de,
                label_en=field.label_en,
                parent=field.parent_id or "",
            )
            for field in Field.objects.all()
        ),
        lands=tuple(
            FacetValue(
                id=code, value=lands[code].slug, label_de=lands[code].name_de, label_en=lands[code].name_en
            )
            if code in lands
            else FacetValue(id=code, value=code.lower(), label_de=code, label_en=code)
            for code in LANDS
        ),
        programmes=tuple(
            FacetValue(id=one.pk, value=one.slug, label_de=one.short_name, label_en=one.short_name_en)
            for one in Programme.objects.all()
        ),
        networks=tuple(
            FacetValue(id=int(key), value=slug, label_de=title, label_en=title)
            for key, slug, title in networks.values_list("key", "slug", "title_de")
        ),
    )

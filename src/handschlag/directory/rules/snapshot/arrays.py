"""The public directory in a few arrays: small enough for every process, quick enough for every request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from handschlag.directory.rules.snapshot.entries import (
    KINDS,
    LANDS,
    NONE,
    SIZES,
    TYPES,
    Entry,
    Period,
    Taxonomy,
    Version,
)

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """From documents to what they have, each for a time."""

    documents: Ints
    targets: Ints
    since: Ints
    until: Ints

    @classmethod
    def of(cls, rows: Sequence[tuple[int, Period]]) -> Links:
        table = np.array(
            [(document, one.target, one.since, one.until) for document, one in rows], dtype=np.int64
        ).reshape(-1, 4)
        return cls(*(np.ascontiguousarray(table[:, column]) for column in range(4)))

    def without(self, documents: Ints) -> Links:
        kept = ~np.isin(self.documents, documents)
        return Links(self.documents[kept], self.targets[kept], self.since[kept], self.until[kept])

    def and_those_of(self, other: Links) -> Links:
        pairs = (
            (self.documents, other.documents),
            (self.targets, other.targets),
            (self.since, other.since),
            (self.until, other.until),
        )
        return Links(*(np.concatenate(pair) for pair in pairs))

    def on(self, day: int) -> Links:
        """Those that hold on a day."""
        holds = (self.since <= day) & (day <= self.until)
        return Links(self.documents[holds], self.targets[holds], self.since[holds], self.until[holds])


NO_LINKS = Links.of(())


@dataclass(frozen=True, slots=True, eq=False)
class DocumentTable:
    """One row for each public document, by ascending number of the document."""

    documents: Ints
    objects: Ints
    types: Small
    kinds: Small
    lands: Small
    sizes: Small
    latitudes: Floats
    longitudes: Floats
    members: Ints
    days: Ints
    ends: Ints
    lengths: Ints
    invented: Mask
    over: Mask
    sort_keys: npt.NDArray[np.object_]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> DocumentTable:
        nan = float("nan")
        keys = np.empty(len(entries), dtype=object)
        keys[:] = [entry.sort_key for entry in entries]
        return cls(
            documents=np.array([entry.document for entry in entries], dtype=np.int64),
            objects=np.array([entry.object for entry in entries], dtype=np.int64),
            types=_codes((entry.type for entry in entries), TYPES),
            kinds=_codes((entry.kind for entry in entries), KINDS),
            lands=_codes((entry.land for entry in entries), LANDS),
            sizes=_codes((entry.size for entry in entries), SIZES),
            latitudes=np.array(
                [nan if e.latitude is None else e.latitude for e in entries], dtype=np.float64
            ),
            longitudes=np.array(
                [nan if e.longitude is None else e.longitude for e in entries], dtype=np.float64
            ),
            members=np.array([NONE if e.members is None else e.members for e in entries], dtype=np.int64),
            days=np.array([e.day.toordinal() if e.day else 0 for e in entries], dtype=np.int64),
            ends=np.array([entry.until for entry in entries], dtype=np.int64),
            lengths=np.array([entry.length for entry in entries], dtype=np.int64),
            invented=np.array([entry.is_invented for entry in entries], dtype=bool),
            over=np.array([entry.is_over for entry in entries], dtype=bool),
            sort_keys=keys,
        )

    def changed(self, fresh: DocumentTable, gone: Ints) -> DocumentTable:
        """Without the documents `gone`, and with the rows of `fresh`."""
        kept = ~np.isin(self.documents, gone)
        order = np.argsort(np.concatenate([self.documents[kept], fresh.documents]), kind="stable")
        merged = {
            name: np.concatenate([getattr(self, name)[kept], getattr(fresh, name)])[order]
            for name in self.__slots__
        }
        return DocumentTable(**merged)


def _codes(values: Iterable[str], known: Sequence[str]) -> Small:
    place = {value: number for number, value in enumerate(known)}
    return np.array([place.get(value, NONE) for value in values], dtype=np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The public directory as of one change of the index. It never changes; a change makes a new one."""

    version: Version = field(default_factory=Version)
    table: DocumentTable = field(default_factory=lambda: DocumentTable.of(()))
    fields: Links = NO_LINKS
    lands: Links = NO_LINKS
    programmes: Links = NO_LINKS
    labels: Links = NO_LINKS
    networks: Links = NO_LINKS
    taxonomy: Taxonomy = field(default_factory=Taxonomy)

    def __len__(self) -> int:
        return len(self.table.documents)

    def changed(self, entries: Sequence[Entry], *, taxonomy: Taxonomy, version: Version) -> Snapshot:
        """The same after these entries were written or taken out."""
        gone = np.array([entry.document for entry in entries], dtype=np.int64)
        public = [entry for entry in entries if entry.is_public]
        numbers = {choice.id: number for number, choice in enumerate(taxonomy.fields)}
        fields = [
            (entry.document, Period(numbers[code]))
            for entry in public
            for code in entry.fields
            if code in numbers
        ]
        lands = [
            (entry.document, Period(LANDS.index(code)))
            for entry in public
            for code in entry.lands
            if code in LANDS
        ]
        return Snapshot(
            version=version,
            table=self.table.changed(DocumentTable.of(public), gone),
            fields=self.fields.without(gone).and_those_of(Links.of(fields)),
            lands=self.lands.without(gone).and_those_of(Links.of(lands)),
            programmes=self.programmes.without(gone).and_those_of(
                Links.of([(entry.document, one) for entry in public for one in entry.programmes])
            ),
            labels=self.labels.without(gone).and_those_of(
                Links.of([(entry.document, one) for entry in public for one in entry.labels])
            ),
            networks=self.networks.without(gone).and_those_of(
                Links.of([(entry.document, one) for entry in public for one in entry.networks])
            ),
            taxonomy=taxonomy,
        )

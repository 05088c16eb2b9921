"""The public directory in a few arrays, and their view of one day: small enough for every process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Self

import numpy as np
from numpy import typing as npt

# The order in which equal hits of different types are listed.
TYPES = ("network", "actor", "programme", "field", "story", "project")
NETWORK, ACTOR, PROGRAMME, FIELD, STORY, PROJECT = range(len(TYPES))
KINDS = (
    *("cluster", "zim_network", "research_association"),
    *("company", "university", "research", "other"),
    *("programme", "field", "news", "success"),
    *("eu_project", "federal_project"),
)
STATES = ("running", "ahead", "ended")  # of joint projects, on a day
SIZES = ("sme", "large", "unknown")
LEVELS = ("gold", "silver", "bronze")
# By their German names.
LANDS = ("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH")
NONE = -1
ALWAYS, NEVER = 0, 2**31 - 1  # the first and the last day that there is


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; days are proleptic ordinals."""

    target: int
    since: int = ALWAYS
    until: int = NEVER

    @classmethod
    def of(cls, target: int, since: date | None, until: date | None) -> Self:
        return cls(target, since.toordinal() if since else ALWAYS, until.toordinal() if until else NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document; `object` is the primary key of its entry (0 where that is no number).

    A joint project begins on `day` and ends on `until` (0 where nobody knows), and is in several `lands`.

    What is not public is only a name to forget.
    """

    document: int
    is_public: bool = True
    type: str = "network"
    object: int = 0
    kind: str = ""
    land: str = ""
    size: str = ""
    latitude: float | None = None
    longitude: float | None = None
    members: int | None = None
    day: date | None = None
    sort_key: str = ""
    length: int = 0
    until: int = 0
    is_invented: bool = False
    is_over: bool = False  # a network that is no more
    fields: tuple[str, ...] = ()
    lands: tuple[str, ...] = ()
    programmes: tuple[Period, ...] = ()
    labels: tuple[Period, ...] = ()
    networks: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """Which change of the index this is; the stamp tells a change from one that was rolled back."""

    number: int = 0
    stamp: str = ""
    vocabulary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """Something to choose in a facet; entries point at `id`, and `parent` is the id of what it is part of."""

    id: int | str
    value: str
    label_de: str
    label_en: str
    parent: int | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """All there is to choose, in the usual order."""

    fields: tuple[FacetValue, ...] = ()
    lands: tuple[FacetValue, ...] = ()
    programmes: tuple[FacetValue, ...] = ()
    networks: tuple[FacetValue, ...] = ()


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


Matrix = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Matrices have one row for each document and one column for each choice of the taxonomy.

    `seats` are the pairs of rows (actor, story or project, network) that hold today; an actor is in the
    programmes of its networks, a project is not. `lands` has several for a project, one for all others.
    `networks` is, for each row, the number of the choice that a network is. `members` is what a network
    publishes or, where it publishes nothing, how many actors are known here.
    """

    snapshot: Snapshot
    day: int
    fields: Matrix
    lands: Matrix
    states: Small
    programmes: Matrix
    labels: Matrix
    seats: tuple[Ints, Ints]
    networks: Ints
    members: Ints
    ranks: Ints

    @property
    def table(self) -> DocumentTable:
        return self.snapshot.table

    @classmethod
    def of(cls, snapshot: Snapshot, day: int) -> Self:
        table = snapshot.table
        seats = _seats_on(snapshot, day)
        programmes = _programmes_on(snapshot, day)
        actors, networks = seats
        inherits = table.types[actors] != PROJECT
        np.logical_or.at(programmes, actors[inherits], programmes[networks[inherits]])
        labels = _matrix(table, snapshot.labels.on(day), range(len(LEVELS)))
        return cls(
            snapshot=snapshot,
            day=day,
            fields=_with_upper_fields(snapshot),
            lands=_lands_of(snapshot),
            states=_states_on(table, day),
            programmes=programmes,
            labels=labels,
            seats=seats,
            networks=_network_numbers(snapshot),
            members=_members_on(table, seats),
            ranks=_ranks(table),
        )

    def rows_of(self, documents: Ints) -> Ints:
        """The rows of documents; those that are not public (any more) are left out."""
        return _rows_of(self.table, documents)[0]

    @property
    def invented(self) -> Mask:
        """Whoever does not exist: in no statement about what does."""
        return self.snapshot.table.invented

    @property
    def over(self) -> Mask:
        """Networks that are no more: in no total."""
        return self.snapshot.table.over

    def of_type(self, kind: str) -> Mask:
        """All of this kind, networks that are no more among them."""
        mask: Mask = self.table.types == TYPES.index(kind)
        return mask

    def counted(self, kind: str) -> Mask:
        """What totals count: the one place that decides it."""
        return self.of_type(kind) & ~self.over


def _rows_of(table: DocumentTable, documents: Ints) -> tuple[Ints, Mask]:
    """The rows of the documents that are there, and which of the documents these are."""
    if not len(table.documents):
        return np.empty(0, dtype=np.int64), np.zeros(len(documents), dtype=bool)
    rows = np.minimum(np.searchsorted(table.documents, documents), len(table.documents) - 1)
    is_there = table.documents[rows] == documents
    return rows[is_there], is_there


def _matrix(table: DocumentTable, links: Links, choices: range) -> Matrix:
    found = np.zeros((len(table.documents), len(choices)), dtype=bool)
    rows, is_there = _rows_of(table, links.documents)
    found[rows, links.targets[is_there]] = True
    return found


def _with_upper_fields(snapshot: Snapshot) -> Matrix:
    """Who has a lower field has the upper one too."""
    choices = snapshot.taxonomy.fields
    number = {choice.id: place for place, choice in enumerate(choices)}
    found = _matrix(snapshot.table, snapshot.fields, range(len(choices)))
    for place, choice in enumerate(choices):
        if choice.parent in number:
            found[:, number[choice.parent]] |= found[:, place]
    return found


def _lands_of(snapshot: Snapshot) -> Matrix:
    table = snapshot.table
    found = _matrix(table, snapshot.lands, range(len(LANDS)))
    rows = np.flatnonzero(table.lands != NONE)
    found[rows, table.lands[rows]] = True
    return found


def _states_on(table: DocumentTable, day: int) -> Small:
    """Whether projects run; of one without days nobody knows."""
    begins, ends = table.days, table.ends
    found = np.select(
        [(ends > 0) & (ends < day), begins > day, (begins > 0) & (ends > 0)],
        [STATES.index("ended"), STATES.index("ahead"), STATES.index("running")],
        default=NONE,
    )
    return np.where(table.types == PROJECT, found, NONE).astype(np.int8)


def _programmes_on(snapshot: Snapshot, day: int) -> Matrix:
    choices = snapshot.taxonomy.programmes
    number = {choice.id: place for place, choice in enumerate(choices)}
    links = snapshot.programmes.on(day)
    known = np.array([number.get(int(target), NONE) for target in links.targets], dtype=np.int64)
    is_known = known != NONE
    links = Links(links.documents[is_known], known[is_known], links.since[is_known], links.until[is_known])
    return _matrix(snapshot.table, links, range(len(choices)))


def _seats_on(snapshot: Snapshot, day: int) -> tuple[Ints, Ints]:
    """Pairs of rows: who is in which public network today."""
    table, links = snapshot.table, snapshot.networks.on(day)
    networks = np.flatnonzero(table.types == NETWORK)
    order = networks[np.argsort(table.objects[networks])]
    ids = table.objects[order]
    if not len(ids):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    members, is_there = _rows_of(table, links.documents)
    targets = links.targets[is_there]
    place = np.minimum(np.searchsorted(ids, targets), len(ids) - 1)
    is_public = ids[place] == targets
    return members[is_public], order[place[is_public]]


def _network_numbers(snapshot: Snapshot) -> Ints:
    """The number of the choice that each network is; -1 for all other rows."""
    number = {choice.id: place for place, choice in enumerate(snapshot.taxonomy.networks)}
    found = np.full(len(snapshot), NONE, dtype=np.int64)
    for row in np.flatnonzero(snapshot.table.types == NETWORK):
        found[row] = number.get(int(snapshot.table.objects[row]), NONE)
    return found


def _members_on(table: DocumentTable, seats: tuple[Ints, Ints]) -> Ints:
    members, networks = seats
    actors = table.types[members] == ACTOR
    counted = np.bincount(networks[actors], minlength=len(table.documents))
    return np.where(table.members == NONE, counted, table.members)


def _ranks(table: DocumentTable) -> Ints:
    """The place of each document in the order of names."""
    order = np.array(sorted(range(len(table.sort_keys)), key=table.sort_keys.__getitem__), dtype=np.int64)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place

"""The snapshot as it is on one day: who has which field, programme, label and network today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from handschlag.directory.rules.snapshot.arrays import DocumentTable, Ints, Links, Mask, Small, Snapshot
from handschlag.directory.rules.snapshot.entries import (
    ACTOR,
    LANDS,
    LEVELS,
    NETWORK,
    NONE,
    PROJECT,
    STATES,
    TYPES,
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

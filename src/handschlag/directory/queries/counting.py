"""How many networks and distinct organisations there are of each kind: counted in the snapshot.

The snapshot is what filters and facets count by, so pages and lists never say different numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from handschlag.directory.queries import snapshots
from handschlag.directory.rules.snapshot import View
from handschlag.directory.rules.snapshot.arrays import Ints, Mask
from handschlag.directory.rules.snapshot.entries import LANDS

type Numbers = Mapping[str, int]
NOWHERE = ""  # the key of those without a Land


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Networks, and distinct organisations, per code of a field or of a Land."""

    networks: Numbers
    actors: Numbers


def organisations_per_network(network_ids: Iterable[int], *, today: date) -> Mapping[int, int]:
    """How many distinct public actors are members today; networks without any are left out."""
    view = snapshots.view_on(today)
    members, networks = view.seats
    wanted = np.array(list(network_ids), dtype=np.int64)
    among = np.isin(view.table.objects[networks], wanted) & view.of_type("actor")[members]
    pairs = np.unique(np.stack([view.table.objects[networks[among]], members[among]]), axis=1)
    ids, numbers = np.unique(pairs[0], return_counts=True)
    return dict(zip(ids.tolist(), numbers.tolist(), strict=True))


def counts_per_field(view: View, *, land: str = "") -> Counts:
    """Per field of both levels; the upper level counts what any of its children counts, once."""
    where = in_land(view, land) if land else np.ones(len(view.table.documents), dtype=bool)
    return Counts(
        networks=per_field(view, view.of_type("network") & where),
        actors=per_field(view, view.of_type("actor") & where),
    )


def counts_per_land(view: View) -> Counts:
    return Counts(
        networks=per_land(view, view.of_type("network")), actors=per_land(view, view.of_type("actor"))
    )


def actors_per_land(view: View, *, field: str = "") -> Numbers:
    """Distinct actors per code of a Land: all of them, or those of a field and of the fields below it."""
    actors = view.of_type("actor")
    return per_land(view, actors & with_field(view, field) if field else actors)


def number_of(view: View, kind: str, *, land: str = "") -> int:
    """How many networks or actors there are, in a Land or everywhere."""
    found = view.of_type(kind)
    return int(np.count_nonzero(found & in_land(view, land) if land else found))


def memberships_in(view: View, land: str) -> int:
    """Memberships of today of the actors of a Land in public networks: not distinct organisations."""
    members, _ = view.seats
    return int(np.count_nonzero((view.of_type("actor") & in_land(view, land))[members]))


def in_land(view: View, code: str) -> Mask:
    mask: Mask = view.table.lands == (LANDS.index(code) if code in LANDS else len(LANDS))
    return mask


def with_field(view: View, code: str) -> Mask:
    places = [place for place, choice in enumerate(view.snapshot.taxonomy.fields) if choice.id == code]
    mask: Mask = view.fields[:, places].any(axis=1)
    return mask


def per_field(view: View, among: Mask) -> Numbers:
    return named([str(choice.id) for choice in view.snapshot.taxonomy.fields], view.fields[among].sum(axis=0))


def per_land(view: View, among: Mask) -> Numbers:
    found = view.table.lands[among].astype(np.int64)
    return named([NOWHERE, *LANDS], np.bincount(found + 1, minlength=len(LANDS) + 1))


def named(codes: Sequence[str], numbers: Ints) -> Numbers:
    """Codes that nobody has are left out."""
    return {code: number for code, number in zip(codes, numbers.tolist(), strict=True) if number}

"""How many networks and distinct organisations there are of each kind: counted in the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from handschlag.design.tallies import Tally
from handschlag.directory.index import snapshots
from handschlag.directory.index.arrays import LANDS, Ints, Mask, View

type Numbers = Mapping[str, int]
NOWHERE = ""  # the key of those without a Land


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Networks, and distinct organisations, per code of a field or of a Land: the real ones.

    What is invented stands beside them, for pages that say how much of it there is.
    """

    networks: Numbers
    actors: Numbers
    invented: Counts | None = None

    def networks_of(self, code: str) -> Tally:
        """Real and invented networks of one code."""
        invented = self.invented.networks if self.invented else {}
        return Tally(real=self.networks.get(code, 0), invented=invented.get(code, 0))

    def actors_of(self, code: str) -> Tally:
        """Real and invented organisations of one code."""
        invented = self.invented.actors if self.invented else {}
        return Tally(real=self.actors.get(code, 0), invented=invented.get(code, 0))


def organisations_per_network(network_ids: Iterable[int], *, today: date) -> Mapping[int, int]:
    """How many distinct public actors are members today; networks without any are left out.

    Invented ones are no members of a real network.
    """
    view = snapshots.view_on(today)
    members, networks = view.seats
    wanted = np.array(list(network_ids), dtype=np.int64)
    among = np.isin(view.table.objects[networks], wanted) & view.of_type("actor")[members]
    among &= ~view.invented[members] | view.invented[networks]
    pairs = np.unique(np.stack([view.table.objects[networks[among]], members[among]]), axis=1)
    ids, numbers = np.unique(pairs[0], return_counts=True)
    return dict(zip(ids.tolist(), numbers.tolist(), strict=True))


def counts_per_field(view: View, *, land: str = "") -> Counts:
    """Per field of both levels; the upper level counts what any of its children counts, once."""
    where = _in_land(view, land) if land else np.ones(len(view.table.documents), dtype=bool)
    return _apart(view, _per_field, where)


def counts_per_land(view: View) -> Counts:
    """Per code of a Land; entries without one count under the empty text."""
    return _apart(view, _per_land, np.ones(len(view.table.documents), dtype=bool))


def _apart(view: View, count: Callable[[View, Mask], Numbers], where: Mask) -> Counts:
    """The real ones, and beside them the invented ones."""
    networks, actors, real = view.counted("network") & where, view.counted("actor") & where, ~view.invented
    return Counts(
        networks=count(view, networks & real),
        actors=count(view, actors & real),
        invented=Counts(
            networks=count(view, networks & view.invented), actors=count(view, actors & view.invented)
        ),
    )


def actors_per_land(view: View, *, field: str = "") -> Numbers:
    """Distinct real actors per code of a Land: all, or those of a field and of the fields below it."""
    actors = view.of_type("actor") & ~view.invented
    return _per_land(view, actors & _with_field(view, field) if field else actors)


def number_of(view: View, kind: str, *, land: str = "") -> Tally:
    """How many networks or actors there are, in a Land or everywhere."""
    found = view.counted(kind)
    return _tally(view, found & _in_land(view, land) if land else found)


def memberships_in(view: View, land: str = "") -> Tally:
    """Memberships of today of the actors of a Land in public networks: not distinct organisations.

    Where an end of it is invented, so is the membership; in a network that is no more there is none.
    """
    members, networks = view.seats
    among = view.of_type("actor") & _in_land(view, land) if land else view.of_type("actor")
    counted = among[members] & ~view.over[networks]
    is_invented = (view.invented[members] | view.invented[networks])[counted]
    invented = int(np.count_nonzero(is_invented))
    return Tally(real=len(is_invented) - invented, invented=invented)


def _tally(view: View, among: Mask) -> Tally:
    invented = int(np.count_nonzero(among & view.invented))
    return Tally(real=int(np.count_nonzero(among)) - invented, invented=invented)


def _in_land(view: View, code: str) -> Mask:
    mask: Mask = view.table.lands == (LANDS.index(code) if code in LANDS else len(LANDS))
    return mask


def _with_field(view: View, code: str) -> Mask:
    places = [place for place, choice in enumerate(view.snapshot.taxonomy.fields) if choice.id == code]
    mask: Mask = view.fields[:, places].any(axis=1)
    return mask


def _per_field(view: View, among: Mask) -> Numbers:
    return _named(
        [str(choice.id) for choice in view.snapshot.taxonomy.fields], view.fields[among].sum(axis=0)
    )


def _per_land(view: View, among: Mask) -> Numbers:
    found = view.table.lands[among].astype(np.int64)
    return _named([NOWHERE, *LANDS], np.bincount(found + 1, minlength=len(LANDS) + 1))


def _named(codes: Sequence[str], numbers: Ints) -> Numbers:
    """Codes that nobody has are left out."""
    return {code: number for code, number in zip(codes, numbers.tolist(), strict=True) if number}

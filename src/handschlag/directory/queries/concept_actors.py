"""Which actors speak of the same concepts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from django.db.models import QuerySet

from handschlag.directory.models import Concept, Statement
from handschlag.directory.queries import snapshots
from handschlag.directory.queries.index_memo import IndexMemo, weight
from handschlag.directory.rules.snapshot.arrays import Ints

MOST_BYTES: Final = 4_000_000
_NOBODY: Final = np.array([], dtype=np.int64)
_NUMBER: Final = _NOBODY.itemsize
_known: Final = IndexMemo[str, Ints](MOST_BYTES, weigh=weight)


def closest_by_concepts(actor_id: int, codes: Sequence[str], *, most: int) -> list[int]:
    """The other actors with most of these concepts; equal ones by their ids."""
    if not codes:
        return []
    found = _known.get_many(codes, _read, version=snapshots.latest())
    ids, numbers = np.unique(np.concatenate([found[code] for code in codes]), return_counts=True)
    numbers, ids = numbers[ids != actor_id], ids[ids != actor_id]
    closest: list[int] = ids[np.lexsort((ids, -numbers))[:most]].tolist()
    return closest


def remember_all() -> None:
    """Reads all concepts together, as far as they fit in: page by page, the database would join them anew.

    Without their names: SQLite would look for each of them at each statement.
    """
    pairs = Statement.concepts.through.objects.all()
    codes = list(Concept.objects.order_by("pk").values_list("pk", flat=True))
    if pairs.count() * _NUMBER + len(codes) * weight(_NOBODY) <= MOST_BYTES:
        _known.get_many(codes, lambda codes: _actors(codes, pairs), version=snapshots.latest())


def _read(codes: Sequence[str]) -> Mapping[str, Ints]:
    """Of these concepts alone."""
    return _actors(codes, Statement.concepts.through.objects.filter(concept_id__in=codes))


def _actors(codes: Sequence[str], pairs: QuerySet[Any]) -> Mapping[str, Ints]:
    """The ids of the actors that speak of each concept, public or not, each once."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for code, actor_id in pairs.values_list("concept_id", "statement__actor_id"):
        found[code].add(actor_id)
    return {code: np.array(sorted(found[code]), dtype=np.int64) for code in codes}

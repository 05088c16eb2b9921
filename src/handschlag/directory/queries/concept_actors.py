"""Which actors speak of the same concepts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from handschlag.directory.models import Statement
from handschlag.directory.queries import snapshots
from handschlag.directory.queries.index_memo import IndexMemo, weight
from handschlag.directory.rules.snapshot.arrays import Ints

MOST_BYTES: Final = 4_000_000
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


def _read(codes: Sequence[str]) -> Mapping[str, Ints]:
    """The ids of the actors that speak of each concept, public or not, each once."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    pairs = Statement.concepts.through.objects.filter(concept_id__in=codes)
    for code, actor_id in pairs.values_list("concept_id", "statement__actor_id"):
        found[code].add(actor_id)
    return {code: np.array(sorted(found[code]), dtype=np.int64) for code in codes}

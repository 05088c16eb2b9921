"""The people of a large plain event's requests as numbers: what many ask, looked up once."""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from treffen.problem.entities import Parts, Request, RequestId

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_MANY = 10_000  # requests: from here on columns are quicker, their library included
_others = attrgetter("delegates", "must", "slots", "places", "slot", "place", "after", "length", "needs")
_NOTHING_ELSE = _others(Request(id=RequestId(""), participants=()))


def pairs_of(parts: Parts) -> npt.NDArray[np.int32] | None:
    """For each request the numbers of its two people, where each of very many requests names two people
    that are known, one and another, lasts one slot, and says no more than its value; None of other events.
    """
    try:
        return parts._pairs  # type: ignore[no-any-return]  # noqa: SLF001 - its own memory
    except AttributeError:
        pass
    found = _pairs(parts) if len(parts.requests) >= _MANY else None
    object.__setattr__(parts, "_pairs", found)
    return found


def _pairs(parts: Parts) -> npt.NDArray[np.int32] | None:
    import numpy as np

    requests = parts.requests
    if not all(map(_NOTHING_ELSE.__eq__, map(_others, requests))):
        return None
    people = {p.id: i for i, p in enumerate(parts.participants)}
    try:
        if {len(r.participants) for r in requests} != {2}:
            return None
        named = chain.from_iterable([r.participants for r in requests])
        numbers = np.fromiter(map(people.__getitem__, named), np.int32, 2 * len(requests))
    except (KeyError, TypeError):  # somebody unknown; no text
        return None
    pairs = numbers.reshape(-1, 2)
    return None if (pairs[:, 0] == pairs[:, 1]).any() else pairs

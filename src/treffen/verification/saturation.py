"""A heap of meetings that takes every place in some slots: whoever can be nowhere else has none.

A count, and nothing but a count (the pigeonhole principle): it is checked once however many requests
it then turns away.
"""

from __future__ import annotations

from collections.abc import Iterable

from treffen.problem import ParticipantId, Request, RequestId, SlotId
from treffen.verification.bounds.problem_index import BoundIndex


class SaturatedPlaces:
    """Requests that must all be held, the slots none of them can leave, and the places they use up."""

    def __init__(self, frame: BoundIndex, requests: Iterable[RequestId], *, slots: Iterable[SlotId]) -> None:
        self._frame = frame
        self._slots = frame.ground.mask(slots)
        self._places = 0
        taken, is_inside = 0, True
        for id in dict.fromkeys(requests):
            number = frame.number[id]
            request = frame.requests[number]
            self._places |= frame.suitable[number]
            is_inside = is_inside and self._stays(request)
            taken += request.length
        open_ = (frame.ground.open_slots[p] for p, bit in frame.place_bit.items() if bit & self._places)
        self.is_full = is_inside and taken >= sum((mask & self._slots).bit_count() for mask in open_)

    def _stays(self, request: Request) -> bool:
        return not self._frame.window(request) & ~self._slots

    def turns_away(self, id: RequestId) -> bool:
        """Whether a request that is not in the pile could only be held where the pile leaves no place."""
        number = self._frame.number[id]
        has_other = self._frame.suitable[number] & ~self._places
        return self.is_full and not has_other and self._stays(self._frame.requests[number])


def is_overbooked(frame: BoundIndex, person: ParticipantId, requests: Iterable[RequestId]) -> bool:
    """Whether somebody named in all these requests cannot hold them: too many, or in too few slots."""
    theirs = [frame.requests[frame.number[id]] for id in dict.fromkeys(requests)]
    if not all(person in r.participants for r in theirs):
        return False
    most, within = frame.ground.participants[person].maximum, 0
    for r in theirs:
        within |= frame.window(r)
    is_over = most is not None and len(theirs) > most
    return is_over or sum(r.length for r in theirs) > within.bit_count()

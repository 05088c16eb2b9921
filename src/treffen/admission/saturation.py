"""Full places (or interpreters): meetings that cannot leave some slots and take all that is there.

The slots reached from those of a request by everybody who is in the way (a closure under Hall's
condition). What is full stays full until a meeting is given up, so a pile is looked for and confirmed
once, and then turns away many.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from treffen.admission.state import AdmissionState
from treffen.problem import RequestId
from treffen.solvers.base.model import Flags, Ints
from treffen.verification.saturation import SaturatedPlaces

SAMPLE = 64  # options asked first whether they can leave


class SaturatedRow:
    """Held options that take everything of one capacity row in some slots, which none can leave."""

    def __init__(self, state: AdmissionState, row: int, slots: Flags, users: Ints) -> None:
        self.row = row
        self.slots = slots
        self.options: tuple[int, ...] = tuple(users.tolist())
        self._state = state

    @property
    def is_of_places(self) -> bool:
        """Whether places are what is full; interpreters otherwise."""
        return self.row < self._state.model.n_place_rows

    @cached_property
    def requests(self) -> tuple[RequestId, ...]:
        """Who takes them all."""
        return tuple(dict.fromkeys(self._state.request_of(o).id for o in self.options))

    @cached_property
    def _pile(self) -> SaturatedPlaces:
        """The same, counted by the verifier."""
        ids = [s.id for s, is_in in zip(self._state.problem.slots, self.slots.tolist(), strict=True) if is_in]
        return SaturatedPlaces(self._state.frame, self.requests, slots=ids)

    def is_confirmed(self, request: RequestId) -> bool:
        """Whether the verifier, too, counts no place left for a request."""
        return self.is_of_places and self._pile.turns_away(request)


def saturated_row_against(state: AdmissionState, option: int) -> SaturatedRow | None:
    """A heap that leaves the option no place (or interpreter) in any of its slots."""
    model = state.model
    if not model.is_unit:
        return None
    starts, load = model.start_ok[option], state.board.load()
    for row in model.rows[model.row_ptr[option] : model.row_ptr[option + 1]].tolist():
        if (load[row][starts] < model.capacity[row][starts]).any():
            continue
        known: list[SaturatedRow] = state.piles.setdefault(row, [])
        heap = next((h for h in known if not (starts & ~h.slots).any()), None)
        if heap is not None:
            return heap
        heap = _closure(state, row, starts)
        if heap is not None:
            known.append(heap)
            return heap
    return None


def _closure(state: AdmissionState, row: int, starts: Flags) -> SaturatedRow | None:
    model, slot = state.model, state.board.slot
    full = state.board.load()[row] >= model.capacity[row]
    some = np.flatnonzero(slot == int(starts.argmax()))[:SAMPLE]
    if (model.start_ok[some[state.members(row)[some]]] & ~full).any():
        return None  # somebody there can go elsewhere
    users = np.flatnonzero(state.members(row) & (slot >= 0))
    reached = starts.copy()
    inside = np.zeros(len(users), bool)
    while full[reached].all():
        more = reached[slot[users]] & ~inside
        if not more.any():
            return SaturatedRow(state, row, reached, users[inside])
        inside |= more
        reached = reached | model.start_ok[users[more]].any(axis=0)
    return None

"""A problem in arrays: what every solver reads. Indices follow the order of the problem's tuples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Problem

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Flags = NDArray[np.bool_]
Array = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """T slots, P people, R requests, O options, C capacity rows.

    An *option* is one way to hold a request: the request with its delegates chosen. A request
    without delegates has exactly one. All options of a group (the same parties, where a pair
    meets only once; else the options of one request) exclude each other. A *capacity row* bounds,
    in every slot, the number of running options among those that carry the row: places that suit
    them (Hall's condition over the sets of suitable places), or interpreters likewise.
    """

    problem: Problem
    block: Small  # [T] index of the slot's block
    free: Flags  # [P, T] present, and in no talk that must be heard
    in_talk: Flags  # [P, T] in a talk that must be heard: not idle there
    maximum: Small  # [P] meetings at most, never more than slots free
    minimum: Small  # [P] meetings wished for at least
    most_breaks: Small  # [P] T where unlimited
    like_person: Small  # [L]
    like_slots: Flags  # [L, T]
    like_price: Ints  # [L]
    option_request: Small  # [O] non-decreasing
    seat_ptr: Small  # [O + 1] attendees of option o: seats[seat_ptr[o]:seat_ptr[o + 1]]
    seats: Small
    value: Ints  # [O]
    length: Small  # [O] in slots
    must: Flags  # [O] its request must be held (by one of its options)
    start_ok: Flags  # [O, T] the option may start here, all else being empty
    group: Small  # [O]
    capacity: Small  # [C, T]; row 0 is "all places"
    row_ptr: Small  # [O + 1] capacity rows of option o
    rows: Small
    row_sets: tuple[tuple[int, ...], ...]  # [C] the places of a row, or (from n_place_rows on) interpreters
    n_place_rows: int
    has_exact_places: bool  # whether the capacity rows imply that places can be assigned
    place_sets: tuple[tuple[int, ...], ...]  # distinct sets of suitable places
    place_set: Small  # [O]
    interpreter_sets: tuple[tuple[int, ...], ...]
    interpreter_set: Small  # [O] -1: none needed
    before: Small  # [K, 2] (earlier request, later request)

    @property
    def n_slots(self) -> int:
        """T."""
        return int(self.free.shape[1])

    @property
    def n_people(self) -> int:
        """P."""
        return int(self.free.shape[0])

    @property
    def n_options(self) -> int:
        """O."""
        return int(self.option_request.shape[0])

    @property
    def n_requests(self) -> int:
        """R."""
        return len(self.problem.requests)

    @property
    def is_all_must(self) -> bool:
        """Whether every request has to be held."""
        return bool(self.must.all())

    @property
    def is_unit(self) -> bool:
        """Whether all options last one slot."""
        return bool((self.length == 1).all())

    @property
    def is_plain(self) -> bool:
        """Whether all options last one slot, stand alone in their group, and know no order."""
        alone = int(self.group.max(initial=-1)) + 1 == self.n_options
        return alone and not len(self.before) and bool((self.length == 1).all())

    def attendees(self, option: int) -> Small:
        """People of one option."""
        return self.seats[self.seat_ptr[option] : self.seat_ptr[option + 1]]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A timetable in arrays: `slot[o]` is the first slot of option o, or -1 where it is not held."""

    slot: Small

    @property
    def held(self) -> Array:
        """Indices of the held options."""
        return np.flatnonzero(self.slot >= 0)

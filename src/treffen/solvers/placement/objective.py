"""What a choice of places is judged by: links between meetings, walks, homes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.solvers.base import Assignment, Model
from treffen.solvers.placement.demand import Demand, place_demand

Ints = NDArray[np.int64]
Small = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementObjective:
    """The places to be chosen and the links that a choice keeps or breaks.

    A *link* joins two meetings that somebody has one after the other within a block; it is kept
    where both stand at one place. Two people who share both meetings make two links.
    """

    demand: Demand
    links: Small  # [E, 2] (earlier, later), indices into the demand
    link_ptr: Small  # [n + 1] neighbours of meeting i: link_to[link_ptr[i]:link_ptr[i + 1]]
    link_to: Small
    zone: Small  # [P]
    minutes: Ints  # [Z, Z]
    home_ptr: Small  # [n + 1] homes of those who attend meeting i: home[home_ptr[i]:home_ptr[i + 1]]
    home: Small


def build_frame(model: Model, assignment: Assignment) -> PlacementObjective:
    """The frame of the held options."""
    demand = place_demand(model, assignment)
    meeting, person = _seats(model, demand)
    links = _links(model, demand, (meeting, person))
    ends = np.concatenate([links, links[:, ::-1]])
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    zone, minutes = _zones(model)
    home_ptr, home = _homes(model, demand, (meeting, person))
    return PlacementObjective(
        demand=demand,
        links=links,
        link_ptr=_pointers(ends[:, 0], demand.n_meetings),
        link_to=ends[:, 1].copy(),
        zone=zone,
        minutes=minutes,
        home_ptr=home_ptr,
        home=home,
    )


def _pointers(sorted_keys: Small, n: int) -> Small:
    return np.searchsorted(sorted_keys, np.arange(n + 1)).astype(np.int32)


def _seats(model: Model, demand: Demand) -> tuple[Small, Small]:
    """(meeting, person) of every seat taken."""
    first = model.seat_ptr[demand.option]
    sizes = model.seat_ptr[demand.option + 1] - first
    meeting = np.repeat(np.arange(demand.n_meetings, dtype=np.int32), sizes)
    within = np.arange(len(meeting)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return meeting, model.seats[np.repeat(first, sizes) + within]


def _links(model: Model, demand: Demand, seats: tuple[Small, Small]) -> Small:
    meeting, person = seats
    order = np.lexsort((demand.start[meeting], person))
    meeting, person = meeting[order], person[order]
    block = model.block[demand.start[meeting]]
    joined = (person[1:] == person[:-1]) & (block[1:] == block[:-1])
    return np.stack([meeting[:-1][joined], meeting[1:][joined]], axis=1).reshape(-1, 2).astype(np.int32)


def _zones(model: Model) -> tuple[Small, Ints]:
    names: dict[str, int] = {}
    places = model.problem.places
    zone = np.array([names.setdefault(p.zone, len(names)) for p in places], np.int32)
    minutes = np.ones((len(names), len(names)), np.int64)
    for walk in model.problem.walks:
        here, there = names[walk.here], names[walk.there]
        minutes[here, there] = minutes[there, here] = walk.minutes
    np.fill_diagonal(minutes, 0)
    return zone, minutes


def _homes(model: Model, demand: Demand, seats: tuple[Small, Small]) -> tuple[Small, Small]:
    number = {p.id: i for i, p in enumerate(model.problem.places)}
    people = model.problem.participants
    home = np.array([-1 if p.home is None else number[p.home] for p in people], np.int32)
    meeting, person = seats
    has = home[person] >= 0
    return _pointers(meeting[has], demand.n_meetings), home[person][has].astype(np.int32)


def judge(frame: PlacementObjective, place: Small) -> dict[Goal, int]:
    """Value of each goal of a choice of places; meetings without a place (-1) count in none."""
    here, there = place[frame.links[:, 0]], place[frame.links[:, 1]]
    both = (here >= 0) & (there >= 0)
    here, there = here[both], there[both]
    return {
        Goal.CHANGES: int(np.count_nonzero(here != there)),
        Goal.WALKING: int(frame.minutes[frame.zone[here], frame.zone[there]].sum()),
        Goal.PLACES: len(set(place[place >= 0].tolist())),
    }


def away_from_home(frame: PlacementObjective, place: Small) -> int:
    """Meetings that could be at the home place of somebody who attends, and are not."""
    sizes = np.diff(frame.home_ptr)
    at_home = np.repeat(place, sizes) == frame.home
    is_home = np.zeros(len(place), bool)
    is_home[np.repeat(np.arange(len(place)), sizes)[at_home]] = True
    return int(np.count_nonzero((sizes > 0) & ~is_home))

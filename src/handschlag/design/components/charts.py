"""What charts are given. Every chart has a twin: the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from handschlag.design.components.organiser import Table


@dataclass(frozen=True, slots=True)
class Progress:
    """The best value and the proved bound at a second of a run."""

    second: float
    value: float
    bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChart:
    """A value that rises towards a bound that falls: nothing better lies above the bound."""

    title: str
    alt: str
    points: Sequence[Progress]
    value_label: str
    bound_label: str
    until: float = 0
    twin: Table | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """With so many tables: seats, meetings in the middle of all samples, and 8 of 10 of them."""

    tables: int
    seats: float
    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a curve and the word that stands there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityChart:
    title: str
    alt: str
    points: Sequence[Capacity]
    target: Point | None = None
    minimum: Point | None = None
    choice: Point | None = None
    twin: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceCurve:
    """What a rule leaves possible as it is tightened: free until `free_until`, now at `chosen`."""

    title: str
    alt: str
    points: Sequence[tuple[float, float]]
    chosen: Point | None = None
    free_until: float | None = None
    unit: str = ""
    twin: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A network as a circle: where (both 0 to 1, from the left and the top), and how many people."""

    code: str
    x: float
    y: float
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Between two networks, by their codes: mutual wishes, or a bridge that is missing."""

    between: tuple[str, str]
    wishes: int
    is_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPicture:
    title: str
    alt: str
    nodes: Sequence[Node]
    ties: Sequence[Tie]
    twin: Table | None = None
    key: str = ""  # what lines and circles mean, where they are not wishes


type Anchor = Literal["start", "middle", "end"]

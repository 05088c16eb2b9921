"""What the parts of organisers' pages are given: plain values, printed by templates; charts among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from handschlag.design.components.parts import Link

type Shape = Literal["ok", "running", "wait", "bad", "free", "off", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A figure in the row of facts: `rest` follows it; an optional one is left out on a phone."""

    label: str
    value: str
    rest: str = ""
    url: str = ""
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A state: its shape and its word."""

    kind: Shape
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """The cells of a row; the first is its head."""

    cells: Sequence[str | Mark]
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures in rows: the twin of every picture. The texts are as they are to be read."""

    title: str
    heads: Sequence[str]
    rows: Sequence[TableRow]


def table_of(title: str, heads: Sequence[str], rows: Iterable[Sequence[str | Mark]]) -> Table:
    """A table none of whose rows is chosen."""
    return Table(title=title, heads=heads, rows=tuple(TableRow(cells=cells) for cells in rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Warmth:
    """A cell of a heat table: a count, its list, and whether supply lacks or the network is the own one.

    `text` stands there instead of the count: "< 3", say, where it is not told.
    """

    count: int
    url: str = ""
    text: str = ""
    is_lack: bool = False
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmRow:
    label: str
    cells: Sequence[Warmth]
    code: str = ""
    total: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRow:
    """Below a heat table: a figure a column, framed where its place is in `lacks`."""

    label: str
    cells: Sequence[str]
    lacks: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    title: str
    corner: str
    columns: Sequence[str]
    rows: Sequence[WarmRow]
    sums: Sequence[SumRow] = ()
    total: str = ""
    more: str = ""  # the head of a second figure beside the total
    legend: Sequence[tuple[str, str]] = ()  # what the codes of columns stand for


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A plan to choose; `warning` says why it cannot simply be published."""

    value: str
    label: str
    sub: str = ""
    warning: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What a variant reaches: figure, then proof or what is still open, then the difference to the first."""

    figure: str
    rest: str = ""
    proof: str = ""
    bound: str = ""
    better: str = ""
    worse: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    label: str
    cells: Sequence[Reached]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """Goals in their order, then rows that only inform; the radios are called `name`."""

    title: str
    name: str
    corner: str
    variants: Sequence[Variant]
    goals: Sequence[GoalRow]
    facts: Sequence[GoalRow] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    label: str
    value: str
    proof: str = ""
    bound: str = ""
    is_code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a plan reaches and what is proved of it; without `is_valid` the verdict is a fault."""

    verdict: str
    lines: Sequence[ReceiptLine]
    title: str = ""
    command: str = ""
    download: Link | None = None
    is_valid: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A column of a plan: when, how full, and whether a gap stands before it."""

    time: str
    fill: str = ""
    is_after_gap: bool = False
    is_now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHead:
    """A day over so many columns."""

    title: str
    span: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A cell of the timetable: two surnames; `words` is what a reader hears; no names where it is free."""

    first: str = ""
    second: str = ""
    words: str = ""
    url: str = ""
    is_must: bool = False
    is_locked: bool = False
    is_pinned: bool = False
    is_chosen: bool = False
    is_target: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableRow:
    label: str
    cells: Sequence[Meeting]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    title: str
    places: Sequence[TimetableRow]
    features: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    title: str
    corner: str
    slots: Sequence[Slot]
    zones: Sequence[Zone]
    days: Sequence[DayHead] = ()


type StripKind = Literal["meeting", "must", "talk", "idle", "free", "away"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StripCell:
    """A slot of somebody: what is written, and what a reader hears."""

    kind: StripKind
    text: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StripRow:
    name: str
    cells: Sequence[StripCell]
    sub: str = ""
    url: str = ""
    figures: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """People in rows, their slots in columns, then figures with `heads`."""

    title: str
    corner: str
    slots: Sequence[Slot]
    rows: Sequence[StripRow]
    heads: Sequence[str] = ()
    days: Sequence[DayHead] = ()


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

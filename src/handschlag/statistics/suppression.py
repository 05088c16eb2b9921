"""Which numbers the public may see: none below three, and none from which one below three can be computed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

NOBODY: Final = 0  # the row of people who are in no network
type Pair = tuple[int, int]
type Networks = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixing:
    """Cells by two networks in order. `across` of `among` meetings joined people of different networks."""

    cells: Mapping[Pair, int]
    across: int
    among: int  # meetings in which at least two people are in some network

    def row(self, network: int) -> int:
        """All meetings in which the network took part: each of its cells once."""
        return sum(number for pair, number in self.cells.items() if network in pair)


def pair_of(one: int, other: int) -> Pair:
    """The two in ascending order, so that each pair has one cell."""
    return (one, other) if one <= other else (other, one)


def _touched(some: Networks, others: Networks) -> set[Pair]:
    """The cells that two people's meeting touches.

    >>> sorted(_touched((1, 2), (2, 3))), sorted(_touched((1,), (2, 3))), _touched((), (1,))
    ([(2, 2)], [(1, 2), (1, 3)], {(0, 1)})
    """
    shared = set(some) & set(others)
    if shared:
        return {(one, one) for one in shared}
    return {pair_of(one, other) for one in some or (NOBODY,) for other in others or (NOBODY,)}


def mixing_of(meetings: Iterable[Sequence[int]], networks: Mapping[int, Networks]) -> Mixing:
    """`meetings` are the people of each; `networks` those of each person."""
    cells: Counter[Pair] = Counter()
    across = among = 0
    for people in meetings:
        met = [networks.get(one, ()) for one in people]
        cells.update({cell for some, others in combinations(met, 2) for cell in _touched(some, others)})
        both = [(some, others) for some, others in combinations(met, 2) if some and others]
        among += bool(both)
        across += any(not set(some) & set(others) for some, others in both)
    return Mixing(cells=dict(cells), across=across, among=among)


def order_of(cells: Mapping[Pair, int], present: Iterable[int]) -> tuple[int, ...]:
    """Networks by how much they met, those without any last; the row of nobody's network at the very end."""
    sums: Counter[int] = Counter(dict.fromkeys(present, 0))
    for (one, other), number in cells.items():
        sums[one] += number
        if other != one:
            sums[other] += number
    return tuple(sorted(sums, key=lambda one: (one == NOBODY, -sums[one], one)))


def merged(cells: Mapping[Pair, int], into: Mapping[int, int]) -> dict[Pair, int]:
    """The matrix with some rows put together: `into` says where each goes, itself where it is not named."""
    found: Counter[Pair] = Counter()
    for (one, other), number in cells.items():
        found[pair_of(into.get(one, one), into.get(other, other))] += number
    return dict(found)


def unmet(cells: Mapping[Pair, int], present: Iterable[int]) -> tuple[int, int]:
    """Pairs of different networks that never met, and all pairs; people in no network are no network."""
    networks = sorted(set(present) - {NOBODY})
    pairs = list(combinations(networks, 2))
    return sum(not cells.get(pair) for pair in pairs), len(pairs)


LEAST: Final = 3
type Rank = Callable[[Hashable], str]  # the secret order


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressedMatrix:
    """`cells` may be told; `hidden` hold a meeting or more each; all others hold none.

    Where the parts cannot be told apart, the share across networks is not told either; where not even all
    cells together are safe, nor is the number of meetings.
    """

    cells: Mapping[Pair, int]
    hidden: frozenset[Pair]
    has_parts: bool = True
    has_total: bool = True

    def row(self, network: int) -> tuple[int, bool]:
        """What the open cells of a row add up to, and whether that is all."""
        total = sum(number for pair, number in self.cells.items() if network in pair)
        return total, not any(network in pair for pair in self.hidden)


def suppressed(cells: Mapping[Pair, int], rank: Rank) -> SuppressedMatrix:
    """The matrix as everybody may see it."""
    filled = {pair: number for pair, number in cells.items() if number}
    parts: dict[str, dict[Pair, int]] = defaultdict(dict)
    for pair, number in filled.items():
        parts[part_of(pair)][pair] = number
    found = [(part, _hidden_of(part, rank)) for part in parts.values()]
    has_parts = all(_is_right(part, hidden) for part, hidden in found)
    hidden = {pair for _part, several in found for pair in several}
    if not has_parts:
        hidden = _hidden_of(filled, rank)
    return SuppressedMatrix(
        cells={pair: number for pair, number in filled.items() if pair not in hidden},
        hidden=frozenset(hidden),
        has_parts=has_parts,
        has_total=_is_right(filled, hidden),
    )


def part_of(pair: Pair) -> str:
    """Cells whose sum can be computed from other published figures."""
    if NOBODY in pair:
        return "nobody"
    return "within" if pair[0] == pair[1] else "between"


def _hidden_of[Key: Hashable](numbers: Mapping[Key, int], rank: Rank) -> set[Key]:
    """Which of some numbers of one known sum are hidden.

    >>> sorted(_hidden_of({"a": 1, "b": 9, "c": 4}, rank=str))
    ['a', 'b']
    """
    hidden = {one for one, number in numbers.items() if number < LEAST}
    for one in sorted(numbers, key=rank):
        if _is_right(numbers, hidden):
            break
        hidden.add(one)
    return hidden


def _is_right[Key: Hashable](numbers: Mapping[Key, int], hidden: set[Key]) -> bool:
    """Nothing is hidden, or it is safe."""
    return not hidden or is_safe([numbers[one] for one in hidden])


def is_safe(hidden: Sequence[int]) -> bool:
    """Two or more, each at least one, and every one of them could be three."""
    return len(hidden) > 1 and sum(hidden) >= len(hidden) - 1 + LEAST


def is_tellable(part: int, whole: int) -> bool:
    """Whether a share may be told: neither the part nor the rest is one or two.

    >>> is_tellable(379, 400), is_tellable(399, 400), is_tellable(400, 400), is_tellable(2, 2)
    (True, False, True, False)
    """
    return whole >= LEAST and all(number == 0 or number >= LEAST for number in (part, whole - part))


def merged_few(numbers: Mapping[str, int], rest: str) -> dict[str, int]:
    """Kinds with fewer than three stand together as `rest`, with the smallest others until it has three.

    Nothing is told where all together are fewer than three.

    >>> merged_few({"late": 1, "lost": 4, "gone": 9}, "rest")
    {'gone': 9, 'rest': 5}
    """
    found = {key: number for key, number in numbers.items() if number}
    few = {key for key, number in found.items() if number < LEAST}
    for key in sorted(found, key=lambda one: (found[one], one)):
        if not few or (len(few) > 1 and sum(found[one] for one in few) >= LEAST):
            break
        few.add(key)
    together = sum(found[key] for key in few)
    if few and together < LEAST:
        return {}
    told = {key: number for key, number in found.items() if key not in few}
    order = dict(sorted(told.items(), key=lambda item: (-item[1], item[0])))
    return order | ({rest: together} if few else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """People who had `low` to `high` meetings; without `high`, so many or more."""

    low: int
    high: int | None
    people: int


STEPS: Final = (0, 3, 6, 9)


def classes_of(histogram: Mapping[int, int]) -> tuple[Class, ...]:
    """Four classes; one with one or two people is put to its neighbour, below if there is one.

    >>> [(one.low, one.high, one.people) for one in classes_of({2: 1, 4: 5, 5: 3, 12: 4})]
    [(0, 5, 9), (6, 8, 0), (9, None, 4)]
    """
    highs = (*(step - 1 for step in STEPS[1:]), None)
    found = [
        Class(low=low, high=high, people=_people_between(histogram, low, high))
        for low, high in zip(STEPS, highs, strict=True)
    ]
    while len(found) > 1:
        place = next((at for at, one in enumerate(found) if 0 < one.people < LEAST), None)
        if place is None:
            break
        first = max(0, place - 1)
        one, other = found[first], found[first + 1]
        found[first : first + 2] = [Class(low=one.low, high=other.high, people=one.people + other.people)]
    return tuple(found) if sum(one.people for one in found) >= LEAST else ()


def _people_between(histogram: Mapping[int, int], low: int, high: int | None) -> int:
    return sum(people for number, people in histogram.items() if low <= number <= (high or number))

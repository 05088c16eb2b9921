"""Which numbers the public may see: none below three, and none from which one below three can be computed.

A cell of one or two is hidden. Sums of cells are known: all meetings, and by the share across networks those
between, within and outside networks. So in each of these parts further cells are hidden until at least two
are, and their sum leaves every one of them room from one to three or more. Which cells go with the small ones
says a secret order, the same at each publication: whoever knew it, or could count on the smallest, would find
out more. Rows tell what their open cells add up to: such a sum says nothing that the cells do not say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handschlag.statistics.rules.mixing import NOBODY, Pair

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

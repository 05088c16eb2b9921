"""Which repair is taken without anybody being asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalCost:
    """What counts of a proposal: its position, other meetings moved, meetings dropped."""

    position: int
    others: int
    dropped: int


def unasked(proposals: Sequence[ProposalCost], up_to: int | None) -> int | None:
    """The position of the repair that is taken unasked, or None.

    It moves few enough others, and drops no meeting that another proposal keeps.

    >>> unasked(
    ...     [ProposalCost(position=1, others=0, dropped=1), ProposalCost(position=2, others=1, dropped=0)], 1
    ... )
    2
    >>> unasked([ProposalCost(position=1, others=0, dropped=1)], None)
    """
    if up_to is None or not proposals:
        return None
    least = min(one.dropped for one in proposals)
    fitting = [one for one in proposals if one.dropped == least and one.others <= up_to]
    return min(fitting, key=lambda one: (one.others, one.position)).position if fitting else None

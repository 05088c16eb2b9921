"""The problem: the parts of one event, with the two questions every caller asks of it."""

from __future__ import annotations

from dataclasses import dataclass

from treffen.problem.digest import digest
from treffen.problem.entities import Parts
from treffen.problem.faults import Fault, find_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Parts):
    """One event to be scheduled.

    >>> from treffen.problem import Participant, Place, Problem, Request, Slot
    >>> problem = Problem(
    ...     slots=(Slot(id="10:00"), Slot(id="10:20")),
    ...     places=(Place(id="table 1"),),
    ...     participants=(Participant(id="ada"), Participant(id="bo")),
    ...     requests=(Request(id="1", participants=("ada", "bo")),),
    ... )
    >>> problem.faults()
    ()
    """

    def faults(self) -> tuple[Fault, ...]:
        """All faults of this input, in the order of its parts; empty when it is sound."""
        return tuple(find_faults(self))

    def digest(self) -> str:
        """`sha256:...` of the content, the same for every file format and order of sets."""
        try:
            known: str = self._digest
        except AttributeError:
            known = digest(self)
            object.__setattr__(self, "_digest", known)
        return known

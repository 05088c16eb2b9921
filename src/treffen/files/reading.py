"""What reading a file gives: the problem, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from treffen.problem import EntityKind, LocatedFault, Problem

Labels = Mapping[tuple[EntityKind, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file that was read.

    `problem` is there if and only if `faults` is empty. `notices` are things a person should
    know and need not repair (a column that was ignored). `labels` are display names of nouns
    that have one, by noun and id.
    """

    problem: Problem | None = None
    faults: tuple[LocatedFault, ...] = ()
    notices: tuple[LocatedFault, ...] = ()
    labels: Labels = field(default_factory=dict)

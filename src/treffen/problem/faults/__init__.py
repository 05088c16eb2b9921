"""Everything that can be wrong with an input, found all at once.

A fault is data: what kind, of which noun, in which field, with which value. Wording, and the
sheet, row and column of a file, are added at the edge.
"""

from __future__ import annotations

from collections.abc import Iterator

from treffen.problem.faults import ids, parties, precedence, references, slots, values
from treffen.problem.faults.fault import LARGEST, LONGEST_ID, Fault, FaultKind, Noun
from treffen.problem.nouns import Parts


def find_faults(parts: Parts) -> Iterator[Fault]:
    """Every fault of `parts`. Later checks rely on sound types, so those come first, alone."""
    wrong_values = list(values.find(parts))
    if wrong_values:
        yield from wrong_values
        return
    yield from ids.find(parts)
    yield from slots.find(parts.slots)
    yield from references.find(parts)
    yield from parties.find(parts)
    yield from precedence.find(parts.requests)


__all__ = ["LARGEST", "LONGEST_ID", "Fault", "FaultKind", "Noun", "find_faults"]

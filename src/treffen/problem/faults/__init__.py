"""Everything that can be wrong with an input, found all at once.

A fault is data: what kind, of which noun, in which field, with which value. Wording, and the
sheet, row and column of a file, are added at the edge.
"""

from __future__ import annotations

from collections.abc import Iterator

from treffen.problem.entities import Parts
from treffen.problem.faults import ids, parties, precedence, references, slots, values
from treffen.problem.faults.fault import LARGEST, LONGEST_ID, EntityKind, Fault, FaultKind
from treffen.problem.plain_requests import plain_requests_of


def find_faults(parts: Parts) -> Iterator[Fault]:
    """Every fault of `parts`. Later checks rely on sound types, so those come first, alone."""
    wrong_values = list(values.value_faults(parts))
    if wrong_values:
        yield from wrong_values
        return
    yield from ids.id_faults(parts)
    yield from slots.slot_faults(parts.slots)
    yield from references.reference_faults(parts)
    yield from parties.party_faults(parts)
    if plain_requests_of(parts) is None:
        yield from precedence.precedence_faults(parts.requests)


__all__ = ["LARGEST", "LONGEST_ID", "EntityKind", "Fault", "FaultKind", "find_faults"]

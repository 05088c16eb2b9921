"""What one answer may cost, in steps instead of seconds."""

from __future__ import annotations

from dataclasses import dataclass, replace

EACH = 1_000  # steps of random chains for each way to hold a request of the event


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How much one answer may cost, in steps of walks, conflicts and nodes of searches, and sizes.

    Nothing is measured in seconds: the same desk gives the same answer on every machine. A desk that has
    proved a no remembers it, where a new one may have to say "not yet" within the same budget. `ways` is
    the number of ways out that a no is to bring.
    """

    moves: int = 4
    steps: int = 3_000
    far_moves: int = 100
    far_steps: int = 1_500_000
    conflicts: int = 30_000
    largest: int = 3_000
    nodes: int = 2_000
    columns: int = 20_000
    ways: int = 3

    def steps_of_chains(self, ways: int) -> int:
        """Steps of an answer's random chains, in an event of so many ways (option, slot) to hold requests."""
        return min(self.far_steps, EACH * ways)

    def larger(self, factor: int = 10) -> Budget:
        """To go on with what was not decided, perhaps in the background."""
        return replace(
            self,
            conflicts=self.conflicts * factor,
            largest=self.largest * factor,
            nodes=self.nodes * factor,
            columns=self.columns * factor,
        )

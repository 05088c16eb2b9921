"""How much searching is worth it: counted in steps, so that the same question gets the same answer."""

from __future__ import annotations

from treffen.errors import TreffenError


class BudgetSpent(TreffenError):
    """The search was given up."""


class Budget:
    """A number of steps to spend."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps off; BudgetSpent when none are left."""
        self.left -= steps
        if self.left < 0:
            raise BudgetSpent("the search was given up")

"""What a search proved, proved again for strangers: a stated formula, and every step of its refutation."""

from treffen.solvers.satisfiability.refutation.refute import Refutation, Unrefuted, refute

__all__ = ["Refutation", "Unrefuted", "refute"]

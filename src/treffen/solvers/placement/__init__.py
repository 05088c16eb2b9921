"""Places and interpreters for meetings whose slots are given: few changes, short walks, few places."""

from treffen.solvers.placement.assign import Placement, assign_places

__all__ = ["Placement", "assign_places"]

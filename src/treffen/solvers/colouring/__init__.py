"""Slots as colours: compiled code, as in placement, where there is enough to do."""

from treffen.solvers.colouring.kernel import FEW_PEOPLE
from treffen.solvers.colouring.state import PartialTimetable

__all__ = ["FEW_PEOPLE", "PartialTimetable"]

"""Slots as colours: compiled code, as in placement, where there is enough to do."""

from treffen.solvers.colouring.state import PartialTimetable

__all__ = ["PartialTimetable"]

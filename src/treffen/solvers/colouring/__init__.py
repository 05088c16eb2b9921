"""Slots as colours. The only room that meets numba besides placement."""

from treffen.solvers.colouring.state import PartialTimetable

__all__ = ["PartialTimetable"]

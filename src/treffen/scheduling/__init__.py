"""One problem in, one verified plan out."""

from treffen.scheduling.schedule import schedule
from treffen.solvers.base import Limits, Progress, Stop

__all__ = ["Limits", "Progress", "Stop", "schedule"]

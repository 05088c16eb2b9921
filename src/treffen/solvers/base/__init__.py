"""What all solvers share: the model in arrays, limits, progress and the orderly stop."""

from treffen.solvers.base.build import build_model
from treffen.solvers.base.limits import Limits, OnProgress, Progress, Stop
from treffen.solvers.base.model import Assignment, Model

__all__ = ["Assignment", "Limits", "Model", "OnProgress", "Progress", "Stop", "build_model"]

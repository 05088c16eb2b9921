"""Files from strangers are read in a process of their own, which is stopped at limits of time and memory."""

from handschlag.common.sandbox.budget import Budget, StopCause, Stopped
from handschlag.common.sandbox.running import run_in_sandbox

__all__ = ["Budget", "StopCause", "Stopped", "run_in_sandbox"]

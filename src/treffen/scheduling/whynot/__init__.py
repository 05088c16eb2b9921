"""Why a request is not held, and the cheapest change that is proved to help."""

from treffen.scheduling.whynot.answers import Improvement, explain, find_improvements

__all__ = ["Improvement", "explain", "find_improvements"]

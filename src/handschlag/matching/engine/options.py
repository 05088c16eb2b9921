"""What a run may change, and how long it may search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

USUAL: Final = ("value", "shortfall", "talks", "idle", "changes")
MOST_SECONDS: Final = 600
LEAST_SECONDS: Final = 15  # in less, goals behind the first one stay open that a moment more would close


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a run may change. `breaks_promises` is a scenario only: such a plan is never published."""

    keeps_times: bool = False
    places_more: int = 0
    places_fewer: int = 0
    without_limits: bool = False  # nobody's maximum and nobody's breaks count
    breaks_promises: bool = False
    asks_consent: bool = False  # after the fix date: published times may move, where people agree
    goals: tuple[str, ...] = USUAL

    @property
    def is_scenario(self) -> bool:
        """Whether the event would have to be another one: such a plan is looked at, not adopted."""
        return bool(self.places_more or self.places_fewer or self.without_limits or self.breaks_promises)


def usual_seconds(people: int) -> int:
    """A limit with which the result is there before anybody gets up: whoever wants more proof asks for it.

    A search that has proved every goal ends before its limit.

    >>> usual_seconds(150), usual_seconds(13_000)
    (15, 96)
    """
    return max(LEAST_SECONDS, people // 135)


def longer_seconds(seconds: int) -> int:
    """The limit of a search that goes on where this one stopped.

    >>> longer_seconds(15), longer_seconds(400)
    (60, 600)
    """
    return min(MOST_SECONDS, 4 * seconds)


def stored_options(options: Options) -> dict[str, Any]:
    """The options as a run keeps them, for JSON."""
    return {**asdict(options), "goals": list(options.goals)}


def options_in(found: Mapping[str, Any]) -> Options:
    """What `stored_options` made.

    >>> options_in(stored_options(Options(places_more=1))).places_more
    1
    """
    return Options(**{**found, "goals": tuple(found.get("goals", USUAL))})

"""The checklist of an event, from its facts to its report: every app says how far its own steps are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.events.hooks.sidebar import Phase
from handschlag.events.models import Event


class LineState(StrEnum):
    DONE = "done"
    OPEN = "open"
    LATER = "later"  # something else comes first


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistLine:
    """One step. `missing` names what it lacks, or what it waits for while it is for later."""

    phase: Phase
    position: int
    label: str
    state: LineState
    url: str
    missing: Sequence[str] = ()
    fact: str = ""


checklist: Final = Hook[Callable[[Event, datetime], Sequence[ChecklistLine]]]("events.checklist")


def state_of(missing: Sequence[str], *, is_possible: bool = True) -> LineState:
    """Done where nothing is missing; for later as long as it is not possible."""
    if not is_possible:
        return LineState.LATER
    return LineState.OPEN if missing else LineState.DONE

"""What apps above tell about a programme: who takes part, say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from handschlag.common.hooks import Hook


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of the page of a programme: a template, and what it shows."""

    template: str
    screen: object


class PanelProvider(Protocol):
    """Knows something about programmes that this app does not."""

    def summaries(self, programme_ids: Iterable[int], *, today: date) -> Mapping[int, str]:
        """A few words for the line of each programme."""

    def panel(self, programme_id: int, *, today: date) -> Panel:
        """A part of the page of one programme."""


programme_panels: Final = Hook[PanelProvider]("programmes.programme_panels")

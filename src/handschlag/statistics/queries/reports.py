"""An event's figures now, with what its networks are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handschlag.common.times import day_of
from handschlag.matching.models import Service
from handschlag.statistics.queries import remembering
from handschlag.statistics.queries.networks import Named, names_of
from handschlag.statistics.queries.world import phase_of, world_of
from handschlag.statistics.rules.figures import Figures, figures_of
from handschlag.statistics.rules.kpis import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reported:
    figures: Figures
    names: dict[int, Named]
    phase: Phase


def _counted(service: Service, phase: Phase, *, now: datetime) -> Figures:
    """Remembered where time alone changes nothing: before the event and after it."""
    if phase is Phase.DURING:
        return figures_of(world_of(service, now=now), phase=phase, now=now)
    key, stamp = (service.pk, phase), (day_of(now), *remembering.stamp_of(service))
    found = remembering.remembered(key, stamp)
    if found is None:
        found = figures_of(world_of(service, now=now), phase=phase, now=now)
        remembering.remember(key, stamp, found)
    return found


def reported(service: Service, *, now: datetime) -> _Reported:
    phase = phase_of(service, now)
    figures = _counted(service, phase, now=now)
    return _Reported(figures=figures, names=dict(names_of(figures.networks)), phase=phase)

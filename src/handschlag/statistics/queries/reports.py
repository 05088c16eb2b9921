"""An event's figures now, with what its networks are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handschlag.common.times import local_date
from handschlag.matching.models import Service
from handschlag.statistics.queries import figure_cache
from handschlag.statistics.queries.event_data import load_event_data, phase_of
from handschlag.statistics.queries.networks import NetworkName, names_of
from handschlag.statistics.rules.figures import Figures, figures_of
from handschlag.statistics.rules.kpis import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reported:
    figures: Figures
    names: dict[int, NetworkName]
    phase: Phase


def _counted(service: Service, phase: Phase, *, now: datetime) -> Figures:
    """Remembered where time alone changes nothing: before the event and after it."""
    if phase is Phase.DURING:
        return figures_of(load_event_data(service, now=now), phase=phase, now=now)
    key, stamp = (service.pk, phase), (local_date(now), *figure_cache.figure_fingerprint_of(service))
    found = figure_cache.cached_figures(key, stamp)
    if found is None:
        found = figures_of(load_event_data(service, now=now), phase=phase, now=now)
        figure_cache.store_figures(key, stamp, found)
    return found


def reported(service: Service, *, now: datetime) -> _Reported:
    """The figures at `now` with the names of their networks and the phase of the event."""
    phase = phase_of(service, now)
    figures = _counted(service, phase, now=now)
    return _Reported(figures=figures, names=dict(names_of(figures.networks)), phase=phase)

"""An event's figures now, with what its networks are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handschlag.matching.models import Service
from handschlag.statistics.queries.networks import Named, names_of
from handschlag.statistics.queries.world import phase_of, world_of
from handschlag.statistics.rules.figures import Figures, figures_of
from handschlag.statistics.rules.kpis import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    figures: Figures
    names: dict[int, Named]
    phase: Phase


def reported(service: Service, *, now: datetime) -> Reported:
    phase = phase_of(service, now)
    figures = figures_of(world_of(service, now=now), phase=phase, now=now)
    return Reported(figures=figures, names=dict(names_of(figures.networks)), phase=phase)

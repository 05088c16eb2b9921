"""The incidents of the control room: one is open with its alternatives, the others wait below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.common.rules.names import surname_of
from handschlag.common.times import format_from
from handschlag.day.models import Proposal
from handschlag.day.queries.incident_input import kind_of
from handschlag.day.queries.incidents import DecodedProposal, OpenIncident
from handschlag.day.screens import incident_labels as words
from handschlag.matching.rules.changes import ChangeKind
from handschlag.matching.rules.repairs import RepairStep
from handschlag.matching.rules.versions import PublishedMeeting


@dataclass(frozen=True, slots=True, kw_only=True)
class _DiffRow:
    """What becomes of one meeting; another meeting that gives way is set off."""

    who: str
    old: str
    new: str
    is_dropped: bool
    is_other: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alternative:
    proposal: Proposal
    counts: str
    seconds: float
    rules: str  # how many are kept
    is_recommended: bool
    rows: Sequence[_DiffRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """An incident. `alternatives` only where it is open on the page."""

    incident: OpenIncident
    title: str
    sub: str
    age: str
    icon: str
    is_new: bool = False
    loss: str = ""
    alternatives: Sequence[_Alternative] = ()


def open_card(incident: OpenIncident, names: Mapping[int, str], *, now: datetime) -> _Card:
    """With its alternatives in full; who is not in `names` is shown as "…"."""
    best = _recommended(incident.offered)
    return replace(
        card(incident, now=now),
        loss=words.loss_of(incident),
        alternatives=tuple(
            _Alternative(
                proposal=one.row,
                counts=words.counts_of(one.row, one.steps),
                seconds=round(one.row.seconds, 1),
                rules=one.row.proof.get("rules", ""),
                is_recommended=one.row.position == best,
                rows=tuple(_diff_row(step, names, now=now) for step in _ordered(one.steps)),
            )
            for one in incident.offered
        ),
    )


def card(incident: OpenIncident, *, now: datetime, is_new: bool = False) -> _Card:
    """As it waits in the queue."""
    row = incident.row
    return _Card(
        incident=incident,
        title=words.incident_title(row),
        sub=" · ".join((words.source_of(row), words.reach_of(incident))),
        age=words.age_of(row.opened_at, now),
        icon=words.ICONS[kind_of(row)],
        is_new=is_new,
    )


def _recommended(offered: Sequence[DecodedProposal]) -> int:
    """The fewest meetings lost, then the fewest others moved."""
    rows = [one.row for one in offered]
    best = min(rows, key=lambda one: (one.dropped, one.others, one.position), default=None)
    return best.position if best else 0


def _ordered(steps: Sequence[RepairStep]) -> list[RepairStep]:
    """Those of the incident first, by the time at which they were; then the others."""
    return sorted(steps, key=lambda one: (not one.is_own, _spot_of(one).starts_at, one.request))


def _spot_of(step: RepairStep) -> PublishedMeeting:
    found = step.old or step.new
    assert found is not None
    return found


def _diff_row(step: RepairStep, names: Mapping[int, str], *, now: datetime) -> _DiffRow:
    return _DiffRow(
        who=" – ".join(surname_of(names.get(pk, "")) or "…" for pk in step.people),
        old=_told(step.old, now=now) if step.old else _("no meeting"),
        new=_told(step.new, now=now) if step.new else _("dropped"),
        is_dropped=step.new is None,
        is_other=not step.is_own and step.kind is not ChangeKind.NEW,
    )


def _told(spot: PublishedMeeting, *, now: datetime) -> str:
    return f"{format_from(spot.starts_at, now=now)} · {spot.place_code}"

"""The incidents of the control room: one is open with its alternatives, the others wait below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.rules.names import surname_of
from handschlag.common.times import format_from
from handschlag.day.models import IncidentKind, Repair
from handschlag.day.queries.incident_input import kind_of
from handschlag.day.queries.incidents import DecodedProposal, OpenIncident
from handschlag.day.screens import incident_labels as words
from handschlag.design.numbers import format_number
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
    position: int
    lead: str
    counts: str
    messages: str
    is_recommended: bool
    rows: Sequence[_DiffRow]
    proof: str
    grounds: str
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An incident. `alternatives` only where it is open on the page."""

    id: int
    title: str
    sub: str
    age: str
    icon: str
    is_supposed: bool
    is_stale: bool
    is_computed: bool
    is_new: bool
    loss: str
    alternatives: Sequence[_Alternative]
    url: str
    propose_url: str
    take_url: str
    dismiss_url: str
    real_url: str


def card(
    one: OpenIncident,
    slug: str,
    names: Mapping[int, str],
    *,
    now: datetime,
    is_open: bool,
    is_new: bool = False,
) -> Card:
    """With its alternatives in full where `is_open`; who is not in `names` is shown as "…"."""
    row = one.row
    args = [slug, row.pk]
    best = _recommended(one.offered)
    return Card(
        id=row.pk,
        title=words.incident_title(row),
        sub=" · ".join((words.source_of(row), words.reach_of(one))),
        age=words.age_of(row.opened_at, now),
        icon=words.ICONS[kind_of(row)],
        is_supposed=row.kind == IncidentKind.WHAT_IF,
        is_stale=one.is_stale,
        is_computed=bool(one.offered),
        is_new=is_new,
        loss=words.loss_of(one) if is_open else "",
        alternatives=tuple(
            _alternative(way, names, now=now, is_best=way.row.position == best) for way in one.offered
        )
        if is_open
        else (),
        url=f"{reverse('day:control', args=[slug])}?incident={row.pk}#incident",
        propose_url=reverse("day:propose", args=args),
        take_url=reverse("day:take", args=args),
        dismiss_url=reverse("day:dismiss", args=args),
        real_url=reverse("day:make_real", args=args),
    )


def _recommended(offered: Sequence[DecodedProposal]) -> int:
    """The fewest meetings lost, then the fewest others moved."""
    rows = [one.row for one in offered]
    best = min(rows, key=lambda one: (one.dropped, one.others, one.position), default=None)
    return best.position if best else 0


def _alternative(
    one: DecodedProposal, names: Mapping[int, str], *, now: datetime, is_best: bool
) -> _Alternative:
    rules = one.row.proof.get("rules", "")
    return _Alternative(
        position=one.row.position,
        lead=words.lead_of(one.row),
        counts=words.counts_of(one.row, one.steps),
        messages=words.messages_of(one.row),
        is_recommended=is_best,
        rows=tuple(_diff_row(step, names, now=now) for step in _ordered(one.steps)),
        proof=_("checked, 0 violations"),
        grounds=_("%(seconds)s s, %(rules)s rules.")
        % {"seconds": format_number(round(one.row.seconds, 1)), "rules": rules},
        button=words.taking_of(one.row),
    )


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """What was done about an incident, by whom, and whether it can be taken back."""

    at: str
    title: str
    what: str
    by: str
    undone: str
    undo_url: str


def log_line(repair: Repair, slug: str, *, now: datetime) -> LogLine:
    """A repair that was made; the address that undoes it is empty where it is undone."""
    count = len(repair.changes)
    dropped = sum(row["kind"] == ChangeKind.DROPPED for row in repair.changes)
    what = _("%(n)s changed, %(dropped)s cancelled") % {"n": count - dropped, "dropped": dropped}
    if not count:
        what = _("no meeting was touched")
    version = f" · {_('version %(n)s') % {'n': repair.version.number}}" if repair.version else ""
    undone = ""
    if repair.undone_at is not None:
        undone = _("undone at %(at)s") % {"at": format_from(repair.undone_at, now=now)}
    return LogLine(
        at=format_from(repair.at, now=now),
        title=words.incident_title(repair.incident),
        what=what + version,
        by=_("automatic, below the threshold") if repair.is_automatic else _name_of(repair),
        undone=undone,
        undo_url="" if undone else reverse("day:undo", args=[slug, repair.pk]),
    )


def _name_of(repair: Repair) -> str:
    return repair.by.name if repair.by else _("the team")

"""Incidents as the control room shows them: in words, with their alternatives, and what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.common.names import surname_of
from handschlag.common.times import format_from, format_time
from handschlag.day.models import Incident, IncidentKind, IncidentSource, IncidentState, Proposal, Repair
from handschlag.day.proposals import kind_of
from handschlag.matching.engine.repairs import RepairStep, number_of_steps, read_steps, steps_too_late
from handschlag.matching.models import Service
from handschlag.matching.versions import ChangeKind, PublishedMeeting

LATEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedProposal:
    """A proposal with its steps read."""

    row: Proposal
    steps: tuple[RepairStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """An open incident. `is_stale`: its proposals are not of the present timetable, or came too late."""

    row: Incident
    offered: tuple[DecodedProposal, ...]
    is_stale: bool

    @property
    def is_supposed(self) -> bool:
        return self.row.kind == IncidentKind.WHAT_IF

    @property
    def first_at(self) -> datetime:
        """When the first meeting that it touches begins."""
        times = [step.old.starts_at for one in self.offered for step in one.steps if step.old and step.is_own]
        return min(times, default=self.row.from_at)

    @property
    def people(self) -> int:
        return max((one.row.people for one in self.offered), default=0)

    @property
    def touched(self) -> int:
        """How many meetings cannot stay as they are."""
        first = self.offered[0].steps if self.offered else ()
        return sum(one.is_own for one in first)


def waiting_in(service: Service, *, now: datetime, frozen_until: datetime) -> tuple[OpenIncident, ...]:
    """Open incidents: minutes until the first touched slot, then people; what is supposed comes last."""
    rows = (
        Incident.objects.filter(service=service, state=IncidentState.OPEN)
        .select_related("participant__registration", "place", "room", "session", "signal")
        .prefetch_related("proposals")
    )
    found = [_waiting(row, service.revision, now=now, frozen_until=frozen_until) for row in rows]
    return tuple(
        sorted(
            found,
            key=lambda one: (one.row.kind == IncidentKind.WHAT_IF, one.first_at, -one.people, one.row.pk),
        )
    )


def _waiting(row: Incident, revision: int, *, now: datetime, frozen_until: datetime) -> OpenIncident:
    offered = tuple(DecodedProposal(row=one, steps=read_steps(one.changes)) for one in row.proposals.all())
    is_late = any(steps_too_late(one.steps, now=now, frozen_until=frozen_until) for one in offered)
    is_old = any(one.row.revision != revision for one in offered)
    return OpenIncident(row=row, offered=offered, is_stale=is_late or is_old)


def done_in(service: Service) -> Sequence[Repair]:
    """What was taken, the newest first."""
    rows = Repair.objects.filter(incident__service=service).select_related(
        "incident__participant__registration",
        "incident__place",
        "incident__room",
        "incident__session",
        "version",
        "by",
        "undone_by",
    )
    return list(rows.defer("version__content", "version__problem_json", "version__plan_json")[:LATEST])


def people_in(waiting: Iterable[OpenIncident]) -> set[int]:
    """Everybody whose meetings are touched."""
    steps = [step for one in waiting for offered in one.offered for step in offered.steps]
    return {person for step in steps for person in step.people}


SOURCES: Final[dict[str, str | Promise]] = {
    IncidentSource.PERSON: gettext_lazy("said by the person at %(at)s"),
    IncidentSource.PARTNER: gettext_lazy("reported by the other person at %(at)s"),
    IncidentSource.DESK: gettext_lazy("reported at reception at %(at)s"),
    IncidentSource.ORGANISER: gettext_lazy("entered by the team at %(at)s"),
}
ICONS: Final = {
    IncidentKind.LATE: "clock",
    IncidentKind.CANCELLED: "close",
    IncidentKind.NO_SHOW: "person",
    IncidentKind.PLACE_LOST: "warning",
    IncidentKind.ROOM_LOST: "warning",
    IncidentKind.OVERRUN: "clock",
}
TITLES: Final[dict[IncidentKind, str | Promise]] = {
    IncidentKind.LATE: gettext_lazy("%(who)s arrives at %(until)s"),
    IncidentKind.CANCELLED: gettext_lazy("%(who)s cannot come"),
    IncidentKind.NO_SHOW: gettext_lazy("%(who)s has not come"),
    IncidentKind.PLACE_LOST: gettext_lazy("Table %(where)s closed"),
    IncidentKind.ROOM_LOST: gettext_lazy("%(where)s closed from %(from)s"),
    IncidentKind.OVERRUN: gettext_lazy("“%(where)s” lasts until %(until)s"),
}
ONE_MEETING: Final = gettext_lazy("%(who)s is away from %(from)s to %(until)s")
SHORT: Final[dict[IncidentKind, str | Promise]] = {
    IncidentKind.LATE: gettext_lazy("Someone is late"),
    IncidentKind.CANCELLED: gettext_lazy("Someone cannot come"),
    IncidentKind.NO_SHOW: gettext_lazy("Someone has not come"),
    IncidentKind.PLACE_LOST: gettext_lazy("Table unavailable"),
    IncidentKind.ROOM_LOST: gettext_lazy("Room unavailable"),
    IncidentKind.OVERRUN: gettext_lazy("Talk overran"),
}


def incident_title(incident: Incident) -> str:
    """The fact in one line."""
    kind = kind_of(incident)
    words = TITLES[kind]
    if kind is IncidentKind.CANCELLED and incident.until_at:
        words = ONE_MEETING
    text = str(words) % {
        "who": _who_of(incident),
        "where": _where_of(incident),
        "from": format_from(incident.from_at, now=incident.opened_at),
        "until": format_from(incident.until_at, now=incident.from_at) if incident.until_at else "",
    }
    return _("Simulation: %(what)s") % {"what": text} if incident.kind == IncidentKind.WHAT_IF else text


def _who_of(incident: Incident) -> str:
    return incident.participant.registration.name if incident.participant else _("Someone")


def _where_of(incident: Incident) -> str:
    if incident.place is not None:
        return incident.place.code
    if incident.room is not None:
        return pick(incident.room.name_de, incident.room.name_en)
    if incident.session is not None:
        return pick(incident.session.title_de, incident.session.title_en)
    return ""


def source_of(incident: Incident) -> str:
    """Who said so, and at what time."""
    return str(SOURCES[incident.source]) % {"at": format_time(incident.opened_at)}


def reach_of(waiting: OpenIncident) -> str:
    """How many meetings it touches, and from when on."""
    if not waiting.offered:
        return _("not calculated yet")
    if not waiting.touched:
        return _("no meeting is touched")
    text = ngettext(
        "%(n)s meeting affected, from %(at)s", "%(n)s meetings affected, from %(at)s", waiting.touched
    )
    return text % {"n": waiting.touched, "at": format_from(waiting.first_at, now=waiting.row.opened_at)}


def age_of(at: datetime, now: datetime) -> str:
    """How long ago in minutes; after an hour the time itself."""
    minutes = max(0, int((now - at).total_seconds() // 60))
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("%(n)s min ago") % {"n": minutes}
    return format_from(at, now=now)


def counts_of(proposal: Proposal, steps: tuple[RepairStep, ...]) -> str:
    """2 moved, 1 at another table, 1 dropped"""
    elsewhere, added = number_of_steps(steps, ChangeKind.ELSEWHERE), number_of_steps(steps, ChangeKind.NEW)
    parts = [
        ngettext("%(n)s moved", "%(n)s moved", proposal.moved) % {"n": proposal.moved}
        if proposal.moved
        else "",
        ngettext("%(n)s at another table", "%(n)s at another table", elsewhere) % {"n": elsewhere}
        if elsewhere
        else "",
        ngettext("%(n)s new", "%(n)s new", added) % {"n": added} if added else "",
        ngettext("%(n)s cancelled", "%(n)s cancelled", proposal.dropped) % {"n": proposal.dropped}
        if proposal.dropped
        else "",
    ]
    return ", ".join(one for one in parts if one) or _("Everything stays as it is")


def loss_of(waiting: OpenIncident) -> str:
    """No repair without loss says so, with the loss."""
    least = min((one.row.dropped for one in waiting.offered), default=0)
    if not least:
        return ""
    is_least = any(one.row.proof.get("is_least") for one in waiting.offered if one.row.dropped == least)
    if is_least:
        text = ngettext(
            "No solution keeps everything: at least %(n)s meeting is cancelled.",
            "No solution keeps everything: at least %(n)s meetings are cancelled.",
            least,
        )
    else:
        text = ngettext(
            "With the best solution %(n)s meeting is cancelled.",
            "With the best solution %(n)s meetings are cancelled.",
            least,
        )
    return text % {"n": least}


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
        loss=loss_of(incident),
        alternatives=tuple(
            _Alternative(
                proposal=one.row,
                counts=counts_of(one.row, one.steps),
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
        title=incident_title(row),
        sub=" · ".join((source_of(row), reach_of(incident))),
        age=age_of(row.opened_at, now),
        icon=ICONS[kind_of(row)],
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

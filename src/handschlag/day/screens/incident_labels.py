"""Incidents in words: what happened, who says so, how far it reaches; one line each."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_from, format_time
from handschlag.day.models import Incident, IncidentKind, IncidentSource, Proposal
from handschlag.day.queries.incident_input import kind_of
from handschlag.day.queries.incidents import OpenIncident
from handschlag.matching.rules.changes import ChangeKind
from handschlag.matching.rules.repairs import RepairStep, number_of

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
    elsewhere, added = number_of(steps, ChangeKind.ELSEWHERE), number_of(steps, ChangeKind.NEW)
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

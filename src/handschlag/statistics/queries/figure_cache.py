"""An event's figures, remembered until something that they rest on has changed.

The figures of 1,500 people take longer than a page may. What they rest on has a stamp of a few numbers; as
long as it is the same, and the phase is, so are they. While the event runs they change by themselves: then
nothing is remembered.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any, Final

from django.db.models import Count, Max

from handschlag.day.models import Incident, Mark, Outcome, Repair, Signal
from handschlag.directory.models import Membership
from handschlag.matching.models import (
    Blocked,
    Meeting,
    Participant,
    Party,
    Request,
    Service,
    TimetableVersion,
)
from handschlag.matching.queries.fingerprints import event_fingerprint_of as people_and_times
from handschlag.registration.models import CheckIn, Registration
from handschlag.statistics.rules.figures import Figures
from handschlag.statistics.rules.kpis import Phase

MOST: Final = 8
type Key = tuple[int, Phase]

_kept: OrderedDict[Key, tuple[object, Figures]] = OrderedDict()
_lock = Lock()


def figure_fingerprint_of(service: Service) -> tuple[Any, ...]:
    """Another one after every write on which figures rest; a constant number of queries."""
    inside: dict[str, Any] = {"service": service}
    asked: dict[str, Any] = {"request__service": service}
    at: dict[str, Any] = {"incident__service": service}
    memberships = Membership.objects.filter(actor__registrations__matching__service=service)
    return (
        service.revision,
        service.version,
        people_and_times(service),
        *_values(memberships, "pk", "until"),
        *_values(Party.objects.filter(**asked), "said_yes_at"),
        *_values(Registration.objects.filter(event=service.event_id), "changed_at", "erased_at"),
        *_values(Participant.objects.filter(**inside), "version", "wished_at", "left_at"),
        *_values(Blocked.objects.filter(participant__service=service), "pk"),
        *_values(Request.objects.filter(**inside), "revision", "answered_at", "ended_at"),
        *_values(Meeting.objects.filter(**inside), "pk"),
        *_values(TimetableVersion.objects.filter(**inside), "number"),
        *_values(Mark.objects.filter(**asked), "marked_at", "objected_at"),
        *_values(Outcome.objects.filter(**asked), "answered_at"),
        *_values(Incident.objects.filter(**inside), "opened_at", "closed_at"),
        *_values(Signal.objects.filter(**inside), "heard_at"),
        *_values(CheckIn.objects.filter(registration__event=service.event_id), "received_at"),
        *_values(Repair.objects.filter(**at), "at", "undone_at"),
    )


def _values(rows: Any, *names: str) -> tuple[Any, ...]:
    found = rows.order_by().aggregate(count=Count("pk"), **{f"last_{name}": Max(name) for name in names})
    return tuple(found.values())


def cached_figures(key: Key, stamp: object) -> Figures | None:
    """None where nothing is kept or anything that was counted has changed since."""
    with _lock:
        found = _kept.get(key)
        if found is None or found[0] != stamp:
            return None
        _kept.move_to_end(key)
        return found[1]


def store_figures(key: Key, stamp: object, figures: Figures) -> None:
    """Keeps the figures in this process; beyond the limit, those unused for longest go."""
    with _lock:
        _kept[key] = (stamp, figures)
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def clear_figure_cache() -> None:
    """For tests: another database has the same keys."""
    with _lock:
        _kept.clear()

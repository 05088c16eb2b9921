"""Setting up: dates, policy of answers with its price, budgets; and the last look before opening."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from handschlag.common.times import format_moment_near, zone
from handschlag.design.components.organiser import Table, TableRow
from handschlag.events.models import Event
from handschlag.matching.models import Policy, Service
from handschlag.matching.queries.preparing import count_blocks, count_open_places, count_people
from handschlag.matching.queries.timing import phase_of
from handschlag.matching.screens.preparing.steps import steps_of

# The engine's own measurements of 26 November 2026, see docs/background/measured.md: two invented events of
# 150 people each, where time is easy to find and where it is tight. Value held in per cent of what would be
# possible if all were answered together, and share of wishes answered at once.
MEASURED: Final = {
    Policy.AT_ONCE: ((79.46, 60.23), (100.0, 100.0)),
    Policy.PRICED: ((96.63, 96.38), (50.0, 17.41)),
    Policy.ROUNDS: ((82.87, 65.88), (0.0, 0.0)),
}
ONE_ROUND: Final = (100.0, 98.21)
_MORNING, _EVENING = time(9), time(18)


def first_values(event: Event) -> dict[str, Any]:
    """Dates that a conference of a day can live with, counted back from its beginning."""

    def before(days: int, at: time) -> datetime:
        return datetime.combine(event.first_day - timedelta(days=days), at, tzinfo=zone())

    return {
        "profiles_from": before(60, _MORNING),
        "wishes_from": before(42, _MORNING),
        "answers_until": before(9, _EVENING),
        "fixed_at": before(5, _EVENING),
        "policy": Policy.AT_ONCE,
        "round_hours": 24,
        "wanted": 6,
        "musts": 3,
        "most_sent": 12,
        "most_received": 30,
    }


def set_up_screen(event: Event, service: Service | None, *, now: datetime) -> dict[str, Any]:
    """The key dates of matchmaking; without a service, what to do first."""
    return {
        "steps": steps_of(event, service, current="set_up"),
        "phase": phase_of(service, now) if service else None,
        "grounds": _what_next(service, now) if service else "",
        "policies": _policy_table(service),
    }


def _what_next(service: Service, now: datetime) -> str:
    steps = (
        (service.profiles_from, _("Profiles from %(when)s.")),
        (service.wishes_from, _("Wishes from %(when)s.")),
        (service.answers_until, _("Reply by %(when)s.")),
        (service.fixed_at, _("Times are fixed from %(when)s.")),
    )
    return next((text % {"when": format_moment_near(at, now=now)} for at, text in steps if now < at), "")


def _policy_table(service: Service | None) -> Table:
    """What each policy costs, in the order of the choices."""
    labels = {
        Policy.AT_ONCE: _("Immediately"),
        Policy.PRICED: _("Immediately where it pays off, then one round"),
        Policy.ROUNDS: _("Five rounds"),
    }
    rows = [
        TableRow(
            cells=(labels[policy], _span(value), _span(instant)),
            is_chosen=service is not None and service.policy == policy,
        )
        for policy, (value, instant) in MEASURED.items()
    ]
    rows.append(TableRow(cells=(_("One single round at the end"), _span(ONE_ROUND), _span((0.0, 0.0)))))
    return Table(
        title=_("Effect of the answering method"),
        heads=(_("Answers"), _("Value of the timetable"), _("answered immediately")),
        rows=rows,
    )


def _span(values: tuple[float, float]) -> str:
    low, high = sorted(values)
    shown = [str(round(value)) for value in (low, high)]
    return f"{shown[0]} %" if shown[0] == shown[1] else f"{shown[0]}–{shown[1]} %"


def opening_screen(event: Event, service: Service, *, now: datetime) -> dict[str, Any]:
    """The checks before opening; without slots and meeting points matchmaking stays closed."""
    blocks, places = count_blocks(event.pk), count_open_places(event.pk)
    return {
        "steps": steps_of(event, service, current="opening"),
        "phase": phase_of(service, now),
        "until": format_moment_near(service.answers_until, now=now),
        "is_late": service.answers_until < now,
        "blocks": blocks,
        "places": places,
        "people": count_people(service),
        "is_ready": blocks > 0 and places > 0,
    }

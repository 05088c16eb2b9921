"""Two organisers at once: of contradictory repairs one is taken, and the timetable keeps its rules."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connection
from tests.platform.day.conftest import Today, clock

from handschlag.common.refusals import Refusal
from handschlag.day import proposals
from handschlag.day.incidents import DayRefusal
from handschlag.day.models import Incident, Repair
from handschlag.matching.engine.repairs import objections
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.models import Notice, Seat, TimetableVersion

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 120


def at_once(today: Today, incidents: list[Incident]) -> Counter[str]:
    """Everybody takes the first proposal of theirs; what became of it."""
    found: Counter[str] = Counter()
    start = threading.Barrier(len(incidents))

    def press(incident: Incident) -> None:
        try:
            if connection.vendor == "sqlite":
                connection.cursor().execute(f"PRAGMA busy_timeout = {WAIT * 1000}")
            start.wait(WAIT)
            proposals.approve_proposal(
                incident_id=incident.pk, position=1, by=today.otto.subject, now=today.now
            )
            found["taken"] += 1
        except Refusal as no:
            found[no.reason.value] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(one,)) for one in incidents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return found


def test_of_two_repairs_one_is_taken_and_everybody_is_told_once(today: Today) -> None:
    one = today.meets_most()
    partner = Seat.objects.filter(meeting__seats__participant=one, starts_at__gt=clock("11:10"))
    other = partner.exclude(participant=one).first().participant_id
    incidents = [today.cancelled(one), today.cancelled(other)]
    for incident in incidents:
        today.proposed(incident)
    assert at_once(today, incidents) == {"taken": 1, DayRefusal.OUT_OF_DATE.value: 1}
    version = TimetableVersion.objects.get(number=2)
    told = Counter(Notice.objects.filter(version=version).values_list("participant_id", flat=True))
    assert (Repair.objects.count(), set(told.values())) == (1, {1})
    assert objections(load_engine_input(today.service)) == 0


def test_the_same_button_pressed_twice_at_once_works_once(today: Today) -> None:
    incident = today.cancelled(today.meets_most())
    today.proposed(incident)
    assert at_once(today, [incident, incident]) == {"taken": 1, DayRefusal.CLOSED.value: 1}
    assert (Repair.objects.count(), TimetableVersion.objects.count()) == (1, 2)

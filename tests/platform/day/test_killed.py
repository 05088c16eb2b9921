"""A process is killed around an incident: it is neither lost nor counted twice, and nobody is told twice."""

from __future__ import annotations

import signal
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from tests.platform import builders
from tests.platform.common.conftest import House, house
from tests.platform.day.conftest import Today, clock
from tests.platform.matching.planning.crowd import crowd

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.policy import Role
from handschlag.day import incidents, proposals
from handschlag.day.models import Incident, Proposal, Repair, Signal
from handschlag.day.signals import unanswered_signals
from handschlag.matching import answering
from handschlag.matching.models import Notice, TimetableVersion
from handschlag.matching.publishing import actions

assert house  # the fixture is asked for below


@pytest.fixture(scope="module")
def busy(house: House) -> Today:
    """The conference on its day, in the database of the house."""
    otto = User.objects.create_user(email="otto@example.org", name="Otto")
    RoleGrant.objects.create(user=otto, role=Role.ORGANISER, granted_at=builders.NOW)
    service = crowd(otto, people=24, each=6, tables=8)
    answering.answer_all(service, now=builders.NOW)
    service.refresh_from_db()
    eve = clock("18:00") - timedelta(days=6)
    actions.publish(service_id=service.pk, revision=service.revision, by=otto.subject, now=eve)
    return Today(service=service, otto=otto, now=clock("10:40"))


def killed(house: House, busy: Today, what: str, number: int, table: str) -> None:
    said = (what, str(number), table, str(busy.otto.pk), busy.now.isoformat())
    dead = house.start("tests.platform.day.dying", *said)
    assert dead.wait(120) == -signal.SIGKILL, house.log()


def test_a_killed_process_loses_no_incident_and_doubles_no_repair(house: House, busy: Today) -> None:
    said = Signal.objects.create(
        service=busy.service,
        participant_id=busy.meets_most(),
        kind="cannot_come",
        key=uuid.uuid4(),
        said_at=busy.now,
        heard_at=busy.now,
    )
    killed(house, busy, "hear", said.pk, "day_incident")
    assert (Incident.objects.count(), unanswered_signals(now=busy.now)) == (0, [said.pk])
    incident = incidents.from_signal(signal_id=said.pk, now=busy.now)

    killed(house, busy, "propose", incident.pk, "day_proposal")
    assert Proposal.objects.count() == 0
    assert proposals.propose_all(service_id=busy.service.pk, now=busy.now) == 1

    before = busy.times()
    killed(house, busy, "approve", incident.pk, "day_repair")
    assert (busy.times(), Repair.objects.count(), TimetableVersion.objects.count()) == (before, 0, 1)
    assert Incident.objects.get().state == "open"
    proposals.approve_proposal(incident_id=incident.pk, position=1, by=busy.otto.subject, now=busy.now)
    version = TimetableVersion.objects.get(number=2)
    told = Counter(Notice.objects.filter(version=version).values_list("participant_id", flat=True))
    assert set(told.values()) == {1}
    assert (Incident.objects.get().state, Repair.objects.count()) == ("solved", 1)

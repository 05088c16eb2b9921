"""An incident, what is proposed, what is taken, and what must never happen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.platform.day.conftest import Today, clock

from handschlag.common.jobs import work_off
from handschlag.common.refusals import Refusal
from handschlag.day import control, incidents
from handschlag.day import proposals as day_proposals
from handschlag.day.incidents import DayRefusal, IncidentSubject
from handschlag.day.models import Incident, IncidentKind, Repair
from handschlag.matching.engine.repairs import objections
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.models import Meeting, Notice, Participant, Request, Seat, TimetableVersion
from handschlag.matching.publishing import actions

pytestmark = pytest.mark.django_db
FROZEN = clock("11:10")


def ahead_of(today: Today, person: int) -> set[int]:
    rows = Seat.objects.filter(participant=person, starts_at__gt=today.now)
    return set(rows.values_list("meeting__request_id", flat=True))


def test_whoever_cancels_loses_what_is_ahead_and_nobody_else_moves(today: Today) -> None:
    person = today.meets_most()
    lost, before = ahead_of(today, person), today.times()
    first = today.proposed(today.cancelled(person))[0]
    assert (first.others, first.moved, first.dropped) == (0, 0, len(lost))
    day_proposals.approve_proposal(
        incident_id=first.incident_id, position=1, by=today.otto.subject, now=today.now
    )
    assert today.times() == {pk: spot for pk, spot in before.items() if pk not in lost}
    assert objections(load_engine_input(today.service)) == 0
    assert TimetableVersion.objects.count() == 2


def test_a_lost_table_moves_its_meetings_to_other_tables_first(today: Today) -> None:
    place = Meeting.objects.filter(service=today.service, starts_at__gt=FROZEN).first().place_id
    incident = today.happens(IncidentKind.PLACE_LOST, IncidentSubject(place_id=place))
    before = today.times()
    proposals = today.proposed(incident)
    assert [one.others for one in proposals] == sorted(one.others for one in proposals)
    assert proposals[0].others == 0
    day_proposals.approve_proposal(incident_id=incident.pk, position=1, by=today.otto.subject, now=today.now)
    after = today.times()
    assert [pk for pk, (at, where) in after.items() if where == place and at > today.now] == []
    unconcerned = {pk: spot for pk, spot in before.items() if spot[1] != place or spot[0] <= today.now}
    assert {pk: after[pk] for pk in unconcerned} == unconcerned


def test_whoever_is_late_is_met_later(today: Today) -> None:
    person = today.meets_most()
    incident = today.happens(
        IncidentKind.LATE, IncidentSubject(participant_id=person), until_at=clock("13:00")
    )
    proposals = today.proposed(incident)
    best = min(proposals, key=lambda one: one.dropped)
    day_proposals.approve_proposal(
        incident_id=incident.pk, position=best.position, by=today.otto.subject, now=today.now
    )
    times = Seat.objects.filter(participant=person, starts_at__gt=today.now).values_list(
        "starts_at", flat=True
    )
    assert [at for at in times if at < clock("13:00")] == []
    assert best.moved > 0


def test_nothing_frozen_moves_and_nothing_comes_into_frozen_time(today: Today) -> None:
    before = today.times()
    person = today.meets_most(after="10:40")
    own = ahead_of(today, person)
    proposals = today.proposed(today.cancelled(person))
    assert proposals
    for proposal in proposals:
        for step in proposal.changes:
            if step["request"] not in own:
                assert step["old"] is None or before[step["request"]][0] >= FROZEN
            if step["new"] is not None:
                assert step["new"]["starts_at"] >= FROZEN.isoformat()


def test_a_proposal_for_a_time_that_is_frozen_by_now_is_not_taken(today: Today) -> None:
    person = today.meets_most()
    incident = today.happens(
        IncidentKind.LATE, IncidentSubject(participant_id=person), until_at=clock("11:50")
    )
    proposals = today.proposed(incident)
    moved = next(one for one in proposals if any(step["new"] for step in one.changes))
    first = min(step["new"]["starts_at"] for step in moved.changes if step["new"])
    before = today.times()
    later = datetime.fromisoformat(first) - timedelta(minutes=5)
    with pytest.raises(Refusal) as no:
        day_proposals.approve_proposal(
            incident_id=incident.pk, position=moved.position, by=today.otto.subject, now=later
        )
    assert no.value.reason is DayRefusal.OUT_OF_DATE
    assert (today.times(), Repair.objects.count()) == (before, 0)


def test_only_those_concerned_are_told_and_once(today: Today, told: Callable[[], list[str]]) -> None:
    person = today.meets_most()
    concerned = {
        email
        for request in ahead_of(today, person)
        for email in Participant.objects.filter(parties__request=request).values_list(
            "registration__email", flat=True
        )
    }
    proposal = today.proposed(today.cancelled(person))[0]
    day_proposals.approve_proposal(
        incident_id=proposal.incident_id, position=1, by=today.otto.subject, now=today.now
    )
    work_off(now=today.now)
    assert told() == sorted(concerned)
    assert proposal.people == len(concerned)
    version = TimetableVersion.objects.first()
    actions.send_notices(version_id=version.pk, now=today.now, tell=lambda done, total: None)
    work_off(now=today.now)
    assert told() == sorted(concerned)
    assert Notice.objects.filter(version=version).count() == len(concerned)


def test_of_two_organisers_one_wins_and_the_other_computes_anew(today: Today) -> None:
    one, other = today.meets_most(), None
    first = today.cancelled(one)
    today.proposed(first)
    other = Seat.objects.exclude(participant=one).filter(starts_at__gt=FROZEN).first().participant_id
    second = today.cancelled(other)
    today.proposed(second)
    day_proposals.approve_proposal(incident_id=first.pk, position=1, by=today.otto.subject, now=today.now)
    for incident, reason in ((second, DayRefusal.OUT_OF_DATE), (first, DayRefusal.CLOSED)):
        with pytest.raises(Refusal) as no:
            day_proposals.approve_proposal(
                incident_id=incident.pk, position=1, by=today.otto.subject, now=today.now
            )
        assert no.value.reason is reason
    today.proposed(second)
    day_proposals.approve_proposal(incident_id=second.pk, position=1, by=today.otto.subject, now=today.now)
    assert objections(load_engine_input(today.service)) == 0
    assert Seat.objects.filter(participant__in=(one, other), starts_at__gt=today.now).count() == 0


def test_undo_brings_everything_back_and_says_why_not(today: Today, told: Callable[[], list[str]]) -> None:
    before = today.times()
    person = today.meets_most()
    own = ahead_of(today, person)
    incident = today.cancelled(person)
    today.proposed(incident)
    repair = day_proposals.approve_proposal(
        incident_id=incident.pk, position=1, by=today.otto.subject, now=today.now
    )
    day_proposals.undo_repair(repair_id=repair.pk, by=today.otto.subject, now=today.now)
    assert today.times() == before
    assert set(Request.objects.filter(pk__in=own).values_list("state", flat=True)) == {"accepted"}
    assert Incident.objects.get().state == "open"
    with pytest.raises(Refusal) as no:
        day_proposals.undo_repair(repair_id=repair.pk, by=today.otto.subject, now=today.now)
    assert no.value.reason is DayRefusal.UNDONE
    today.proposed(incident)
    again = day_proposals.approve_proposal(
        incident_id=incident.pk, position=1, by=today.otto.subject, now=today.now
    )
    with pytest.raises(Refusal) as no:
        day_proposals.undo_repair(repair_id=again.pk, by=today.otto.subject, now=clock("16:30"))
    assert no.value.reason is DayRefusal.BEGUN


def test_a_repair_on_which_a_later_one_rests_stays(today: Today) -> None:
    person = today.meets_most()
    incident = today.cancelled(person)
    today.proposed(incident)
    repair = day_proposals.approve_proposal(
        incident_id=incident.pk, position=1, by=today.otto.subject, now=today.now
    )
    partner = (
        Participant.objects.filter(parties__request__in=[one["request"] for one in repair.changes])
        .exclude(pk=person)
        .first()
    )
    later = today.cancelled(partner.pk)
    today.proposed(later)
    day_proposals.approve_proposal(incident_id=later.pk, position=1, by=today.otto.subject, now=today.now)
    before = today.times()
    with pytest.raises(Refusal) as no:
        day_proposals.undo_repair(repair_id=repair.pk, by=today.otto.subject, now=today.now)
    assert (no.value.reason, today.times()) == (DayRefusal.DEPENDS, before)


def test_a_what_if_changes_and_tells_nothing_until_it_comes_true(
    today: Today, told: Callable[[], list[str]]
) -> None:
    before = today.times()
    incident = today.cancelled(today.meets_most(), is_supposed=True)
    assert today.proposed(incident)[0].dropped > 0
    with pytest.raises(Refusal) as no:
        day_proposals.approve_proposal(
            incident_id=incident.pk, position=1, by=today.otto.subject, now=today.now
        )
    work_off(now=today.now)
    assert (no.value.reason, today.times(), told()) == (DayRefusal.SUPPOSED, before, [])
    real = incidents.make_real(incident_id=incident.pk, by=today.otto.subject, now=today.now)
    incident.refresh_from_db()
    assert (real.kind, real.state, incident.state) == ("cancelled", "open", "dismissed")


def test_below_the_threshold_nobody_is_asked(today: Today) -> None:
    control.save_settings(
        service_id=today.service.pk,
        freeze_minutes=30,
        automatic_up_to=0,
        by=today.otto.subject,
        now=today.now,
    )
    incident = today.cancelled(today.meets_most())
    today.proposed(incident)
    incident.refresh_from_db()
    repair = Repair.objects.get()
    assert (incident.state, repair.is_automatic, repair.by) == ("solved", True, None)


def test_an_incident_without_proposals_gets_them_from_a_worker(today: Today) -> None:
    """Whoever opened it may have died before anything was computed."""
    incident = today.cancelled(today.meets_most())
    assert day_proposals.propose_all(service_id=today.service.pk, now=today.now) == 1
    assert incident.proposals.count() >= 1
    assert day_proposals.propose_all(service_id=today.service.pk, now=today.now) == 0

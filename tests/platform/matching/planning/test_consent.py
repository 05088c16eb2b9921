"""After the fix date a published meeting moves only when everybody of it agrees, and the engine, too."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.platform import matchmaking
from tests.platform.matching.planning.conftest import NOBODY

from handschlag.accounts.models import User
from handschlag.common.jobs import work_off
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.matching.actions import (
    adopting,
    consenting,
    locking,
    planning_moves,
    publishing,
    withdrawing,
)
from handschlag.matching.engine import naming
from handschlag.matching.models import (
    Meeting,
    MoveAnswer,
    MoveState,
    Participant,
    PlannedMove,
    Request,
    Run,
    Service,
)
from handschlag.matching.queries.days import meetings_of
from handschlag.matching.rules.moves import PATIENCE
from handschlag.matching.rules.planning_refusals import PlanRefusal
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.matching.rules.running import Options

pytestmark = pytest.mark.django_db
SLOT = timedelta(minutes=20)
QUESTION = "Darf Ihr Gespräch zu einer anderen Zeit stattfinden?"


@pytest.fixture
def published(service: Service, otto: User, now: datetime) -> Callable[..., None]:
    def publish(at: datetime = now) -> None:
        service.refresh_from_db()
        publishing.publish(service_id=service.pk, revision=service.revision, by=otto.subject, now=at)
        work_off(now=at)
        Mail.objects.all().delete()

    return publish


@pytest.fixture
def planned(service: Service, otto: User) -> Callable[..., PlannedMove]:
    """The meeting is to begin some slots later; nobody was asked yet."""

    def plan(request: Request, by: timedelta = SLOT, *, place: int | None = None) -> PlannedMove:
        spot = Meeting.objects.get(request=request)
        return planning_moves.plan_move(
            request_id=request.pk,
            block_id=spot.block_id,
            starts_at=spot.starts_at + by,
            place_id=place or spot.place_id,
            by=otto.subject,
            now=service.fixed_at,
        )

    return plan


@pytest.fixture
def asked(service: Service, otto: User) -> Callable[[], planning_moves.Asked]:
    def ask() -> planning_moves.Asked:
        service.refresh_from_db()
        return planning_moves.ask_consent(
            service_id=service.pk, revision=service.revision, by=otto.subject, now=service.fixed_at
        )

    return ask


def say(move: PlannedMove, who: Participant, at: datetime, *, agrees: bool = True) -> str:
    done = consenting.answer_move(
        move_id=move.pk, participant_id=who.pk, agrees=agrees, has_link=True, by=NOBODY, now=at
    )
    return str(done.state)


def letters(subject: str) -> list[str]:
    return sorted(Mail.objects.filter(subject__startswith=subject).values_list("to", flat=True))


def addresses(*people: Participant) -> list[str]:
    return sorted(one.registration.email for one in people)


def time_of(request: Request) -> datetime:
    return Meeting.objects.get(request=request).starts_at


def test_only_those_concerned_are_asked_and_once(
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    planned: Callable[..., PlannedMove],
    asked: Callable[..., planning_moves.Asked],
) -> None:
    both = accepted(ada, bo)
    accepted(cy, matchmaking.participant(service, "Dora Wild"))
    published()
    before = time_of(both)
    planned(both)
    assert (letters(QUESTION), time_of(both)) == ([], before), "planned is not asked"
    assert asked() == planning_moves.Asked(people=2, moves=1)
    with pytest.raises(Refusal) as refused:
        asked()
    assert refused.value.reason is PlanRefusal.NOTHING_NEW
    assert (letters(QUESTION), time_of(both)) == (addresses(ada, bo), before)


def test_the_meeting_moves_when_the_last_one_agrees_and_everybody_sees_it(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    planned: Callable[..., PlannedMove],
    asked: Callable[..., object],
) -> None:
    request, at = accepted(ada, bo), service.fixed_at
    published()
    before = time_of(request)
    move = planned(request)
    asked()
    assert (say(move, ada, at), time_of(request)) == (MoveState.ASKED, before)
    assert (say(move, bo, at), time_of(request)) == (MoveState.TAKEN, before + SLOT)
    assert [(one.starts_at, one.is_told) for one in meetings_of(ada)] == [(before + SLOT, True)]
    assert letters("Neue Zeit für Ihr Gespräch") == addresses(ada, bo)
    verbs = AuditEntry.objects.filter(verb__startswith="matching.").values_list("verb", flat=True)
    assert {"matching.consent_asked", "matching.move_agreed", "matching.move_taken"} <= set(verbs)


def test_what_all_have_agreed_to_is_fixed_again_and_told_by_no_second_letter(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    planned: Callable[..., PlannedMove],
    asked: Callable[..., object],
    otto: User,
) -> None:
    request, at = accepted(ada, bo), service.fixed_at
    published()
    move = planned(request)
    asked()
    for one in (ada, bo):
        say(move, one, at)
    spot = Meeting.objects.get(request=request)
    with pytest.raises(Refusal) as refused:
        locking.move(
            request_id=request.pk,
            block_id=spot.block_id,
            starts_at=spot.starts_at + SLOT,
            place_id=spot.place_id,
            by=otto.subject,
            now=at,
        )
    assert refused.value.reason is PlanRefusal.NEEDS_CONSENT
    service.refresh_from_db()
    done = publishing.publish(service_id=service.pk, revision=service.revision, by=otto.subject, now=at)
    assert (done.version.number, done.told) == (2, 0)


def test_one_who_refuses_keeps_the_published_time_for_all(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    planned: Callable[..., PlannedMove],
    asked: Callable[..., object],
) -> None:
    request, at = accepted(ada, bo), service.fixed_at
    published()
    before = time_of(request)
    move = planned(request)
    asked()
    say(move, ada, at)
    assert (say(move, bo, at, agrees=False), time_of(request)) == (MoveState.REFUSED, before)
    assert letters("Ihr Gespräch mit Bo Nilsson behält seine Zeit") == addresses(ada)
    with pytest.raises(Refusal) as refused:
        say(move, bo, at)
    assert refused.value.reason is MatchingRefusal.NOT_IN_THIS_STATE


def test_the_answer_counts_until_the_last_second_and_not_at_the_deadline(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    planned: Callable[..., PlannedMove],
    asked: Callable[..., object],
) -> None:
    request, end = accepted(ada, bo), service.fixed_at + PATIENCE
    published()
    before = time_of(request)
    move = planned(request)
    asked()
    assert say(move, ada, end - timedelta(seconds=1)) == MoveState.ASKED
    with pytest.raises(Refusal) as refused:
        say(move, bo, end)
    assert refused.value.reason is MatchingRefusal.TOO_LATE
    assert consenting.expire(service_id=service.pk, now=end - timedelta(seconds=1)) == 0
    assert consenting.expire(service_id=service.pk, now=end) == 1
    assert consenting.expire(service_id=service.pk, now=end) == 0, "told once"
    move.refresh_from_db()
    assert (move.state, time_of(request)) == (MoveState.EXPIRED, before)
    assert len(letters("Ihr Gespräch mit")) == 2


def test_what_stands_there_by_now_is_not_pushed_away(
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    planned: Callable[..., PlannedMove],
    asked: Callable[..., object],
    otto: User,
) -> None:
    """The time that was asked for is not kept free: the engine is asked when the last one agrees."""
    request, at = accepted(ada, bo), service.fixed_at
    published()
    before = time_of(request)
    move = planned(request)
    asked()
    new = accepted(ada, cy)  # unpublished, so it may still be moved by hand
    spot = Meeting.objects.get(request=new)
    if spot.starts_at != before + SLOT:
        locking.move(
            request_id=new.pk,
            block_id=spot.block_id,
            starts_at=before + SLOT,
            place_id=spot.place_id,
            by=otto.subject,
            now=at,
        )
    say(move, ada, at)
    assert (say(move, bo, at), time_of(request)) == (MoveState.IMPOSSIBLE, before)
    assert letters("Ihr Gespräch mit Bo Nilsson behält") == addresses(ada)


def test_two_meetings_change_places_when_all_of_both_have_agreed(
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    asked: Callable[..., object],
    otto: User,
) -> None:
    one, two, at = accepted(ada, bo), accepted(ada, cy), service.fixed_at
    published()
    first, second = time_of(one), time_of(two)
    assert first != second
    moves = [swapped(service, here, there, otto) for here, there in ((one, two), (two, one))]
    asked()
    assert [say(moves[0], who, at) for who in (ada, bo)] == [MoveState.ASKED] * 2, "cy sits there still"
    assert (say(moves[1], ada, at), time_of(one)) == (MoveState.ASKED, first)
    assert say(moves[1], cy, at) == MoveState.TAKEN
    assert (time_of(one), time_of(two)) == (second, first)


def swapped(service: Service, here: Request, there: Request, otto: User) -> PlannedMove:
    was, to = Meeting.objects.get(request=here), Meeting.objects.get(request=there)
    return PlannedMove.objects.create(
        service=service,
        request=here,
        version=service.versions.get(),
        old_starts_at=was.starts_at,
        old_place=was.place,
        block=to.block,
        starts_at=to.starts_at,
        ends_at=to.ends_at,
        place=to.place,
        by=otto,
        planned_at=service.fixed_at,
    )


def test_a_draft_that_was_moved_before_the_fix_date_goes_back_until_all_agree(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    asked: Callable[..., planning_moves.Asked],
    otto: User,
    now: datetime,
) -> None:
    request = accepted(ada, bo)
    published()
    before = Meeting.objects.get(request=request)
    locking.move(
        request_id=request.pk,
        block_id=before.block_id,
        starts_at=before.starts_at + SLOT,
        place_id=before.place_id,
        by=otto.subject,
        now=service.fixed_at - timedelta(seconds=1),
    )
    assert asked() == planning_moves.Asked(people=2, moves=1)
    assert time_of(request) == before.starts_at
    move = PlannedMove.objects.get()
    assert [say(move, one, service.fixed_at) for one in (ada, bo)] == [MoveState.ASKED, MoveState.TAKEN]
    assert time_of(request) == before.starts_at + SLOT


def test_a_plan_may_move_published_meetings_only_by_asking(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    computed: Callable[..., Run],
    otto: User,
) -> None:
    request, at = accepted(ada, bo), service.fixed_at
    published()
    before = Meeting.objects.get(request=request)
    run = computed(Options(asks_consent=True))
    run.plan_json = run.plan_json.replace(*later_in(run.plan_json, before.starts_at))
    run.save()
    done = adopting.adopt(run_id=run.pk, by=otto.subject, now=at)
    assert (done.asks, done.moved, time_of(request)) == (1, 0, before.starts_at)
    assert PlannedMove.objects.get().state == MoveState.PLANNED


def later_in(plan: str, at: datetime) -> tuple[str, str]:
    """The name of the meeting's slot in the plan, and that of the next one."""
    slot = re.search(r'"slot":\s*"([^"]+)"', plan)
    assert slot is not None
    block, starts_at = naming.block_and_start(slot[1])
    assert starts_at == at
    return slot[1], naming.slot(block, starts_at + SLOT)


def test_a_meeting_that_is_withdrawn_is_not_asked_about_any_more(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    planned: Callable[..., PlannedMove],
    asked: Callable[..., object],
) -> None:
    request, at = accepted(ada, bo), service.fixed_at
    published()
    move = planned(request)
    asked()
    withdrawing.withdraw(request_id=request.pk, participant_id=ada.pk, has_link=True, by=NOBODY, now=at)
    with pytest.raises(Refusal) as refused:
        say(move, bo, at)
    assert refused.value.reason is MatchingRefusal.NOT_IN_THIS_STATE
    consenting.expire(service_id=service.pk, now=at)
    move.refresh_from_db()
    assert move.state == MoveState.DROPPED


def test_nobody_else_answers_and_the_office_notes_what_is_said_by_telephone(
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    planned: Callable[..., PlannedMove],
    asked: Callable[..., object],
    console: Client,
    at: Callable[..., str],
) -> None:
    request = accepted(ada, bo)
    published()
    move = planned(request)
    asked()
    with pytest.raises(Refusal) as refused:
        say(move, cy, service.fixed_at)
    assert refused.value.reason is MatchingRefusal.NOT_YOURS
    PlannedMove.objects.update(asked_at=service.fixed_at - timedelta(days=365))
    console.post(at("change_move", move.pk), {"what": "agree", "participant": ada.pk})
    assert list(MoveAnswer.objects.order_by("pk").values_list("participant_id", "agrees")) == [
        (ada.pk, True),
        (bo.pk, None),
    ]
    page = console.get(at("publishing")).content.decode()
    assert ("stimmt zu" in page, "noch keine Antwort" in page) == (True, True)
    console.post(at("change_move", move.pk), {"what": "drop"})
    move.refresh_from_db()
    assert move.state == MoveState.DROPPED


def test_the_person_reads_both_times_and_agrees_on_the_own_page(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., None],
    planned: Callable[..., PlannedMove],
    asked: Callable[..., object],
    linked: Callable[[Participant], str],
    client: Client,
) -> None:
    request = accepted(ada, bo)
    published()
    move = planned(request)
    asked()
    say(move, bo, service.fixed_at)
    link = f"/de/matching/{linked(ada)}/"
    day = client.get(f"{link}day/").content.decode()
    page = client.get(f"{link}moves/").content.decode()
    assert "1 Gespräch könnte" in day
    assert ("10:30" in page, "10:50" in page) == (True, True)
    client.post(f"{link}moves/{move.pk}/answer/", {"answer": "yes"})
    move.refresh_from_db()
    assert (move.state, time_of(request) - move.old_starts_at) == (MoveState.TAKEN, SLOT)

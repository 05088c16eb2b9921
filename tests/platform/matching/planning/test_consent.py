"""After the fix date a published meeting moves only when everybody of it agrees, and the engine, too."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.platform import matchmaking
from tests.platform.matching.planning.conftest import NOBODY
from tests.platform.matching.planning.scene import SLOT, Scene, addresses, letters, time_of

from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.matching import adoption, wishes
from handschlag.matching.engine import problem
from handschlag.matching.engine.options import Options
from handschlag.matching.models import (
    Meeting,
    MoveAnswer,
    MoveState,
    Participant,
    PlannedMove,
    Request,
    Run,
)
from handschlag.matching.moves import actions
from handschlag.matching.moves.pages import consents_of
from handschlag.matching.own_meetings import meetings_of
from handschlag.matching.refusals import MatchingRefusal, PlanRefusal
from handschlag.matching.versions import PATIENCE

pytestmark = pytest.mark.django_db
QUESTION = "Dürfen wir Ihr Gespräch verlegen?"


def test_only_those_concerned_are_asked_and_once(scene: Scene) -> None:
    both = scene.accepted(scene.ada, scene.bo)
    scene.accepted(scene.cy, matchmaking.participant(scene.service, "Dora Wild"))
    scene.publish()
    before = time_of(both)
    scene.plan(both)
    assert (letters(QUESTION), time_of(both)) == ([], before), "planned is not asked"
    assert scene.ask() == actions.ConsentCount(people=2, moves=1)
    with pytest.raises(Refusal) as refused:
        scene.ask()
    assert refused.value.reason is PlanRefusal.NOTHING_NEW
    assert (letters(QUESTION), time_of(both)) == (addresses(scene.ada, scene.bo), before)


def test_the_meeting_moves_when_the_last_one_agrees_and_everybody_sees_it(scene: Scene) -> None:
    request = scene.published()
    before, move = time_of(request), scene.asked(request)
    assert (scene.say(move, scene.ada), time_of(request)) == (MoveState.ASKED, before)
    assert (scene.say(move, scene.bo), time_of(request)) == (MoveState.TAKEN, before + SLOT)
    assert [(one.starts_at, one.is_told) for one in meetings_of(scene.ada)] == [(before + SLOT, True)]
    assert letters("Neue Zeit für Ihr Gespräch") == addresses(scene.ada, scene.bo)
    verbs = AuditEntry.objects.filter(verb__startswith="matching.").values_list("verb", flat=True)
    assert {"matching.consent_asked", "matching.move_agreed", "matching.move_taken"} <= set(verbs)


def test_what_all_have_agreed_to_is_fixed_again_and_told_by_no_second_letter(scene: Scene) -> None:
    request = scene.published()
    move = scene.asked(request)
    for one in (scene.ada, scene.bo):
        scene.say(move, one)
    with pytest.raises(Refusal) as refused:
        scene.move_by_hand(request, time_of(request) + SLOT, scene.at)
    assert refused.value.reason is PlanRefusal.NEEDS_CONSENT
    assert scene.publish() == 0, "a new version, and nobody to tell of it"


def test_one_who_refuses_keeps_the_published_time_for_all(scene: Scene) -> None:
    request = scene.published()
    before, move = time_of(request), scene.asked(request)
    scene.say(move, scene.ada)
    assert (scene.say(move, scene.bo, agrees=False), time_of(request)) == (MoveState.REFUSED, before)
    assert letters("Ihr Gespräch mit Bo Nilsson behält seine Zeit") == addresses(scene.ada)
    with pytest.raises(Refusal) as refused:
        scene.say(move, scene.bo)
    assert refused.value.reason is MatchingRefusal.NOT_IN_THIS_STATE


def test_the_answer_counts_until_the_last_second_and_not_at_the_deadline(scene: Scene) -> None:
    request, end = scene.published(), scene.at + PATIENCE
    before, move = time_of(request), scene.asked(request)
    assert scene.say(move, scene.ada, at=end - timedelta(seconds=1)) == MoveState.ASKED
    with pytest.raises(Refusal) as refused:
        scene.say(move, scene.bo, at=end)
    assert refused.value.reason is MatchingRefusal.TOO_LATE
    service = scene.service.pk
    late = [actions.expire(service_id=service, now=at) for at in (end - timedelta(seconds=1), end, end)]
    assert late == [0, 1, 0], "told once"
    move.refresh_from_db()
    assert (move.state, time_of(request)) == (MoveState.EXPIRED, before)
    assert len(letters("Ihr Gespräch mit")) == 2


def test_what_stands_there_by_now_is_not_pushed_away(scene: Scene) -> None:
    """The time that was asked for is not kept free: the engine is asked when the last one agrees."""
    request = scene.published()
    before, move = time_of(request), scene.asked(request)
    new = scene.accepted(scene.ada, scene.cy)  # unpublished, so it may still be moved by hand
    if time_of(new) != before + SLOT:
        scene.move_by_hand(new, before + SLOT, scene.at)
    scene.say(move, scene.ada)
    assert (scene.say(move, scene.bo), time_of(request)) == (MoveState.IMPOSSIBLE, before)
    assert letters("Ihr Gespräch mit Bo Nilsson behält") == addresses(scene.ada)


def test_two_meetings_change_places_when_all_of_both_have_agreed(scene: Scene) -> None:
    one, two = (scene.accepted(scene.ada, who) for who in (scene.bo, scene.cy))
    scene.publish()
    first, second = time_of(one), time_of(two)
    assert first != second
    moves = [swapped(scene, here, there) for here, there in ((one, two), (two, one))]
    scene.ask()
    said = [scene.say(moves[0], who) for who in (scene.ada, scene.bo)]
    assert said == [MoveState.ASKED] * 2, "Cy sits there still"
    assert (scene.say(moves[1], scene.ada), time_of(one)) == (MoveState.ASKED, first)
    assert scene.say(moves[1], scene.cy) == MoveState.TAKEN
    assert (time_of(one), time_of(two)) == (second, first)


def swapped(scene: Scene, here: Request, there: Request) -> PlannedMove:
    was, to = Meeting.objects.get(request=here), Meeting.objects.get(request=there)
    return PlannedMove.objects.create(
        service=scene.service,
        request=here,
        version=scene.service.versions.get(),
        old_starts_at=was.starts_at,
        old_place=was.place,
        block=to.block,
        starts_at=to.starts_at,
        ends_at=to.ends_at,
        place=to.place,
        by=scene.otto,
        planned_at=scene.at,
    )


def test_a_draft_that_was_moved_before_the_fix_date_goes_back_until_all_agree(scene: Scene) -> None:
    request = scene.published()
    before = time_of(request)
    scene.move_by_hand(request, before + SLOT, scene.at - timedelta(seconds=1))
    assert scene.ask() == actions.ConsentCount(people=2, moves=1)
    assert time_of(request) == before
    move = PlannedMove.objects.get()
    assert [scene.say(move, one) for one in (scene.ada, scene.bo)] == [MoveState.ASKED, MoveState.TAKEN]
    assert time_of(request) == before + SLOT


def test_a_plan_may_move_published_meetings_only_by_asking(
    scene: Scene, computed: Callable[..., Run]
) -> None:
    request = scene.published()
    before = time_of(request)
    run = computed(Options(asks_consent=True))
    run.plan_json = run.plan_json.replace(*later_in(run.plan_json, before))
    run.save()
    done = adoption.adopt(run_id=run.pk, by=scene.otto.subject, now=scene.at)
    assert (done.asks, done.moved, time_of(request)) == (1, 0, before)
    assert PlannedMove.objects.get().state == MoveState.PLANNED


def later_in(plan: str, at: datetime) -> tuple[str, str]:
    """The name of the meeting's slot in the plan, and that of the next one."""
    slot = re.search(r'"slot":\s*"([^"]+)"', plan)
    assert slot is not None
    block, starts_at = problem.block_and_start(slot[1])
    assert starts_at == at
    return slot[1], problem.slot_id_of(block, starts_at + SLOT)


def test_a_meeting_that_is_withdrawn_is_not_asked_about_any_more(scene: Scene) -> None:
    request = scene.published()
    move = scene.asked(request)
    wishes.withdraw(
        request_id=request.pk, participant_id=scene.ada.pk, has_link=True, by=NOBODY, now=scene.at
    )
    with pytest.raises(Refusal) as refused:
        scene.say(move, scene.bo)
    assert refused.value.reason is MatchingRefusal.NOT_IN_THIS_STATE
    actions.expire(service_id=scene.service.pk, now=scene.at)
    move.refresh_from_db()
    assert move.state == MoveState.DROPPED


def test_nobody_else_answers_and_the_office_notes_what_is_said_by_telephone(
    scene: Scene, console: Client, at: Callable[..., str]
) -> None:
    move = scene.asked(scene.published())
    with pytest.raises(Refusal) as refused:
        scene.say(move, scene.cy)
    assert refused.value.reason is MatchingRefusal.NOT_YOURS
    console.post(at("change_move", move.pk), {"what": "agree", "participant": scene.ada.pk})
    said = list(MoveAnswer.objects.order_by("pk").values_list("participant_id", "agrees"))
    assert said == [(scene.ada.pk, True), (scene.bo.pk, None)]
    page = console.get(at("publishing")).content.decode()
    assert ("stimmt zu" in page, "noch keine Antwort" in page) == (True, True)
    console.post(at("change_move", move.pk), {"what": "drop"})
    move.refresh_from_db()
    assert move.state == MoveState.DROPPED


def test_the_person_reads_both_times_and_agrees_on_the_own_page(
    scene: Scene, linked: Callable[[Participant], str], client: Client
) -> None:
    request = scene.published()
    move = scene.asked(request)
    scene.say(move, scene.bo)
    link = f"/de/matching/{linked(scene.ada)}/"
    day = client.get(f"{link}day/").content.decode()
    page = client.get(f"{link}moves/").content.decode()
    assert "Würden Sie 1 Gespräch verlegen?" in day
    assert ("10:30" in page, "10:50" in page) == (True, True)
    client.post(f"{link}moves/{move.pk}/answer/", {"answer": "yes"})
    move.refresh_from_db()
    assert (move.state, time_of(request) - move.old_starts_at) == (MoveState.TAKEN, SLOT)


def test_a_move_that_is_planned_while_the_page_is_read_shows_on_the_next_look(scene: Scene) -> None:
    move = scene.plan(scene.published())
    event, service = scene.service.event, scene.service
    assert consents_of(event, service, None, (), {}, {})["groups"] == []
    parties = {move.request_id: (scene.ada.pk, scene.bo.pk)}
    assert consents_of(event, service, None, (), {}, parties)["concerned"] == 2

"""Two who agree, or agree and refuse, in the same moment: the meeting moves once, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from tests.platform.matching.planning.conftest import NOBODY
from tests.platform.matching.test_answers_race import at_once

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.matching.actions import consenting, planning_moves, publishing
from handschlag.matching.models import Meeting, MoveState, Participant, PlannedMove, Request, Service
from handschlag.matching.rules.planning_refusals import PlanRefusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def move(
    service: Service, ada: Participant, bo: Participant, accepted: Callable[..., Request], otto: User
) -> PlannedMove:
    """The published meeting of Ada and Bo could begin a slot later; nobody was asked yet."""
    request, by, at = accepted(ada, bo), otto.subject, service.fixed_at
    service.refresh_from_db()
    publishing.publish(service_id=service.pk, revision=service.revision, by=by, now=at)
    spot = Meeting.objects.get(request=request)
    to = {
        "block_id": spot.block_id,
        "starts_at": spot.starts_at + (spot.ends_at - spot.starts_at) * 4 / 3,
        "place_id": spot.place_id,
    }
    service.refresh_from_db()
    return planning_moves.plan_move(request_id=request.pk, by=by, now=at, **to)


def test_two_organisers_who_ask_at_once_ask_once(service: Service, move: PlannedMove, otto: User) -> None:
    Mail.objects.all().delete()

    def ask() -> None:
        planning_moves.ask_consent(
            service_id=service.pk, revision=service.revision, by=otto.subject, now=service.fixed_at
        )

    said = at_once(ask, ask)
    assert Counter(said) == {"": 1, PlanRefusal.NOTHING_NEW.value: 1}
    assert (Mail.objects.count(), move.answers.count()) == (2, 2)


@pytest.mark.parametrize("second", [True, False], ids=["both-agree", "one-refuses"])
def test_two_answers_at_once_are_one_decision(
    service: Service, ada: Participant, bo: Participant, move: PlannedMove, otto: User, second: bool
) -> None:
    at = service.fixed_at
    planning_moves.ask_consent(service_id=service.pk, revision=service.revision, by=otto.subject, now=at)
    Mail.objects.all().delete()

    def say(who: Participant, *, agrees: bool) -> None:
        consenting.answer_move(
            move_id=move.pk, participant_id=who.pk, agrees=agrees, has_link=True, by=NOBODY, now=at
        )

    said = at_once(lambda: say(ada, agrees=True), lambda: say(bo, agrees=second))
    move.refresh_from_db()
    spot = Meeting.objects.get()
    if second:
        assert (said, move.state, spot.starts_at) == (["", ""], MoveState.TAKEN, move.starts_at)
        assert Mail.objects.count() == 2
    else:
        assert (move.state, spot.starts_at) == (MoveState.REFUSED, move.old_starts_at)
        assert Mail.objects.count() == 1

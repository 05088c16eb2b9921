"""Two who agree, or agree and refuse, in the same moment: the meeting moves once, or not at all."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.platform.matching.planning.scene import Scene, time_of
from tests.platform.matching.test_answers_race import at_once

from handschlag.common.models import Mail
from handschlag.matching.models import MoveState
from handschlag.matching.moves import actions
from handschlag.matching.refusals import PlanRefusal

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_organisers_who_ask_at_once_ask_once(scene: Scene) -> None:
    move = scene.plan(scene.published())
    scene.service.refresh_from_db()

    def ask() -> None:
        service = scene.service
        actions.ask_consent(
            service_id=service.pk, revision=service.revision, by=scene.otto.subject, now=scene.at
        )

    said = at_once(ask, ask)
    assert Counter(said) == {"": 1, PlanRefusal.NOTHING_NEW.value: 1}
    assert (Mail.objects.count(), move.answers.count()) == (2, 2)


@pytest.mark.parametrize("second", [True, False], ids=["both-agree", "one-refuses"])
def test_two_answers_at_once_are_one_decision(scene: Scene, second: bool) -> None:
    request = scene.published()
    move = scene.asked(request)
    Mail.objects.all().delete()
    said = at_once(lambda: scene.say(move, scene.ada), lambda: scene.say(move, scene.bo, agrees=second))
    move.refresh_from_db()
    if second:
        assert (said, move.state, time_of(request)) == (["", ""], MoveState.TAKEN, move.starts_at)
        assert Mail.objects.count() == 2
    else:
        assert (move.state, time_of(request)) == (MoveState.REFUSED, move.old_starts_at)
        assert Mail.objects.count() == 1

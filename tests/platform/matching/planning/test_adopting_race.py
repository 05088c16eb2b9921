"""Two organisers take the same plan over in the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.platform.matching.test_answers_race import at_once

from handschlag.accounts.models import User
from handschlag.common.models import AuditEntry
from handschlag.matching import adoption
from handschlag.matching.models import Meeting, Participant, Request, RequestState, Run, Seat

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_plan_that_two_take_over_at_once_stands_once(
    ada: Participant,
    bo: Participant,
    cy: Participant,
    waiting: Callable[..., Request],
    computed: Callable[..., Run],
    otto: User,
    now: datetime,
) -> None:
    for other in (bo, cy):
        waiting(ada, other)
    run = computed()
    new: list[int] = []

    def adopt() -> None:
        new.append(adoption.adopt(run_id=run.pk, by=otto.subject, now=now).new)

    assert at_once(adopt, adopt) == ["", ""]
    assert sorted(new) == [0, 2], "the second one finds all done"
    assert (Meeting.objects.count(), Seat.objects.count()) == (2, 4)
    assert set(Request.objects.values_list("state", flat=True)) == {RequestState.ACCEPTED}
    assert AuditEntry.objects.filter(verb="matching.plan_adopted").count() == 2

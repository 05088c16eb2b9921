"""A phase begins with its limit, not a moment later; what may be done in it follows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handschlag.matching.phases import Dates, Phase, may_answer, may_describe, may_wish, open_until, phase_at

pytestmark = pytest.mark.once
DAYS = [datetime(2027, 4, day, tzinfo=UTC) for day in range(1, 7)]
DATES = Dates(
    profiles_from=DAYS[0],
    wishes_from=DAYS[1],
    answers_until=DAYS[2],
    fixed_at=DAYS[3],
    begins_at=DAYS[4],
    ends_at=DAYS[5],
)
IN_ORDER = list(Phase)


@pytest.mark.parametrize(("limit", "later"), list(zip(DAYS, IN_ORDER[1:], strict=True)))
def test_at_the_limit_itself_the_later_phase_has_begun(limit: datetime, later: Phase) -> None:
    earlier = IN_ORDER[IN_ORDER.index(later) - 1]
    moment = timedelta(microseconds=1)
    found = [phase_at(at, DATES) for at in (limit - moment, limit, limit + moment)]
    assert found == [earlier, later, later]


def test_what_is_open_in_which_phase() -> None:
    found = {phase: (may_describe(phase), may_wish(phase), may_answer(phase)) for phase in Phase}
    assert found == {
        Phase.BEFORE: (False, False, False),
        Phase.PROFILE: (True, False, False),
        Phase.WISHES: (True, True, True),
        Phase.CLOSED: (True, True, True),
        Phase.FIXED: (True, True, True),
        Phase.DAY: (True, True, True),
        Phase.AFTER: (False, False, False),
    }


def test_after_the_deadline_the_end_of_the_event_is_named() -> None:
    moment = timedelta(microseconds=1)
    found = [open_until(at, DATES) for at in (DAYS[2] - moment, DAYS[2], DAYS[4])]
    assert found == [DATES.answers_until, DATES.ends_at, DATES.ends_at]

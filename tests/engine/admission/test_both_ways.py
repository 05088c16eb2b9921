"""A policy that also declines at once what is worth less than what it takes up; that is no proof."""

from __future__ import annotations

import pytest

from treffen.admission import Admitted, Policy, answer_requests, is_answered_at_once, is_declined_at_once
from treffen.generation import tight
from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.timetable import Timetable


def one_hour() -> Problem:
    """Everybody has one slot; Ada is wished for by three, of whom two count about ten times as much."""
    return Problem(
        slots=(Slot(id="10:00"),),
        places=(Place(id="1"), Place(id="2")),
        participants=tuple(Participant(id=p) for p in ("ada", "bo", "cy", "dan")),
        requests=(
            Request(id="less", participants=("ada", "bo"), value=10),
            Request(id="much", participants=("ada", "cy"), value=90),
            Request(id="more", participants=("ada", "dan"), value=100),
        ),
    )


def test_what_is_worth_less_is_declined_and_what_is_worth_more_is_held() -> None:
    asked = ["less", "more", "much"]
    told = answer_requests(one_hour(), Timetable(), requests=asked, policy=Policy.BOTH_WAYS)
    assert "less" in told.declined
    assert "more" not in told.declined
    alone = answer_requests(one_hour(), Timetable(), requests=["less"], policy=Policy.BOTH_WAYS)
    assert (alone.declined, alone.waiting) == ((), ())
    assert isinstance(alone.answers[0], Admitted)


@pytest.mark.parametrize("policy", [p for p in Policy if p is not Policy.BOTH_WAYS])
def test_no_other_policy_declines_by_price(policy: Policy) -> None:
    assert not is_declined_at_once(policy, value=100, gain=-1_000.0)


def test_between_the_two_margins_somebody_waits() -> None:
    for gain, now in (
        (30.0, (True, False)),
        (29.0, (False, False)),
        (-9.0, (False, False)),
        (-10.0, (False, True)),
    ):
        said = [
            judge(Policy.BOTH_WAYS, value=100, gain=gain)
            for judge in (is_answered_at_once, is_declined_at_once)
        ]
        assert tuple(said) == now
    assert not is_declined_at_once(Policy.BOTH_WAYS, value=100, gain=None)


def test_what_was_accepted_is_never_declined() -> None:
    problem = tight(20, 1)
    asked = [r.id for r in problem.requests]
    first = answer_requests(problem, Timetable(), requests=asked[:60])
    second = answer_requests(problem, first.witness, requests=asked, policy=Policy.BOTH_WAYS)
    held = {m.request for m in second.witness.meetings}
    assert {m.request for m in first.witness.meetings} <= held
    assert second.declined
    assert held.isdisjoint(second.declined)

"""How far an answer looks: as far as the event's size makes sensible, whatever else could be tried."""

from __future__ import annotations

import pytest

from treffen.admission import AdmissionController, Admitted, Budget, Refused, budget
from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.solvers.colouring import PartialTimetable
from treffen.timetable import Timetable

COLLEAGUES = 4


def broken_day() -> Problem:
    """Ada has time at the ends of the day, and is asked for two times in a row with one of four people."""
    firm = tuple(Participant(id=f"colleague {i}", organisation="firm") for i in range(COLLEAGUES))
    return Problem(
        slots=tuple(Slot(id=f"s{i}") for i in range(4)),
        places=tuple(Place(id=f"table {i}") for i in range(2)),
        participants=(Participant(id="ada"), Participant(id="bo"), Participant(id="cy"), *firm),
        requests=(
            Request(id="bo", participants=("ada", "bo"), slots=frozenset({"s1"})),
            Request(id="cy", participants=("ada", "cy"), slots=frozenset({"s2"})),
            Request(id="firm", participants=("ada",), delegates=("firm",), length=2),
        ),
    )


def test_steps_of_chains_grow_with_the_event_and_are_shared_by_all_options(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, asked = AdmissionController(broken_day(), Timetable()), []
    assert isinstance(desk.admit("bo"), Admitted)
    assert isinstance(desk.admit("cy"), Admitted)
    roam = PartialTimetable.roam

    def counted(board: PartialTimetable, option: int, *, most: int, steps: int, polish: int = 0) -> object:
        asked.append(steps)
        return roam(board, option, most=most, steps=steps, polish=polish)

    monkeypatch.setattr(PartialTimetable, "roam", counted)
    answer = desk.admit("firm")
    assert isinstance(answer, Refused)
    ways = 2 + 3 * COLLEAGUES  # bo and cy at their times, and each colleague at three pairs of times
    assert len(asked) == COLLEAGUES
    assert 0 < sum(asked) <= budget.EACH * ways < Budget().far_steps


def test_where_no_chain_may_roam_all_is_decided_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "EACH", 0)
    desk = AdmissionController(broken_day(), Timetable())
    assert [type(desk.admit(r)) for r in ("firm", "bo", "cy")] == [Admitted, Admitted, Refused]

"""What pages say about the figures of a plan; no database is needed for words."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from handschlag.matching.models import Run
from handschlag.matching.names import Called
from handschlag.matching.optimisation import bottlenecks
from handschlag.matching.publishing.pages import draft_receipt


@pytest.mark.once
def test_of_a_goal_of_which_less_is_better_the_bound_is_the_least() -> None:
    goals = [{"goal": "value", "value": 5, "bound": 7}, {"goal": "changes", "value": 67, "bound": 0}]
    with override("de"):
        lines = draft_receipt(3, Run(summary={"goals": goals}), broken=0).lines
    assert [one.value for one in lines[1:]] == ["5 von höchstens 7", "67 (mindestens 0)"]


@pytest.mark.once
def test_somebody_with_whom_several_meetings_are_open_is_named_once() -> None:
    people = {
        pk: Called(id=pk, name=name, organisation="", shown="", networks="")
        for pk, name in {1: "Ada", 2: "Bo", 3: "Cy"}.items()
    }
    left = [{"request": pk, "reason": "person_full", "people": [1], "remedy": None} for pk in (8, 9)]
    found = bottlenecks({"unscheduled": left}, people, {8: (1, 2), 9: (1, 2, 3)})
    assert found is not None
    assert found.rows[0].cells[:3] == ["Ada", "Bo, Cy", "2"]

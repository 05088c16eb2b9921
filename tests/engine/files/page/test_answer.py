"""The answer at the head of the page: what is held, what is proved, and what is not."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from treffen.files.page import render_page
from treffen.problem import Goal
from treffen.timetable import Core, CoreKind, GoalStatus, Plan, PlanStatus, StopReason, Timetable
from treffen.verification import verify
from treffen.words import violation


def told(markup: str) -> str:
    """The words of a piece of markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def answer_of(problem, plan, language="en", **more) -> str:
    text = render_page(problem, plan, language=language, **more)
    section = re.search(r'<section class="answer [a-z]+" id="answer">.*?</section>', text, re.DOTALL)[0]
    return told(section)


def with_value(tiny, value: int, bound: int) -> Plan:
    first = replace(tiny.plan.goals[0], value=value, bound=bound)
    return replace(tiny.plan, goals=(first, *tiny.plan.goals[1:]))


@pytest.mark.parametrize(
    ("value", "bound", "said"),
    [
        (2, 2, "2 of 3 requests take place (66.6%). More value is impossible."),
        (3000, 3001, "2 of 3 requests take place (66.6%). At most 0.034% more value is still possible."),
        (3, 4, "2 of 3 requests take place (66.6%). At most 33.4% more value is still possible."),
        (100, 600, "2 of 3 requests take place (66.6%). At most 500.0% more value is still possible."),
    ],
)
def test_the_answer_tells_the_value_and_never_a_gap_too_small(tiny, value, bound, said):
    assert said in answer_of(tiny.problem, with_value(tiny, value, bound))


def test_the_answer_names_goals_that_are_still_open_and_the_early_stop(tiny):
    plan = replace(with_value(tiny, 2, 2), stopped=StopReason.TIME_LIMIT)
    said = answer_of(tiny.problem, plan)
    assert "Not proved to the end: Idle slots." in said
    assert "Ended by the time limit after 0.50 seconds." in said
    assert "Not checked yet." in said


def test_the_answer_counts_breaks_where_all_requests_must_be_held(tiny):
    problem = replace(tiny.problem, requests=tiny.problem.requests[:2])
    breaks = replace(tiny.plan.goals[1], goal=Goal.BREAKS)
    proved, unproved = (
        replace(tiny.plan, goals=(replace(breaks, value=4, bound=bound),), unscheduled=()) for bound in (4, 2)
    )
    assert "All 2 requests take place, with 4 breaks. Fewer is impossible." in answer_of(problem, proved)
    assert "fewer than 2 is impossible" in answer_of(problem, unproved)


def test_an_impossible_event_is_told_with_its_conflict_and_without_empty_grids(tiny):
    core = Core(kind=CoreKind.PLACES, requests=("1", "2"), slots=("1",), is_minimal=True)
    plan = Plan(problem=tiny.problem.digest(), status=PlanStatus.INFEASIBLE, core=core)
    text = told(render_page(tiny.problem, plan, language="en"))
    assert "This event cannot be scheduled as it stands." in text
    assert "There are not enough suitable places for 2 meetings in slot 1." in text
    assert "request 1 : participants 1 and 2 request 2 : participants 1 and 3" in text
    assert "If one of these requests is given up, this conflict is resolved." in text
    assert "By participant" not in text


def test_nothing_found_is_not_called_impossible(tiny):
    plan = Plan(problem=tiny.problem.digest(), status=PlanStatus.UNKNOWN, stopped=StopReason.INTERRUPTED)
    said = answer_of(tiny.problem, plan)
    assert said.startswith("No plan was found. Whether there is one remains open. Stopped by hand")


def test_a_plan_that_the_verifier_refuses_says_so_first(tiny):
    clash = replace(tiny.plan.timetable.meetings[1], slot="1")
    plan = replace(tiny.plan, timetable=Timetable((tiny.plan.timetable.meetings[0], clash)))
    report = verify(tiny.problem, plan)
    said = answer_of(tiny.problem, plan, report=report)
    assert said.startswith("The verifier refuses this plan. Rules are broken.")
    assert violation(report.violations[0], "en").split(":")[0] in said


def test_green_is_kept_for_what_is_proved_and_checked(tiny):
    problem = replace(tiny.problem, requests=tiny.problem.requests[:1])
    meeting = tiny.plan.timetable.meetings[:1]
    goals = tuple(
        replace(g, value=v, bound=v, status=GoalStatus.OPTIMAL)
        for g, v in zip(tiny.plan.goals, (1, 0), strict=True)
    )
    plan = Plan(
        problem=problem.digest(), status=PlanStatus.OPTIMAL, goals=goals, timetable=Timetable(meeting)
    )
    report = verify(problem, plan)
    assert report.is_accepted
    assert 'class="answer ok"' in render_page(problem, plan, report=report)
    assert 'class="answer plain"' in render_page(problem, plan)


def test_meetings_of_things_the_problem_does_not_know_are_left_out(tiny):
    stray = replace(tiny.plan.timetable.meetings[0], request="no such", place="nowhere")
    plan = replace(tiny.plan, timetable=Timetable((*tiny.plan.timetable.meetings, stray)))
    assert "nowhere" not in render_page(tiny.problem, plan)

"""Whole plans: sound ones accepted, every kind of claim that does not hold refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engine.verification.rich import PROBLEM, TIMETABLE, with_participant

from treffen.problem import Goal, Meeting, Participant, Place, Problem, Request, Slot
from treffen.timetable import (
    CertificateRow,
    Core,
    CoreKind,
    GoalResult,
    GoalStatus,
    Plan,
    PlanStatus,
    ProofKind,
    Reason,
    Remedy,
    RemedyKind,
    RowKind,
    SelectionCertificate,
    Timetable,
    Unscheduled,
)
from treffen.verification import BoundVerdict, CoreVerdict, Objection, verify

# three requests between a and others, two slots: at most two are held, worth 5 and 3
EVENT = Problem(
    slots=(Slot(id="s0"), Slot(id="s1")),
    places=(Place(id="t"),),
    participants=tuple(Participant(id=p) for p in "abcd"),
    requests=(
        Request(id="ab", participants=("a", "b"), value=5),
        Request(id="ac", participants=("a", "c"), value=3),
        Request(id="ad", participants=("a", "d"), value=2),
    ),
)
BEST = Timetable((Meeting(request="ab", slot="s0", place="t"), Meeting(request="ac", slot="s1", place="t")))
ROW = CertificateRow(kind=RowKind.PARTICIPANT, multiplier=2, participants=("a",))
CERTIFICATE = SelectionCertificate(goal=Goal.VALUE, scale=1, rows=(ROW,))
VALUE = GoalResult(
    goal=Goal.VALUE,
    value=8,
    bound=8,
    status=GoalStatus.OPTIMAL,
    proof=ProofKind.CERTIFICATE,
    certificate=CERTIFICATE,
)
IDLE = GoalResult(goal=Goal.IDLE, value=0, bound=0, status=GoalStatus.OPTIMAL, proof=ProofKind.TRIVIAL)
FULL = Unscheduled(request="ad", reason=Reason.PERSON_FULL, participants=("a",))
PLAN = Plan(
    problem=EVENT.digest(),
    status=PlanStatus.OPTIMAL,
    goals=(VALUE, IDLE),
    timetable=BEST,
    unscheduled=(FULL,),
)


def test_a_proved_plan_is_accepted() -> None:
    report = verify(EVENT, PLAN)
    assert report.is_accepted
    assert [g.verdict for g in report.goals] == [BoundVerdict.PROVED, BoundVerdict.TRIVIAL]
    assert [g.proved for g in report.goals] == [8, 0]


@pytest.mark.parametrize(
    ("plan", "objections"),
    [
        (replace(PLAN, problem="sha256:0"), [Objection.OTHER_PROBLEM]),
        (
            replace(PLAN, timetable=Timetable((*BEST.meetings, Meeting(request="x", slot="s0", place="t")))),
            [Objection.VIOLATIONS],
        ),
        (
            replace(PLAN, goals=(replace(VALUE, value=9, bound=9),)),
            [Objection.WRONG_VALUE],
        ),
        (replace(PLAN, goals=(replace(VALUE, bound=7, status=GoalStatus.FEASIBLE),)), []),
        (replace(PLAN, goals=(replace(VALUE, certificate=None),)), [Objection.BOUND_REFUTED]),
        (replace(PLAN, goals=(replace(VALUE, bound=9),)), [Objection.STATUS_UNFOUNDED]),
        (replace(PLAN, goals=(replace(VALUE, status=GoalStatus.FEASIBLE),)), [Objection.STATUS_UNFOUNDED]),
        (replace(PLAN, goals=(IDLE, IDLE)), [Objection.GOAL_TWICE]),
        (replace(PLAN, goals=()), [Objection.STATUS_UNFOUNDED]),
        (
            replace(PLAN, unscheduled=(FULL, Unscheduled(request="ab", reason=Reason.OUT_VALUED))),
            [Objection.HELD_AND_UNSCHEDULED],
        ),
    ],
)
def test_a_claim_that_does_not_hold_is_refused(plan: Plan, objections: list[Objection]) -> None:
    expected = objections or [Objection.BOUND_REFUTED, Objection.STATUS_UNFOUNDED]
    assert list(verify(EVENT, plan).objections) == expected


@pytest.mark.parametrize(
    "told",
    [
        FULL,
        Unscheduled(request="ad", reason=Reason.OUT_VALUED, requests=("ac",)),
        replace(FULL, remedy=Remedy(kind=RemedyKind.GIVE_UP, slot="s1", requests=("ac",), cost=3)),
    ],
)
def test_a_reason_that_holds_is_accepted(told: Unscheduled) -> None:
    report = verify(EVENT, replace(PLAN, unscheduled=(told,)))
    assert report.is_accepted
    assert report.untrue == report.unexplained == ()


@pytest.mark.parametrize(
    "told",
    [
        replace(FULL, participants=("d",)),
        replace(FULL, participants=("b",)),
        replace(FULL, participants=()),
        replace(FULL, participants=("nobody",)),
        replace(FULL, request="nothing"),
        replace(FULL, requests=("ad",)),
        replace(FULL, remedy=Remedy(kind=RemedyKind.MORE_PLACES, slot="s9")),
        replace(FULL, remedy=Remedy(kind=RemedyKind.GIVE_UP, slot="s0", requests=("ad",))),
        *(Unscheduled(request="ad", reason=why) for why in Reason if why is not Reason.OUT_VALUED),
        Unscheduled(request="ad", reason=Reason.PAIR_HELD, requests=("ab",)),
        Unscheduled(request="ad", reason=Reason.ORDER, requests=("ab",)),
        Unscheduled(request="ad", reason=Reason.OUT_VALUED, requests=("ad",)),
    ],
    ids=str,
)
def test_a_reason_that_does_not_hold_is_refused(told: Unscheduled) -> None:
    report = verify(EVENT, replace(PLAN, unscheduled=(told,)), expects_reasons=told.request == FULL.request)
    assert report.objections == (Objection.REASON_UNTRUE,)
    assert report.untrue == (told,)


def test_what_is_neither_held_nor_explained_is_refused_and_named_where_reasons_are_expected() -> None:
    silent = replace(PLAN, unscheduled=())
    report = verify(EVENT, silent)
    assert (report.objections, report.unexplained) == ((Objection.REASON_MISSING,), ("ad",))
    report = verify(EVENT, silent, expects_reasons=False)
    assert (report.is_accepted, report.unexplained) == (True, ("ad",))


def test_a_plan_may_be_the_best_by_no_goal_where_the_event_has_none() -> None:
    aimless = replace(EVENT, goals=())
    assert verify(aimless, replace(PLAN, problem=aimless.digest(), goals=())).is_accepted


def test_it_is_said_when_a_plan_was_made_for_other_goals() -> None:
    own = replace(EVENT, goals=(Goal.IDLE,))
    plan = replace(PLAN, problem=own.digest(), goals=(IDLE, VALUE))
    assert verify(EVENT, PLAN).has_other_goals
    assert not verify(own, plan).has_other_goals, "value may stand behind all others"
    assert verify(own, replace(plan, goals=(VALUE, IDLE))).has_other_goals


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (replace(ROW, multiplier=1),),
        (replace(ROW, multiplier=4),),
        (replace(ROW, participants=("b",)),),
        (replace(ROW, multiplier=-2),),
        (replace(ROW, kind=RowKind.MAXIMUM),),
    ],
)
def test_a_tampered_certificate_is_refused(rows: tuple[CertificateRow, ...]) -> None:
    forged = replace(VALUE, certificate=replace(CERTIFICATE, rows=rows))
    report = verify(EVENT, replace(PLAN, goals=(forged,)))
    assert report.objections == (Objection.BOUND_REFUTED,)


def test_a_weak_certificate_proves_a_weak_bound() -> None:
    weak = replace(CERTIFICATE, rows=(replace(ROW, multiplier=3),))
    goal = replace(VALUE, bound=8, certificate=weak)
    assert verify(EVENT, replace(PLAN, goals=(goal,))).goals[0].proved == 8
    weaker = replace(CERTIFICATE, rows=(replace(ROW, multiplier=1),))
    goal = replace(VALUE, bound=9, status=GoalStatus.FEASIBLE, certificate=weaker)
    report = verify(EVENT, replace(PLAN, status=PlanStatus.FEASIBLE, goals=(goal,)))
    assert (report.is_accepted, report.goals[0].verdict) == (True, BoundVerdict.PROVED)


def test_a_bound_by_search_is_taken_on_trust_and_says_so() -> None:
    searched = replace(VALUE, proof=ProofKind.SEARCH, certificate=None)
    report = verify(EVENT, replace(PLAN, goals=(searched,)))
    assert (report.is_accepted, report.goals[0].verdict) == (True, BoundVerdict.ON_TRUST)
    assert (report.rests_on_trust, verify(EVENT, PLAN).rests_on_trust) == (True, False)


def test_a_bound_that_the_timetable_itself_oversteps_is_refused_even_on_trust() -> None:
    lie = replace(VALUE, bound=7, status=GoalStatus.FEASIBLE, proof=ProofKind.SEARCH, certificate=None)
    report = verify(EVENT, replace(PLAN, status=PlanStatus.FEASIBLE, goals=(lie,)))
    assert report.objections == (Objection.BOUND_REFUTED,)


def test_a_value_that_can_be_had_by_holding_everything_needs_no_certificate() -> None:
    all_held = replace(VALUE, value=8, bound=10, proof=ProofKind.TRIVIAL, certificate=None)
    goal = replace(all_held, status=GoalStatus.FEASIBLE)
    report = verify(EVENT, replace(PLAN, status=PlanStatus.FEASIBLE, goals=(goal,)))
    assert (report.is_accepted, report.goals[0].verdict) == (True, BoundVerdict.TRIVIAL)


def test_the_rich_timetable_is_accepted_with_its_own_values() -> None:
    goals = tuple(
        GoalResult(
            goal=g, value=v, bound=b, status=GoalStatus.FEASIBLE, proof=ProofKind.TRIVIAL, certificate=None
        )
        for g, v, b in [
            (Goal.VALUE, 20, 24),
            (Goal.SHORTFALL, 1, 0),
            (Goal.TALKS, 3, 0),
            (Goal.IDLE, 2, 0),
            (Goal.CHANGES, 3, 0),
            (Goal.WALKING, 4, 0),
            (Goal.PLACES, 3, 1),
        ]
    )
    plan = Plan(problem=PROBLEM.digest(), status=PlanStatus.FEASIBLE, goals=goals, timetable=TIMETABLE)
    report = verify(PROBLEM, plan, expects_reasons=False)
    assert report.is_accepted, report
    assert {g.verdict for g in report.goals} == {BoundVerdict.TRIVIAL}


def test_a_plan_of_another_event_is_refused_for_its_hash_alone() -> None:
    plan = Plan(problem=PROBLEM.digest(), status=PlanStatus.FEASIBLE, timetable=TIMETABLE)
    other = with_participant("gus", minimum=0)
    assert verify(other, plan).objections == (Objection.OTHER_PROBLEM,)


# --- plans without a timetable ----------------------------------------------------------------

CROWDED = replace(EVENT, requests=tuple(replace(r, must=True) for r in EVENT.requests))
CORE = Core(kind=CoreKind.SLOTS_OF_PARTICIPANT, requests=("ab", "ac", "ad"), participants=("a",))
IMPOSSIBLE = Plan(problem=CROWDED.digest(), status=PlanStatus.INFEASIBLE, core=CORE)


def test_an_infeasible_plan_is_accepted_with_a_confirmed_core() -> None:
    report = verify(CROWDED, IMPOSSIBLE)
    assert (report.is_accepted, report.core) == (True, CoreVerdict.CONFIRMED)
    assert not report.rests_on_trust
    assert replace(report, core=CoreVerdict.TOO_LARGE).rests_on_trust


@pytest.mark.parametrize(
    ("plan", "objection"),
    [
        (replace(IMPOSSIBLE, core=None), Objection.CORE_MISSING),
        (replace(IMPOSSIBLE, core=replace(CORE, requests=("ab", "ac"))), Objection.CORE_REFUTED),
        (replace(IMPOSSIBLE, timetable=BEST), Objection.MEETINGS_WITHOUT_PLAN),
        (replace(IMPOSSIBLE, problem="sha256:0"), Objection.OTHER_PROBLEM),
    ],
)
def test_an_infeasible_plan_with_a_false_claim_is_refused(plan: Plan, objection: Objection) -> None:
    assert verify(CROWDED, plan).objections == (objection,)


def test_an_unknown_plan_claims_nothing_and_is_accepted() -> None:
    report = verify(CROWDED, Plan(problem=CROWDED.digest(), status=PlanStatus.UNKNOWN))
    assert (report.is_accepted, report.core, report.goals) == (True, None, ())

"""Large plain events: what is judged in columns is judged as if one by one.

The same event is asked twice: as it is, and with one more request that is worth nothing and not plain, so
that everything is looked at one by one.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from treffen.problem import (
    Delegation,
    Goal,
    Meeting,
    Participant,
    Place,
    Problem,
    Request,
    Slot,
    Walk,
    ZoneId,
)
from treffen.problem.faults import FaultKind
from treffen.timetable import (
    CertificateRow,
    GoalResult,
    GoalStatus,
    Plan,
    PlanStatus,
    ProofKind,
    Reason,
    RowKind,
    SelectionCertificate,
    Timetable,
    Unscheduled,
)
from treffen.verification import ViolationKind, find_violations, index, measure, verify
from treffen.verification.bounds import BoundIndex, proved_bound
from treffen.verification.bounds.promises import changed_bound
from treffen.verification.index import ProblemIndex, TimetableIndex
from treffen.verification.reasons import untrue_reasons

pytestmark = pytest.mark.once
SLOTS = tuple(Slot(id=f"s{t}", block=f"b{t // 5}") for t in range(10))
PEOPLE = (
    Participant(id="p0", free=frozenset({"s0", "s1", "s2"})),
    Participant(id="p1", maximum=1),
    *(Participant(id=f"p{i}") for i in range(2, 146)),
)
PAIRS = tuple(combinations(range(len(PEOPLE)), 2))
EVENT = Problem(
    slots=SLOTS,
    places=(Place(id="t0", open=frozenset({"s0", "s3", "s4"})), *(Place(id=f"t{i}") for i in range(1, 3))),
    participants=PEOPLE,
    requests=(
        Request(id="again", participants=("p2", "p0"), value=3),
        *(Request(id=f"{a}-{b}", participants=(f"p{a}", f"p{b}"), value=1 + a * b % 997) for a, b in PAIRS),
    ),
    goals=(Goal.VALUE, Goal.IDLE),
)
ODD = Request(id="odd", participants=("p7", "p8"), value=0, slot="s0")
SLOWLY = replace(EVENT, requests=(*EVENT.requests, ODD), pair_once=True)
HELD = (
    Meeting(request="0-2", slot="s0", place="t0"),
    Meeting(request="1-3", slot="s0", place="t1"),
    Meeting(request="2-3", slot="s3", place="t0"),
    Meeting(request="0-4", slot="s2", place="t2"),
    *(Meeting(request=f"{a}-{a + 1}", slot="s9", place=f"t{a % 2 + 1}") for a in (10, 21)),
    *(Meeting(request=f"{a}-{a + 2}", slot="s8", place=f"t{a % 2 + 1}") for a in (10, 21)),
    *(Meeting(request=f"{a}-{a + 3}", slot="s7", place=f"t{a % 2 + 1}") for a in (10, 21)),
)


@pytest.fixture(autouse=True)
def _few_meetings_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MANY", 0)


def _are_in_columns(problem: Problem, meetings: tuple[Meeting, ...]) -> bool:
    return TimetableIndex(ProblemIndex(problem), Timetable(meetings)).plain is not None


def test_a_sound_timetable_is_seen_to_be_sound_and_measured_alike() -> None:
    assert _are_in_columns(EVENT, HELD)
    assert not _are_in_columns(SLOWLY, HELD)
    assert [*find_violations(EVENT, Timetable(HELD))] == []
    for goal in Goal:
        assert measure(EVENT, Timetable(HELD), goal) == measure(SLOWLY, Timetable(HELD), goal)


def test_ways_and_promises_are_counted_as_if_one_by_one() -> None:
    walks = (Walk(here="", there="far", minutes=4),)
    places = (EVENT.places[0], replace(EVENT.places[1], zone=ZoneId("far")), EVENT.places[2])
    held = (
        *HELD,
        Meeting(request="10-14", slot="s6", place="t2"),
        Meeting(request="4-9", slot="s3", place="t1"),
    )
    promised = (
        *held[2:],
        replace(HELD[0], slot="s2"),
        replace(HELD[1], place="t2"),
        Meeting(request="5-6", slot="s1", place="t1"),
    )
    quick, slow = (replace(one, places=places, walks=walks, promised=promised) for one in (EVENT, SLOWLY))
    assert _are_in_columns(quick, held)
    for goal in Goal:
        assert measure(quick, Timetable(held), goal) == measure(slow, Timetable(held), goal)
    assert measure(quick, Timetable(held), Goal.WALKING) > measure(quick, Timetable(held), Goal.CHANGES) > 0
    assert measure(quick, Timetable(held), Goal.CHANGED) == 3


@pytest.mark.parametrize("pair_once", [False, True])
@pytest.mark.parametrize("wrong", range(7))
def test_promises_that_have_to_change_are_found_among_those_that_are_doubtful(
    wrong: int, pair_once: bool
) -> None:
    broken = (
        Meeting(request="0-5", slot="s5", place="t1"),  # not there
        Meeting(request="3-30", slot="s0", place="t2"),  # beside "1-3", which may also make room for the next
        Meeting(request="1-30", slot="s4", place="t2"),  # one too many
        Meeting(request="30-31", slot="s1", place="t0"),  # closed
        Meeting(request="30-31", slot="s3", place="t0"),  # taken
        Meeting(request="again", slot="s1", place="t1"),  # a pair once more
    )
    some = broken[wrong : wrong + 1] if wrong < len(broken) else broken[:4]
    promised = (*some, *HELD)
    quick, slow = (replace(one, promised=promised, pair_once=pair_once) for one in (EVENT, SLOWLY))
    found, same = (changed_bound(BoundIndex(ProblemIndex(one))) for one in (quick, slow))
    assert found == same == (0 if wrong == 5 and not pair_once else min(3, len(some)))
    few = TimetableIndex(ProblemIndex(quick), Timetable(promised)).doubtful()
    assert len(few.meetings) < len(HELD)


def test_what_is_looked_at_beside_one_more_meeting_is_not_put_into_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index, "MANY", len(HELD) + 1)
    assert not _are_in_columns(EVENT, HELD)


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (Meeting(request="nobody", slot="s1", place="t1"), ViolationKind.UNKNOWN_REQUEST),
        (Meeting(request="30-31", slot="s99", place="t1"), ViolationKind.UNKNOWN_SLOT),
        (Meeting(request="30-31", slot="s1", place="t9"), ViolationKind.UNKNOWN_PLACE),
        (Meeting(request="0-2", slot="s1", place="t1"), ViolationKind.HELD_TWICE),
        (Meeting(request="again", slot="s1", place="t1"), ViolationKind.PAIR_TWICE),
        (Meeting(request="0-5", slot="s5", place="t1"), ViolationKind.UNAVAILABLE),
        (Meeting(request="3-30", slot="s0", place="t2"), ViolationKind.PERSON_CLASH),
        (Meeting(request="1-30", slot="s4", place="t2"), ViolationKind.OVER_MAXIMUM),
        (Meeting(request="30-31", slot="s1", place="t0"), ViolationKind.PLACE_CLOSED),
        (Meeting(request="30-31", slot="s3", place="t0"), ViolationKind.PLACE_CLASH),
        (
            Meeting(
                request="30-31",
                slot="s1",
                place="t1",
                delegates=(Delegation(organisation="o", participant="p9"),),
            ),
            ViolationKind.DELEGATE_SUPERFLUOUS,
        ),
        (
            Meeting(request="30-31", slot="s1", place="t1", interpreter="x"),
            ViolationKind.UNKNOWN_INTERPRETER,
        ),
    ],
)
def test_whatever_is_wrong_is_named_as_if_looked_at_one_by_one(wrong: Meeting, kind: ViolationKind) -> None:
    timetable = Timetable((*HELD, wrong))
    found = [*find_violations(EVENT, timetable)]
    assert kind in {v.kind for v in found}
    assert found == [*find_violations(SLOWLY, timetable)]


def test_limits_of_breaks_are_kept_beside_the_columns() -> None:
    limited, slowly = (replace(e, most_breaks=0, break_spread=0) for e in (EVENT, SLOWLY))
    assert _are_in_columns(limited, HELD)
    found = {(v.kind, v.participants) for v in find_violations(limited, Timetable(HELD))}
    assert (ViolationKind.TOO_MANY_BREAKS, ("p0",)) in found
    assert found == {(v.kind, v.participants) for v in find_violations(slowly, Timetable(HELD))}


def _plan(
    event: Problem,
    *,
    told: tuple[Unscheduled, ...] = (),
    rows: tuple[CertificateRow, ...] = (),
    scale: int = 1,
) -> Plan:
    certificate = SelectionCertificate(goal=Goal.VALUE, scale=scale, rows=rows)
    value = measure(event, Timetable(HELD), Goal.VALUE)
    claim = GoalResult(
        goal=Goal.VALUE,
        value=value,
        bound=value,
        status=GoalStatus.FEASIBLE,
        proof=ProofKind.CERTIFICATE,
        certificate=certificate,
    )
    return Plan(
        problem=event.digest(),
        status=PlanStatus.FEASIBLE,
        goals=(claim,),
        timetable=Timetable(HELD),
        unscheduled=told,
    )


def test_reasons_are_judged_alike() -> None:
    busy = tuple(f"s{t}" for t in range(10))
    full = replace(
        EVENT, participants=(*PEOPLE[:40], Participant(id="p40", free=frozenset({"s9"})), *PEOPLE[41:])
    )
    full = replace(full, places=tuple(replace(p, open=frozenset(busy[:9])) for p in full.places[:1]))
    slowly = replace(full, requests=(*full.requests, ODD))
    told = tuple(
        Unscheduled(request=id, reason=Reason.PLACES_FULL)
        for id in ("40-50", "2-30", "0-9", "0-40", "nobody", "0-2", "30-31")
    )
    told += (
        Unscheduled(request="1-50", reason=Reason.PERSON_FULL, participants=("p1",)),
        Unscheduled(request="50-60", reason=Reason.PERSON_FULL, participants=("p50",)),
        Unscheduled(request="again", reason=Reason.PAIR_HELD, requests=("0-2",)),
        Unscheduled(request="40-60", reason=Reason.PLACES_FULL, participants=("p999",)),
        Unscheduled(request="5-6", reason=Reason.PAIR_HELD, requests=("0-2",)),
        Unscheduled(request="6-7", reason=Reason.PAIR_HELD, requests=("no such", "é")),
        Unscheduled(request="5-7", reason=Reason.ORDER, requests=("0-2", "1-3")),
        Unscheduled(request="é", reason=Reason.PLACES_FULL),
        Unscheduled(request=7, reason=Reason.PLACES_FULL),  # type: ignore[arg-type]  # no text at all
    )
    meetings = Timetable(
        (Meeting(request="0-2", slot="s0", place="t0"), Meeting(request="1-3", slot="s1", place="t0"))
    )
    quick, slow = (
        verify(e, replace(_plan(e, told=told), timetable=meetings, goals=())) for e in (full, slowly)
    )
    assert quick.untrue == slow.untrue
    refuted = {u.request for u in quick.untrue}
    assert refuted >= {"2-30", "nobody", "30-31", "50-60", "40-60", "5-6", "6-7", "5-7", "é", 7}
    assert not refuted & {"40-50", "1-50", "again"}
    assert quick.objections == slow.objections
    assert (*quick.unexplained, "odd") == slow.unexplained


ROWS = tuple(
    CertificateRow(kind=RowKind.PARTICIPANT, multiplier=10 * i, participants=(f"p{i}",))
    for i in range(len(PEOPLE))
)
PLACES = CertificateRow(kind=RowKind.PLACES, multiplier=400)
PAIR = CertificateRow(kind=RowKind.PAIR, multiplier=50, requests=("again", "0-2"))


@pytest.mark.parametrize(
    ("rows", "scale"),
    [((), 1), (ROWS, 3), ((*ROWS, PLACES, PAIR), 7), ((*ROWS, PLACES), 10**60), ((PAIR,), 1)],
)
def test_bounds_add_up_to_the_same_whole_number(rows: tuple[CertificateRow, ...], scale: int) -> None:
    quick, slow = (verify(e, _plan(e, rows=rows, scale=scale)).goals[0] for e in (EVENT, SLOWLY))
    assert quick.proved is not None
    assert (quick.proved, quick.verdict) == (slow.proved, slow.verdict)


def test_no_dictionary_of_all_requests_is_made_for_the_few_that_are_named() -> None:
    frame = BoundIndex(ProblemIndex(EVENT))
    told = (
        Unscheduled(request="again", reason=Reason.PAIR_HELD, requests=("0-2",)),
        Unscheduled(request="5-7", reason=Reason.ORDER, requests=("0-2", "1-3")),
    )
    assert untrue_reasons(frame, TimetableIndex(frame.ground, Timetable(HELD)), told) == told[1:]
    assert proved_bound(frame, SelectionCertificate(goal=Goal.VALUE, scale=1, rows=(PAIR,))) > 0
    assert not {"requests", "number"} & {*vars(frame.ground)}


def test_unusual_ids_are_unknown_and_leave_the_others_to_be_found() -> None:
    plain = ProblemIndex(EVENT).plain
    assert plain is not None
    asked: list[Any] = ["0-1", "é", 7, "x" * 65, "again", "", None, "a\0"]
    assert plain.numbers(asked).tolist() == [1, -1, -1, -1, 0, -1, -1, -1]
    assert plain.numbers(["é"]).tolist() == [-1]
    assert plain.numbers([]).tolist() == []


def test_requests_of_one_person_with_themselves_are_still_found() -> None:
    faulty = replace(EVENT, requests=(*EVENT.requests, Request(id="x", participants=("p1", "p1"))))
    assert [f.kind for f in faulty.faults()] == [FaultKind.SAME_PERSON_TWICE]
    unknown = replace(EVENT, requests=(*EVENT.requests, Request(id="x", participants=("p1", "who"))))
    assert [f.kind for f in unknown.faults()] == [FaultKind.UNKNOWN_ID]

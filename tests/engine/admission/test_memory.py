"""A no is remembered as long as it holds: until something is given up that it rests on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.admission.test_following import changes
from tests.engine.strategies import problems

from treffen.admission import AdmissionController, Admitted, Budget, Chance, Possibility, Refused, batch
from treffen.admission.memory import RefusalMemory
from treffen.admission.proofs import MOST_NAMED
from treffen.admission.state import AdmissionState
from treffen.errors import InvalidProblem
from treffen.generation import narrow
from treffen.problem import Meeting, Participant, Place, Problem, Request, Slot
from treffen.solvers.colouring.exhaustion import WIDEST
from treffen.solvers.satisfiability import Search
from treffen.timetable import Timetable

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
QUICK = Budget(ways=0)


def one_hour() -> Problem:
    """Ada has one slot, two want to meet her; Dan and Eve meet whenever they like."""
    people = ("ada", "bo", "cy", "dan", "eve")
    return Problem(
        slots=(Slot(id="10:00"),),
        places=(Place(id="1"), Place(id="2")),
        participants=tuple(Participant(id=p) for p in people),
        requests=(
            Request(id="bo", participants=("ada", "bo")),
            Request(id="cy", participants=("ada", "cy")),
            Request(id="dan", participants=("dan", "eve")),
        ),
    )


def desk_that_refused_cy() -> tuple[AdmissionController, Refused]:
    desk = AdmissionController(one_hour(), Timetable())
    for request in ("bo", "dan"):
        assert isinstance(desk.admit(request), Admitted)
    no = desk.admit("cy")
    assert isinstance(no, Refused)
    return desk, no


def test_asked_again_the_same_no_is_given_with_todays_ways_out() -> None:
    desk, no = desk_that_refused_cy()
    assert desk.admit("cy", budget=QUICK) == replace(no, ways_out=())
    assert desk.admit("cy") == no


def test_what_it_does_not_rest_on_may_be_given_up() -> None:
    desk, no = desk_that_refused_cy()
    desk.withdraw("dan")
    assert desk.admit("cy") == no


def test_what_it_rests_on_is_given_up_and_the_answer_is_yes() -> None:
    for give_up in (AdmissionController.withdraw, lambda d, r: d.follow(gone=[r])):
        desk, _ = desk_that_refused_cy()
        give_up(desk, "bo")
        assert desk.possible(["cy"])[0].chance is Chance.POSSIBLE
        assert isinstance(desk.admit("cy"), Admitted)


def test_a_request_in_another_form_is_asked_anew() -> None:
    desk, _ = desk_that_refused_cy()
    assert isinstance(desk.amend(Request(id="cy", participants=("bo", "cy"))), Refused)
    assert isinstance(desk.admit("cy"), Refused)
    desk.withdraw("bo")
    assert isinstance(desk.amend(Request(id="cy", participants=("bo", "cy"))), Admitted)


def given_up(desk: AdmissionController, data: st.DataObject) -> None:
    if held := list(desk.witness.by_request()):
        desk.withdraw(data.draw(st.sampled_from(held)))


def amended(desk: AdmissionController, data: st.DataObject) -> None:
    people = [p.id for p in desk.problem.participants]
    who = data.draw(st.lists(st.sampled_from(people), min_size=2, max_size=2, unique=True))
    request = replace(data.draw(st.sampled_from(desk.problem.requests)), participants=tuple(who))
    with suppress(InvalidProblem):
        desk.amend(request, budget=QUICK)


def followed(desk: AdmissionController, data: st.DataObject) -> None:
    other = AdmissionController(desk.problem, desk.witness)
    given_up(other, data)
    other.admit(data.draw(st.sampled_from(desk.problem.requests)).id, budget=QUICK)
    meetings, gone = changes(desk.witness, other.witness)
    desk.follow(meetings, gone=gone)


def test_a_no_by_more_meetings_than_are_named_holds_until_one_of_them_is_given_up() -> None:
    n = MOST_NAMED + 1
    problem = Problem(
        slots=(Slot(id="10:00"),),
        places=tuple(Place(id=str(i)) for i in range(n)),
        participants=tuple(Participant(id=f"{side}{i}") for i in range(n + 1) for side in "ab"),
        requests=tuple(Request(id=str(i), participants=(f"a{i}", f"b{i}")) for i in range(n + 1)),
    )
    held = tuple(Meeting(request=str(i), slot="10:00", place=str(i)) for i in range(n))
    desk, last = AdmissionController(problem, Timetable(held)), str(n)
    no = desk.admit(last, budget=QUICK)
    assert isinstance(no, Refused)
    assert no.in_the_way == n
    assert desk.admit(last, budget=QUICK) == no
    for gone in (0, n - 1):
        desk.follow(gone=[str(gone)])
        assert isinstance(desk.admit(last, budget=QUICK), Admitted)
        desk.withdraw(last)
        assert isinstance(desk.admit(str(gone), budget=QUICK), Admitted)
        assert isinstance(desk.admit(last, budget=QUICK), Refused)


def test_who_asks_again_has_the_next_unknown_cards_looked_into() -> None:
    """Where a meeting has to follow another, not all is tried at once."""
    first, *others = narrow(30, 1).requests
    problem = replace(narrow(30, 1), requests=(replace(first, after=(others[-1].id,)), *others))
    desk, ids = AdmissionController(problem, Timetable()), [r.id for r in problem.requests]
    for request in ids[: 4 * len(ids) // 5]:
        desk.admit(request, budget=Budget(ways=0, far_steps=20_000))
    cards = desk.possible([r for r in ids if r not in desk.witness.by_request()])
    unknown = [one.request for one in cards if one.chance is Chance.UNKNOWN]
    assert len(unknown) > 2
    state, memory = AdmissionState(problem, desk.witness), RefusalMemory()
    told: dict[tuple[str, str], Possibility] = {}
    looked = []
    for _ in unknown:
        batch.possible(state, unknown, memory=memory, remembered=told)
        looked.append([r for by, r in told if by == "chains"])
    assert looked == [unknown[:n] for n in range(1, len(unknown) + 1)]


def test_slots_that_a_search_for_a_proof_comes_upon_are_told() -> None:
    state = AdmissionState(one_hour(), Timetable())
    option = state.options("bo")[0]
    found = Search(state.model, state.arrays(), option).run(conflicts=100, largest=16, is_for_proof=True)
    assert found.slots == {option: 0}


def test_where_only_time_decides_no_card_is_open_and_all_say_what_the_desk_says() -> None:
    problem = narrow(40, 11)
    desk = AdmissionController(problem, Timetable())
    for request in problem.requests[:150]:
        desk.admit(request.id, budget=QUICK)
    cards = desk.possible([r.id for r in problem.requests if r.id not in desk.witness.by_request()])
    assert {c.chance for c in cards} == {Chance.POSSIBLE, Chance.IMPOSSIBLE}
    for card in cards:
        answer = AdmissionController(problem, desk.witness).admit(card.request, budget=QUICK)
        assert isinstance(answer, Admitted if card.chance is Chance.POSSIBLE else Refused)


def event(n_slots: int, tables: int, free: dict[str, str], pairs: list[str]) -> Problem:
    """People of one letter each, free in the slots told (a digit each); pairs of letters want to meet."""
    return Problem(
        slots=tuple(Slot(id=str(t)) for t in range(n_slots)),
        places=tuple(Place(id=f"table {i}") for i in range(tables)),
        participants=tuple(Participant(id=p, free=frozenset(when)) for p, when in free.items()),
        requests=tuple(Request(id=pair, participants=tuple(pair)) for pair in pairs),
    )


def told_last(problem: Problem) -> tuple[Possibility, AdmissionController]:
    """What the card of the last request says when all others are held."""
    desk = AdmissionController(problem, Timetable())
    *others, last = [r.id for r in problem.requests]
    assert all(isinstance(desk.admit(r, budget=QUICK), Admitted) for r in others)
    return desk.possible([last])[0], desk


def test_a_card_that_tables_and_time_forbid_together_says_so() -> None:
    """P cannot leave slot 0, for C has slot 1 only; so two tables of slot 0 stay taken."""
    free = {"p": "01", "a": "01", "c": "1", "b": "0", "d": "0", "x": "0", "y": "0"}
    card, desk = told_last(event(2, 2, free, ["pc", "pa", "bd", "xy"]))
    assert card.chance is Chance.IMPOSSIBLE
    no = desk.admit("xy", budget=QUICK)
    assert isinstance(no, Refused)
    assert (no.reason, set(no.core.requests)) == (card.reason, {"pc", "pa", "bd", "xy"})


def test_in_more_slots_than_a_mask_holds_cards_are_searched_for() -> None:
    """Three who are free in two slots cannot all meet each other."""
    card, _ = told_last(event(WIDEST + 2, 2, dict.fromkeys("abc", "12"), ["ab", "bc", "ac"]))
    assert card.chance is Chance.IMPOSSIBLE


@SLOW
@given(problem=problems(), data=st.data())
def test_no_remembered_no_is_wrong(problem: Problem, data: st.DataObject) -> None:
    problem = replace(
        problem, requests=tuple(replace(r, must=False, after=()) for r in problem.requests), frozen=()
    )
    late = list(problem.requests)
    early = [late.pop() for _ in range(1 + len(late) // 2)]
    desk = AdmissionController(replace(problem, requests=tuple(early)), Timetable())
    for _ in range(2 * len(problem.requests)):
        for change in data.draw(st.lists(st.sampled_from([given_up, amended, followed]), max_size=1)):
            change(desk, data)
        if late and data.draw(st.booleans()):
            desk.learn([late.pop()])
        asked = data.draw(st.sampled_from(desk.problem.requests)).id
        answer = desk.admit(asked, budget=QUICK)
        if isinstance(answer, Refused):
            anew = AdmissionController(desk.problem, desk.witness).admit(asked, budget=QUICK)
            assert not isinstance(anew, Admitted)
    told = desk.possible([r.id for r in desk.problem.requests])
    anew = AdmissionController(desk.problem, desk.witness)
    for one in told:
        if one.chance is Chance.IMPOSSIBLE:
            assert not isinstance(anew.admit(one.request, budget=QUICK), Admitted)
            assert one.request not in desk.witness.by_request()

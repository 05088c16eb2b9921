"""Certificates by hand: what each row proves, and what is refused as unsound."""

from __future__ import annotations

from dataclasses import replace

import pytest

from treffen.problem import Goal, Interpreter, Like, Participant, Place, Problem, Request, Slot, Talk
from treffen.timetable import AssignmentCertificate, CertificateRow, RowKind, SelectionCertificate, SlotPrice
from treffen.verification.bounds import BoundIndex, UnsoundCertificate, proved_bound, trivial_bound
from treffen.verification.index import ProblemIndex


def event_of(*pairs: str, slots: int = 2, places: int = 5, **more: object) -> Problem:
    """An event of pairs of one-letter participants, every request worth 1."""
    people = tuple(Participant(id=p) for p in sorted(set("".join(pairs))))
    return Problem(
        slots=tuple(Slot(id=f"s{i}") for i in range(slots)),
        places=tuple(Place(id=f"t{i}") for i in range(places)),
        requests=tuple(Request(id=pair, participants=tuple(pair)) for pair in pairs),
        **({"participants": people} | more),
    )


def proved(
    problem: Problem, *rows: CertificateRow, goal: Goal = Goal.VALUE, scale: int = 1, **values: int
) -> int:
    certificate = SelectionCertificate(goal=goal, scale=scale, rows=rows)
    known = {Goal(name): value for name, value in values.items()}
    return proved_bound(BoundIndex(ProblemIndex(problem)), certificate, values=known)


def row(kind: RowKind, people: str = "", *, times: int = 1, **more: object) -> CertificateRow:
    return CertificateRow(kind=kind, multiplier=times, participants=tuple(people), **more)


STAR = event_of("ab", "ac", "ad", "ae")
TRIANGLE = event_of("ab", "bc", "ac", slots=1)


def test_without_rows_everything_might_be_held() -> None:
    assert proved(STAR) == 4


def test_a_participant_has_no_more_meetings_than_free_slots() -> None:
    assert proved(STAR, row(RowKind.PARTICIPANT, "a")) == 2


def test_whoever_is_named_twice_by_one_request_has_one_seat_in_it() -> None:
    faulty = event_of("aa", "ab", slots=1)
    requests = (replace(faulty.requests[0], value=2), faulty.requests[1])
    assert proved(replace(faulty, requests=requests), row(RowKind.PARTICIPANT, "a")) == 2


def test_a_row_counts_only_requests_that_cannot_run_outside_its_slots() -> None:
    early = event_of("ab", "ac", "ad", "ae")
    requests = [replace(r, slots=frozenset({"s0"})) for r in early.requests[:3]]
    problem = replace(early, requests=(*requests, early.requests[3]))
    assert proved(problem, row(RowKind.PARTICIPANT, "a", slots=("s0",))) == 2


def test_an_interpreters_row_counts_only_requests_inside_its_slots() -> None:
    tongues = {"a": "de", "b": "en", "c": "fr"}
    people = tuple(Participant(id=p, languages=frozenset({x})) for p, x in tongues.items())
    helper = Interpreter(id="ira", languages=frozenset({"de", "en", "fr"}))
    problem = event_of("ab", "ac", "bc", participants=people, interpreters=(helper,))
    assert proved(problem, row(RowKind.INTERPRETERS)) == 2
    assert proved(problem, row(RowKind.INTERPRETERS, slots=("s0",))) == 3 + 1  # binds none, adds its limit
    fixed = replace(problem, requests=tuple(replace(r, slot="s0") for r in problem.requests))
    assert proved(fixed, row(RowKind.INTERPRETERS, slots=("s0",))) == 1


def test_a_maximum_binds() -> None:
    people = (Participant(id="a", maximum=1), *STAR.participants[1:])
    assert proved(replace(STAR, participants=people), row(RowKind.MAXIMUM, "a")) == 1


def test_places_bind_those_whom_no_other_place_suits() -> None:
    ramp = frozenset({"ramp"})
    places = (Place(id="plain"), Place(id="room", features=ramp, open=frozenset({"s0"})))
    pairs = event_of("ab", "cd", "ef")
    needy = replace(pairs, places=places, requests=tuple(replace(r, needs=ramp) for r in pairs.requests))
    assert proved(needy, row(RowKind.PLACES, places=("room",))) == 1
    assert proved(replace(pairs, places=places), row(RowKind.PLACES, places=("room",))) == 3 + 1
    assert proved(replace(pairs, places=places[1:]), row(RowKind.PLACES)) == 1


def test_a_pair_is_held_once() -> None:
    problem = event_of("ab", "ba", slots=9)
    pair = row(RowKind.PAIR, requests=("ab", "ba"))
    assert proved(problem, pair) == 1
    with pytest.raises(UnsoundCertificate):
        proved(replace(problem, pair_once=False), pair)


def test_three_people_have_one_meeting_in_a_slot() -> None:
    assert proved(TRIANGLE, row(RowKind.MATCHING, "abc")) == 1
    assert proved(TRIANGLE, row(RowKind.HALF, "abc")) == 1
    halves = [row(RowKind.PARTICIPANT, p) for p in "abc"]
    assert proved(TRIANGLE, *halves, scale=2) == 1
    longer = replace(TRIANGLE, slots=event_of("ab", slots=3).slots)
    assert proved(longer, row(RowKind.HALF, "abc"), row(RowKind.MATCHING, "abc"), scale=2) == (4 + 3) // 2


def test_an_odd_set_with_one_more_request_is_halved_too() -> None:
    problem = event_of("ab", "bc", "cd", slots=1)
    assert proved(problem, row(RowKind.HALF, "bc", requests=("ab", "cd"))) == 2


def test_an_organisation_lends_out_no_more_than_its_peoples_slots() -> None:
    staff = (Participant(id="x", organisation="inc"), Participant(id="y", organisation="inc"))
    guests = tuple(Participant(id=p) for p in "abcdef")
    asked = tuple(Request(id=p, participants=(p,), delegates=("inc",)) for p in "abcde")
    within = Request(id="xy", participants=("x", "y"))
    problem = event_of(participants=(*staff, *guests))
    problem = replace(problem, requests=(*asked, within))
    assert proved(problem, row(RowKind.ORGANISATION, organisation="inc")) == 4
    busy = replace(problem, requests=(*asked, replace(within, value=2)))
    assert proved(busy, row(RowKind.ORGANISATION, organisation="inc")) == 4


def test_minima_that_need_more_slots_than_there_are_leave_a_shortfall() -> None:
    people = tuple(replace(p, minimum=4 if p.id == "a" else 0) for p in STAR.participants)
    problem = replace(STAR, participants=people)
    rows = (row(RowKind.MINIMUM, "a"), row(RowKind.PARTICIPANT, "a"))
    assert proved(problem, *rows, goal=Goal.SHORTFALL) == 2
    assert proved(problem, rows[0], goal=Goal.SHORTFALL) == 0


def test_meetings_that_must_be_held_cost_talks() -> None:
    talks = (Talk(id="talk", slots=frozenset({"s0"})),)
    me = Participant(id="a", likes=(Like(talk="talk", price=7),))
    problem = event_of("ab", "ac")
    problem = replace(
        problem,
        participants=(me, *problem.participants[1:]),
        requests=tuple(replace(r, must=True) for r in problem.requests),
        talks=talks,
    )
    rows = [
        row(RowKind.TALKS, "a", times=7),
        *(row(RowKind.MUST, requests=(r,), times=7) for r in ("ab", "ac")),
    ]
    assert proved(problem, *rows, goal=Goal.TALKS) == 7
    assert proved(problem, *rows[:2], goal=Goal.TALKS) == 0
    optional = replace(problem, requests=tuple(replace(r, must=False) for r in problem.requests))
    with pytest.raises(UnsoundCertificate):
        proved(optional, *rows, goal=Goal.TALKS)
    rows = [row(RowKind.TALKS, "a", times=7), row(RowKind.GOAL, goal=Goal.VALUE, times=7)]
    assert proved(optional, *rows, goal=Goal.TALKS, value=2) == 7
    assert proved(optional, *rows, goal=Goal.TALKS, value=1) == 0


BAD_ROWS = [
    row(RowKind.PARTICIPANT, "ab"),
    row(RowKind.PARTICIPANT, "z"),
    row(RowKind.PARTICIPANT),
    row(RowKind.PARTICIPANT, "a", slots=("s9",)),
    row(RowKind.MAXIMUM, "a"),
    row(RowKind.PLACES, places=("cellar",)),
    row(RowKind.INTERPRETERS, interpreters=("kim",)),
    row(RowKind.ORGANISATION, organisation="nobody"),
    row(RowKind.ORGANISATION),
    row(RowKind.PAIR, requests=("ab", "ac")),
    row(RowKind.PAIR),
    row(RowKind.MUST, requests=("ab",)),
    row(RowKind.MATCHING, "az"),
    row(RowKind.HALF, "ab", requests=("ghost",)),
    row(RowKind.GOAL, goal=Goal.VALUE),
    row(RowKind.GOAL),
    row(RowKind.PARTICIPANT, "a", times=-1),
    replace(row(RowKind.PARTICIPANT, "a"), multiplier=True),
    replace(row(RowKind.PARTICIPANT, "a"), multiplier=0.5),
]


@pytest.mark.parametrize("bad", BAD_ROWS)
def test_a_row_that_need_not_hold_is_unsound(bad: CertificateRow) -> None:
    with pytest.raises(UnsoundCertificate):
        proved(STAR, bad)


@pytest.mark.parametrize("scale", [0, -1, 1.5, True])
def test_a_scale_is_a_positive_whole_number(scale: object) -> None:
    with pytest.raises(UnsoundCertificate):
        proved(STAR, scale=scale)


@pytest.mark.parametrize("goal", [Goal.BREAKS, Goal.IDLE, Goal.CHANGES, Goal.WALKING, Goal.PLACES])
def test_rows_prove_nothing_about_other_goals(goal: Goal) -> None:
    with pytest.raises(UnsoundCertificate):
        proved(STAR, goal=goal)


# --- prices of slots ------------------------------------------------------------------------


def torn(slots: int = 4, places: int = 5) -> Problem:
    """`a` must meet in the first and the last slot; `b` and `c` meet each other whenever they like."""
    problem = event_of("ab", "ac", slots=slots, places=places)
    fixed = zip(problem.requests, ("s0", f"s{slots - 1}"), strict=True)
    return replace(problem, requests=tuple(replace(r, must=True, slot=s) for r, s in fixed))


def priced(problem: Problem, *prices: SlotPrice, goal: Goal = Goal.BREAKS, scale: int = 1) -> int:
    certificate = AssignmentCertificate(goal=goal, scale=scale, prices=prices)
    return proved_bound(BoundIndex(ProblemIndex(problem)), certificate)


def test_a_forced_hole_is_proved_without_prices() -> None:
    assert priced(torn()) == 1
    assert priced(torn(), goal=Goal.IDLE) == 2
    assert trivial_bound(BoundIndex(ProblemIndex(torn())), Goal.IDLE, values={}) == 2


def test_partners_who_are_away_make_a_hole() -> None:
    people = (Participant(id="a"), *(Participant(id=p, free=frozenset({"s0", "s2"})) for p in "bc"))
    problem = event_of("ab", "ac", slots=3, participants=people)
    problem = replace(problem, requests=tuple(replace(r, must=True) for r in problem.requests))
    assert priced(problem) == 1
    assert priced(replace(problem, participants=tuple(Participant(id=p) for p in "abc"))) == 0


def test_prices_of_places_and_people_together_prove_that_a_closed_place_makes_holes() -> None:
    problem = event_of("ab", "ba", slots=3, pair_once=False)
    problem = replace(
        problem,
        requests=tuple(replace(r, must=True) for r in problem.requests),
        places=(Place(id="t0", open=frozenset({"s0", "s2"})),),
    )
    closed = SlotPrice(slot="s1", price=2)
    assert priced(problem) == 0
    assert priced(problem, closed) == 0
    assert priced(problem, closed, *(SlotPrice(slot="s1", participant=p, price=-1) for p in "ab")) == 2


def test_a_must_talk_in_a_hole_is_no_break() -> None:
    problem = torn(slots=3)
    me = replace(problem.participants[0], must_attend=frozenset({"talk"}))
    heard = replace(
        problem,
        participants=(me, *problem.participants[1:]),
        talks=(Talk(id="talk", slots=frozenset({"s1"})),),
    )
    assert [priced(problem), priced(heard)] == [1, 0]


def test_blocks_stand_apart() -> None:
    problem = torn(slots=4)
    halves = tuple(replace(s, block="ab"[i // 2]) for i, s in enumerate(problem.slots))
    assert priced(replace(problem, slots=halves)) == 0


def test_talks_are_priced_by_what_must_be_missed() -> None:
    problem = torn(slots=3)
    me = replace(problem.participants[0], likes=(Like(talk="one", price=4), Like(talk="two", price=2)))
    talks = (Talk(id="one", slots=frozenset({"s0"})), Talk(id="two", slots=frozenset({"s1"})))
    problem = replace(problem, participants=(me, *problem.participants[1:]), talks=talks)
    assert priced(problem, goal=Goal.TALKS) == 4
    open_ = replace(problem, requests=tuple(replace(r, slot=None) for r in problem.requests))
    assert priced(open_, goal=Goal.TALKS) == 2  # better miss the cheaper talk
    assert priced(open_, SlotPrice(slot="s0", participant="a", price=9), goal=Goal.TALKS) == 4 - 9


@pytest.mark.parametrize(
    "price",
    [
        SlotPrice(slot="s9", price=1),
        SlotPrice(slot="s0", participant="z", price=1),
        SlotPrice(slot="s0", price=-1),
        SlotPrice(slot="s0", participant="a", price=0.5),
    ],
)
def test_an_odd_price_is_unsound(price: SlotPrice) -> None:
    with pytest.raises(UnsoundCertificate):
        priced(torn(), price)


def test_prices_prove_nothing_where_requests_may_be_left_out() -> None:
    with pytest.raises(UnsoundCertificate):
        priced(STAR)
    assert trivial_bound(BoundIndex(ProblemIndex(STAR)), Goal.BREAKS, values={}) == 0


def test_prices_prove_nothing_about_value() -> None:
    with pytest.raises(UnsoundCertificate):
        priced(torn(), goal=Goal.VALUE)

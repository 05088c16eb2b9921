"""Places slot by slot: what many want is kept for them, and as few change their place as can be."""

from __future__ import annotations

from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.solvers.base import build_model
from treffen.solvers.placement.incremental import Seating


def seats(*suits: str) -> tuple[Seating, list[str]]:
    """An event with one slot and a place a letter; meeting n can be at the places of suits[n]."""
    places = sorted(set("".join(suits)))
    problem = Problem(
        slots=(Slot(id="10:00"),),
        places=tuple(Place(id=p) for p in places),
        participants=tuple(
            Participant(id=f"{n} {side}") for n in range(len(suits)) for side in ("left", "right")
        ),
        requests=tuple(
            Request(id=str(n), participants=(f"{n} left", f"{n} right"), places=frozenset(suit))
            for n, suit in enumerate(suits)
        ),
    )
    return Seating(build_model(problem), []), places


def held(seating: Seating, places: list[str], n: int) -> str:
    return places[seating.of(n)[0]]


def test_what_suits_more_kinds_of_meetings_is_kept_for_them() -> None:
    seating, places = seats("ab", "a")
    assert seating.move([(0, 0)])
    assert held(seating, places, 0) == "b"
    assert seating.move([(1, 0)])
    assert seating.settle() == {0, 1}
    assert (held(seating, places, 0), held(seating, places, 1)) == ("b", "a")


def test_as_few_as_can_be_change_their_place() -> None:
    # 4 wants a or d. Through a three would move (a to b, b to c, c to e); through d one.
    seating, places = seats("ab", "bc", "ce", "df", "ad", "e")
    for n, place in enumerate("abcd"):
        seating._halls[0].take(n, places.index(place), range(1))
    seating.settle()
    assert seating.move([(4, 0)])
    assert seating.settle() == {3, 4}
    assert (held(seating, places, 3), held(seating, places, 4)) == ("f", "d")


def test_what_does_not_fit_changes_nothing() -> None:
    seating, places = seats("ab", "ab", "ab")
    assert seating.move([(0, 0), (1, 0)])
    seating.settle()
    before = [held(seating, places, n) for n in range(2)]
    assert not seating.move([(2, 0)])
    seating.undo()
    assert [held(seating, places, n) for n in range(2)] == before

"""One hash for one problem: it changes with the content and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from treffen.problem import Goal, Participant, Place, Problem, Request, Slot

NINE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PROBLEM = Problem(
    slots=(Slot(id="a", start=NINE), Slot(id="b")),
    places=(Place(id="t1", features=frozenset(["quiet", "screen"])), Place(id="t2")),
    participants=(Participant(id="ada"), Participant(id="bo", free=frozenset(["a"]))),
    requests=(
        Request(id="1", participants=("ada", "bo"), value=3),
        Request(id="2", participants=("bo", "ada")),
    ),
    goals=(Goal.VALUE, Goal.IDLE),
)

OTHER = {
    "value": replace(PROBLEM, requests=(replace(PROBLEM.requests[0], value=4), PROBLEM.requests[1])),
    "nobody free and everybody free": replace(
        PROBLEM, participants=(PROBLEM.participants[0], Participant(id="bo", free=frozenset()))
    ),
    "slots": replace(PROBLEM, slots=PROBLEM.slots[::-1]),
    "requests": replace(PROBLEM, requests=PROBLEM.requests[::-1]),
    "goals": replace(PROBLEM, goals=PROBLEM.goals[::-1]),
    "pair_once": replace(PROBLEM, pair_once=False),
    "most_breaks": replace(PROBLEM, most_breaks=0),
    "fewest": replace(PROBLEM, requests=(replace(PROBLEM.requests[0], fewest=2), PROBLEM.requests[1])),
}


@pytest.mark.parametrize("other", OTHER.values(), ids=OTHER)
def test_other_content_has_another_hash(other: Problem) -> None:
    assert other.digest() != PROBLEM.digest()


def test_the_title_and_the_order_of_places_and_participants_do_not_count() -> None:
    same = replace(
        PROBLEM,
        title="Cluster Week",
        places=PROBLEM.places[::-1],
        participants=PROBLEM.participants[::-1],
    )
    assert same.digest() == PROBLEM.digest()


def test_the_same_moment_in_another_zone_is_the_same() -> None:
    berlin = NINE.astimezone(timezone(timedelta(hours=1)))
    assert replace(PROBLEM, slots=(Slot(id="a", start=berlin), Slot(id="b"))).digest() == PROBLEM.digest()


def test_the_hash_stays_the_same_over_releases() -> None:
    small = Problem(
        slots=(Slot(id="s"),),
        places=(Place(id="t"),),
        participants=(Participant(id="ada"), Participant(id="bo")),
        requests=(Request(id="1", participants=("ada", "bo")),),
    )
    assert small.digest() == "sha256:8e18881146836eb377f118d541b9c5d76d595f729f6c46add12c55912a5e111e"


def test_strange_characters_in_ids_do_no_harm() -> None:
    odd = replace(PROBLEM, places=(Place(id="\ud800"), Place(id="t2,[]")))
    assert odd.digest().startswith("sha256:")


class _Code(str):
    """A kind of text with a `repr` of its own, as of numpy and of enumerations."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"_Code({str(self)!r})"


@pytest.mark.parametrize("at", range(3))
def test_the_kind_of_text_of_an_id_does_not_count(at: int) -> None:
    """The id of a request, and each of the two people of it."""
    first = PROBLEM.requests[0]
    id, *people = (_Code(text) if n == at else text for n, text in enumerate((first.id, *first.participants)))
    same = replace(PROBLEM, requests=(replace(first, id=id, participants=tuple(people)), PROBLEM.requests[1]))
    assert (same.faults(), same) == ((), PROBLEM)
    assert same.digest() == PROBLEM.digest()

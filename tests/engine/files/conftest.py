"""Invented problems with every feature, for round trips through every format."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import strategies as st

from treffen.problem import (
    DEFAULT_GOALS,
    Delegation,
    Goal,
    Interpreter,
    Like,
    Meeting,
    Participant,
    Place,
    PlaceKind,
    Problem,
    Request,
    Slot,
    Talk,
    Walk,
)

SUMMER = timezone(timedelta(hours=2))
START = datetime(2027, 4, 20, 9, 0, tzinfo=SUMMER)
WORDS = ("quiet", "step-free", "large screen", "it's 5 o'clock", "a=b", "x;y", "one, two", 'with "quotes"')
LANGUAGES = ("de", "en", "fr")
IDS = st.one_of(
    st.sampled_from(
        [
            "ada",
            "7",
            "007",
            "1e5",
            "A, B",
            "C; D",
            "E|F",
            '"G"',
            "H=2",
            "=1+1",
            "ja",
            "-",
            "10:00",
            "a b",
            "äöü",
        ]
    ),
    st.text(
        st.characters(exclude_categories=["C", "Z"]),
        min_size=1,
        max_size=6,
    ),
)


@st.composite
def invented(draw: st.DrawFn, ids: st.SearchStrategy[str] = IDS) -> Problem:
    """A sound problem: every feature may be there, every reference exists."""

    def names(most: int, least: int = 0) -> list[str]:
        return draw(st.lists(ids, min_size=least, max_size=most, unique_by=str.casefold))

    def some(of: list[str]) -> Any:
        return frozenset(draw(st.lists(st.sampled_from(of), max_size=3))) if of else frozenset()

    def maybe(value: Any) -> Any:
        return draw(st.sampled_from([None, value]))

    def one(of: list[str]) -> Any:
        return draw(st.sampled_from([None, *of]))

    slots = names(5, 1)
    places, talks, people = names(4, 1), names(3), names(6, 3)
    interpreters, requests, zones = names(2), names(5), names(3, 1)
    is_timed = draw(st.booleans())
    clock = [START + timedelta(minutes=30 * i) for i in range(len(slots))]
    long = timedelta(minutes=draw(st.sampled_from([20, 30])))
    morning = draw(st.integers(0, len(slots)))
    participants = []
    for id in people:
        liked = some(talks)
        participants.append(
            Participant(
                id=id,
                organisation=one(["north", "south; co"]),
                network=one(["alpha"]),
                free=maybe(some(slots)),
                minimum=draw(st.integers(0, 2)),
                maximum=draw(st.sampled_from([None, 2, 9])),
                most_breaks=draw(st.sampled_from([None, 0, 1])),
                home=one(places),
                needs=some(list(WORDS)),
                languages=some(list(LANGUAGES)),
                must_attend=some([t for t in talks if t not in liked]),
                likes=tuple(Like(talk=t, price=draw(st.integers(0, 3))) for t in sorted(liked)),
            )
        )
    staff = sorted({p.organisation for p in participants if p.organisation})
    asked: list[Request] = []
    for id in requests:
        allowed, open_places = maybe(some(slots)), maybe(some(places))
        asked.append(
            Request(
                id=id,
                participants=tuple(
                    draw(st.lists(st.sampled_from(people), min_size=2, max_size=3, unique=True))
                ),
                value=draw(st.integers(0, 10**9)),
                must=draw(st.booleans()),
                slots=allowed,
                places=open_places,
                slot=one(sorted(allowed) if allowed is not None else slots),
                place=one(sorted(open_places) if open_places is not None else places),
                after=tuple(sorted(some([r.id for r in asked]))),
                length=draw(st.integers(1, 3)),
                needs=some(list(WORDS)),
            )
        )
    frozen = draw(st.lists(st.sampled_from(requests), max_size=2, unique=True)) if requests else []
    chosen = [p for p in participants if p.organisation]
    problem = Problem(
        title=draw(st.sampled_from(["", "Ein Tag in Würzburg"])),
        slots=tuple(
            Slot(
                id=id,
                block="morning" if i < morning else draw(st.just("")),
                start=clock[i] if is_timed else None,
                end=clock[i] + long if is_timed else None,
            )
            for i, id in enumerate(slots)
        ),
        places=tuple(
            Place(
                id=id,
                kind=draw(st.sampled_from(PlaceKind)),
                zone=draw(st.sampled_from(zones)),
                features=some(list(WORDS)),
                open=maybe(some(slots)),
            )
            for id in places
        ),
        talks=tuple(Talk(id=id, slots=some(slots)) for id in talks),
        participants=tuple(participants),
        interpreters=tuple(
            Interpreter(id=id, languages=some(list(LANGUAGES)), free=maybe(some(slots)))
            for id in interpreters
        ),
        requests=tuple(asked),
        frozen=tuple(
            Meeting(
                request=id,
                slot=draw(st.sampled_from(slots)),
                place=draw(st.sampled_from(places)),
                delegates=(
                    (Delegation(organisation=chosen[0].organisation, participant=chosen[0].id),)
                    if chosen and draw(st.booleans())
                    else ()
                ),
                interpreter=one(interpreters),
            )
            for id in frozen
        ),
        pair_once=draw(st.booleans()),
        most_breaks=draw(st.sampled_from([None, 0, 2])),
        break_spread=draw(st.sampled_from([None, 0, 2])),
        goals=tuple(draw(st.sampled_from([DEFAULT_GOALS, (Goal.BREAKS, Goal.CHANGES), ()]))),
    )
    used = sorted({p.zone for p in problem.places})
    walks = (Walk(here=used[0], there=used[-1], minutes=draw(st.integers(0, 9))),) if len(used) > 1 else ()
    if staff and draw(st.booleans()):
        several = Request(id="delegated", participants=(), delegates=tuple(staff)[:2])
        if len(staff) > 1 and "delegated" not in requests:
            asked.append(several)
    return Problem(
        **{
            **{f: getattr(problem, f) for f in problem.__dataclass_fields__},
            "walks": walks,
            "requests": tuple(asked),
        }
    )


@pytest.fixture(scope="session")
def problems() -> st.SearchStrategy[Problem]:
    """A strategy of sound problems with every feature."""
    return invented()

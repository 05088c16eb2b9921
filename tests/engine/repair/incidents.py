"""Hypothesis strategies: what can happen to an event and its timetable."""

from __future__ import annotations

from hypothesis import strategies as st

from treffen.problem import Place, PlaceId, Problem, Request, RequestId, SlotId
from treffen.repair import (
    Back,
    Disruption,
    Freeze,
    Gone,
    Late,
    NoShow,
    Overran,
    PlaceAdded,
    PlaceBack,
    PlaceLost,
    TalkMoved,
    Urgent,
    Withdrawn,
)
from treffen.timetable import Timetable


@st.composite
def incident(draw: st.DrawFn, problem: Problem, timetable: Timetable, *, number: int = 0) -> Disruption:
    """One disruption that is sound for this problem and timetable."""
    slots = [s.id for s in problem.slots]
    people = [p.id for p in problem.participants]
    places = [p.id for p in problem.places]
    since = st.none() | st.sampled_from(slots)
    kinds = [
        st.builds(Gone, participant=st.sampled_from(people), since=since),
        st.builds(Late, participant=st.sampled_from(people), until=st.sampled_from(slots)),
        st.builds(Back, participant=st.sampled_from(people), since=since),
        st.builds(PlaceLost, place=st.sampled_from(places), since=since),
        st.builds(PlaceBack, place=st.sampled_from(places), since=since),
        st.builds(Withdrawn, request=st.sampled_from([r.id for r in problem.requests])),
        st.builds(Freeze, slots=st.integers(0, 3)),
        st.just(PlaceAdded(place=Place(id=PlaceId(f"new t{number}")))),
        _urgent(problem, number),
    ]
    if problem.talks:
        talks = st.sampled_from([t.id for t in problem.talks])
        kinds.append(st.builds(TalkMoved, talk=talks, slots=st.sets(st.sampled_from(slots)).map(frozenset)))
    if timetable.meetings:
        held = st.sampled_from([m.request for m in timetable.meetings])
        kinds.append(st.builds(Overran, request=held, slots=st.integers(1, 2)))
        kinds.append(held.flatmap(lambda r: _no_show(problem, r)))
    return draw(st.one_of(kinds))


def _urgent(problem: Problem, number: int) -> st.SearchStrategy[Disruption]:
    pairs = st.permutations([p.id for p in problem.participants]).map(lambda ids: tuple(ids[:2]))
    return st.builds(
        lambda pair, value: Urgent(
            request=Request(id=RequestId(f"new {number}"), participants=pair, value=value)
        ),
        pairs,
        st.integers(0, 5),
    )


def _no_show(problem: Problem, id: RequestId) -> st.SearchStrategy[Disruption]:
    request = next(r for r in problem.requests if r.id == id)
    who = st.sampled_from(request.participants)
    return st.builds(NoShow, request=st.just(id), participant=who, again=st.booleans())


@st.composite
def incidents(draw: st.DrawFn, problem: Problem, timetable: Timetable) -> tuple[Disruption, ...]:
    """Up to three disruptions that do not speak of one meeting twice."""
    found = [draw(incident(problem, timetable, number=n)) for n in range(draw(st.integers(0, 3)))]
    seen: set[RequestId] = set()
    kept = []
    for one in found:
        named = getattr(one, "request", None)
        if isinstance(named, str) and named in seen:
            continue
        seen.add(named)
        kept.append(one)
    return tuple(kept)


def moments(problem: Problem) -> st.SearchStrategy[SlotId | None]:
    """When it happens."""
    return st.none() | st.sampled_from([s.id for s in problem.slots])

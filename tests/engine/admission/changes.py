"""What brute force is asked after a way out was taken: the problem as the way says it would be."""

from __future__ import annotations

from dataclasses import replace

from treffen.admission import AdmissionRemedy, AdmissionRemedyKind
from treffen.problem import Participant, Place, PlaceId, Problem, Request, RequestId


def after(problem: Problem, request: RequestId, way: AdmissionRemedy) -> Problem:
    """The changed problem. A meeting that is given up is for the caller to leave out."""
    if way.kind is AdmissionRemedyKind.MORE_PLACES:
        return _with_a_place(problem, request, way)
    if way.kind is AdmissionRemedyKind.OTHER_DELEGATE:
        assert way.delegate is not None
        other = way.delegate
        people = {
            r.id: tuple(other if p == way.participant else p for p in r.participants)
            for r in problem.requests
        }
        requests = tuple(
            replace(r, participants=people[r.id]) if r.id == request else r for r in problem.requests
        )
        return replace(problem, requests=requests)
    changed = tuple(_person(problem, p, way) if p.id == way.participant else p for p in problem.participants)
    return replace(problem, participants=changed)


def _person(problem: Problem, person: Participant, way: AdmissionRemedy) -> Participant:
    if way.kind is AdmissionRemedyKind.FREE_SLOT:
        assert person.free is not None
        assert way.slot is not None
        return replace(person, free=person.free | {way.slot})
    if way.kind is AdmissionRemedyKind.GIVE_UP_TALK:
        there = {t.id for t in problem.talks if way.slot in t.slots}
        return replace(person, must_attend=person.must_attend - there)
    if way.kind is AdmissionRemedyKind.RAISE_MAXIMUM:
        assert person.maximum is not None
        return replace(person, maximum=person.maximum + 1)
    return person


def _with_a_place(problem: Problem, request: RequestId, way: AdmissionRemedy) -> Problem:
    features = frozenset(f for p in problem.places for f in p.features)
    features |= {f for r in problem.requests for f in r.needs}
    features |= {f for p in problem.participants for f in p.needs}
    assert way.slot is not None
    place = Place(id=PlaceId("one more"), open=frozenset({way.slot}), features=features)

    def open_to(r: Request) -> Request:
        return replace(r, places=r.places | {place.id}) if r.places is not None and r.id == request else r

    requests = tuple(open_to(r) for r in problem.requests)
    return replace(problem, places=(*problem.places, place), requests=requests)

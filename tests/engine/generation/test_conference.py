"""The invented conference contains everything, and can be held."""

import pytest

from treffen.generation import conference, conference_labels, conference_witness
from treffen.problem import EntityKind
from treffen.verification import find_violations


@pytest.mark.parametrize(("people", "seed"), [(12, 0), (30, 1), (150, 1), (150, 2), (400, 3)])
def test_the_hidden_timetable_keeps_every_hard_rule(people: int, seed: int) -> None:
    problem = conference(people, seed)
    assert list(find_violations(problem, conference_witness(people, seed))) == []


def test_the_hidden_timetable_holds_all_that_must_be_held() -> None:
    problem, held = conference(150, 4), conference_witness(150, 4).by_request()
    musts = {r.id for r in problem.requests if r.must} | {m.request for m in problem.frozen}
    assert musts <= held.keys()
    assert len(musts) > 20


def test_every_kind_of_wish_occurs() -> None:
    requests = conference(150, 1).requests
    found = {
        "must": any(r.must for r in requests),
        "fixed slot": any(r.slot is not None for r in requests),
        "fixed place": any(r.place is not None for r in requests),
        "half of the day": any(r.slots is not None for r in requests),
        "long": any(r.length == 2 for r in requests),
        "group": any(len(r.participants) > 2 for r in requests),
        "delegates": any(r.delegates for r in requests),
        "order": any(r.after for r in requests),
    }
    assert [kind for kind, occurs in found.items() if not occurs] == []


def test_every_kind_of_guest_occurs() -> None:
    people = conference(150, 1).participants
    found = {
        "late or early": any(p.free is not None for p in people),
        "maximum": any(p.maximum is not None for p in people),
        "minimum": any(p.minimum > 0 for p in people),
        "few breaks": any(p.most_breaks is not None for p in people),
        "home": any(p.home is not None for p in people),
        "needs": any(p.needs for p in people),
        "speaker": any(p.must_attend for p in people),
        "likes": any(p.likes for p in people),
        "no German": any("de" not in p.languages for p in people),
        "no English": any("en" not in p.languages for p in people),
        "no network": any(p.network is None for p in people),
    }
    assert [kind for kind, occurs in found.items() if not occurs] == []


def test_slots_are_twenty_minutes_in_berlin_summer_time() -> None:
    slots = conference(150, 1).slots
    assert slots[0].start is not None
    assert slots[-1].end is not None
    assert slots[0].start.isoformat() == "2027-04-20T10:00:00+02:00"
    assert slots[-1].end.isoformat() == "2027-04-20T15:30:00+02:00"
    assert [(block, len(run)) for block, run in conference(150, 1).blocks()] == [
        ("morning", 6),
        ("afternoon", 6),
    ]


def test_requests_without_an_exhibitor_stay_away_from_the_stands() -> None:
    problem = conference(150, 1)
    exhibitors = {p.id for p in problem.participants if p.home is not None}
    stands = {p.id for p in problem.places if p.id.startswith("stand")}
    plain = [r for r in problem.requests if len(r.participants) == 2 and not exhibitors & set(r.participants)]
    assert all(r.places is not None and not stands & r.places for r in plain)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_place_talk_participant_and_interpreter_has_one_name_of_its_own(language: str) -> None:
    problem, labels = conference(150, 1), conference_labels(150, 1, language=language)
    nouns = {
        EntityKind.PARTICIPANT: problem.participants,
        EntityKind.PLACE: problem.places,
        EntityKind.TALK: problem.talks,
        EntityKind.INTERPRETER: problem.interpreters,
    }
    assert [(n, x.id) for n, many in nouns.items() for x in many if (n, x.id) not in labels] == []
    assert len(set(labels.values())) == len(labels)


def test_names_of_organisations_say_that_they_are_invented() -> None:
    labels = conference_labels(150, 2)
    organisations = [name for (noun, _), name in labels.items() if noun == "organisation"]
    assert organisations
    assert [name for name in organisations if "Demo" not in name] == []

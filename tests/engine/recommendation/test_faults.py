"""Every fault of a pool is found, with its noun, id, field and value, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from treffen import words
from treffen.problem import EntityKind, Fault, FaultKind
from treffen.recommendation import ActorKind, Direction, Pool, Position, Profile, Statement

OFFER = Statement(id="o1", direction=Direction.OFFER, text="Laserschweißen", concepts=("PRO-LASER",))
NEED = Statement(id="n1", direction=Direction.NEED, text="a pilot plant", language="en")
ADA = Profile(
    id="ada",
    offers=(OFFER,),
    needs=(NEED,),
    kind=ActorKind.COMPANY,
    position=Position(lat=52.5, lon=13.4),
    known=frozenset(["bo"]),
    wanted=8,
)
BO = Profile(id="bo", blocked=frozenset(["ada"]))
K, P, S = FaultKind, EntityKind.PROFILE, EntityKind.STATEMENT


def _ada(**changes: Any) -> Pool:
    return Pool(profiles=(replace(ADA, **changes), BO))


def _offer(**changes: Any) -> Pool:
    return _ada(offers=(replace(OFFER, **changes),))


def _fault(kind: FaultKind, noun: EntityKind, id: str, field: str, value: str = "") -> Fault:
    return Fault(kind=kind, noun=noun, id=id, field=field, value=value)


CASES: list[tuple[Pool, list[Fault]]] = [
    (_ada(id=7), [_fault(K.BAD_TYPE, P, "7", "id", "7")]),
    (_ada(topics=["a"]), [_fault(K.BAD_TYPE, P, "ada", "topics", "['a']")]),
    (_ada(kind="company"), [_fault(K.BAD_TYPE, P, "ada", "kind", "company")]),
    (_ada(wanted=2.5), [_fault(K.BAD_TYPE, P, "ada", "wanted", "2.5")]),
    (_ada(opted_in=1), [_fault(K.BAD_TYPE, P, "ada", "opted_in", "1")]),
    (_offer(weight="1"), [_fault(K.BAD_TYPE, S, "o1", "weight", "1")]),
    (_ada(wanted=-1), [_fault(K.BAD_NUMBER, P, "ada", "wanted", "-1")]),
    (_offer(weight=0.0), [_fault(K.BAD_NUMBER, S, "o1", "weight", "0.0")]),
    (_offer(weight=float("nan")), [_fault(K.BAD_NUMBER, S, "o1", "weight", "nan")]),
    (_ada(position=Position(lat=91, lon=0)), [_fault(K.BAD_POSITION, P, "ada", "position", "91, 0")]),
    (_ada(known=frozenset(["ada"])), [_fault(K.NAMES_ITSELF, P, "ada", "known", "ada")]),
    (_ada(blocked=frozenset(["eve"])), [_fault(K.UNKNOWN_ID, P, "ada", "blocked", "eve")]),
    (_offer(text=" ", concepts=()), [_fault(K.EMPTY_STATEMENT, S, "o1", "text")]),
    (_offer(language="fr"), [_fault(K.UNKNOWN_LANGUAGE, S, "o1", "language", "fr")]),
    (_offer(direction=Direction.NEED), [_fault(K.WRONG_DIRECTION, S, "o1", "direction", "need")]),
    (_offer(id="n1"), [_fault(K.DUPLICATE_ID, S, "n1", "id", "n1")]),
    (_offer(id=""), [_fault(K.EMPTY_ID, S, "", "id")]),
    (_offer(id="x" * 201), [_fault(K.LONG_ID, S, "x" * 200, "id", "201")]),
    (Pool(profiles=(ADA, BO, BO)), [_fault(K.DUPLICATE_ID, P, "bo", "id", "bo")]),
    (
        _ada(offers=tuple(replace(OFFER, id=f"o{n}") for n in range(101))),
        [_fault(K.TOO_MANY_STATEMENTS, P, "ada", "offers", "101")],
    ),
]


def test_a_sound_pool_has_no_faults() -> None:
    assert Pool(profiles=(ADA, BO)).faults() == ()


@pytest.mark.parametrize(("pool", "expected"), CASES)
def test_each_fault_is_found_alone(pool: Pool, expected: list[Fault]) -> None:
    assert list(pool.faults()) == expected
    for language in words.LANGUAGES:
        assert "{" not in words.fault(expected[0], language)


def test_concepts_are_looked_up_where_the_vocabulary_is_known() -> None:
    pool = Pool(profiles=(ADA, BO))
    assert pool.faults(concepts=frozenset(["PRO-LASER"])) == ()
    missing = _fault(K.UNKNOWN_ID, S, "o1", "concepts", "PRO-LASER")
    assert pool.faults(concepts=frozenset(["X"])) == (missing,)


def test_all_faults_come_at_once() -> None:
    pool = _ada(wanted=-1, known=frozenset(["ada", "eve"]), offers=(replace(OFFER, language="fr"),))
    assert [f.kind for f in pool.faults()] == [
        K.BAD_NUMBER,
        K.NAMES_ITSELF,
        K.UNKNOWN_ID,
        K.UNKNOWN_LANGUAGE,
    ]


def test_the_digest_knows_the_content_and_not_the_order() -> None:
    one, other = Pool(profiles=(ADA, BO)), Pool(profiles=(BO, ADA), title="x")
    assert one.digest() == other.digest() != _ada(wanted=9).digest()

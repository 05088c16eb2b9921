"""Requests with very many names are judged without comparing each with each."""

from __future__ import annotations

from treffen.problem import EntityKind, FaultKind, Participant, Place, Problem, Request, Slot


class Compared(str):
    """A name that counts how often any of its kind is compared."""

    __slots__ = ()
    n = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Compared.n += 1
        return str.__eq__(self, other)


def test_a_request_of_many_names_is_not_compared_name_by_name() -> None:
    many = 2_000
    people = tuple(Participant(id=f"p{i}", organisation=f"o{i}") for i in range(many))
    ids, organisations = ([Compared(f"{letter}{i}") for i in range(many)] for letter in "po")
    requests = (
        Request(id="1", participants=(*ids, ids[-1])),
        Request(id="2", participants=("p0",), delegates=(*organisations[1:], organisations[-1])),
    )
    problem = Problem(slots=(Slot(id="s"),), places=(Place(id="t"),), participants=people, requests=requests)
    found = [(one.kind, one.value) for one in problem.faults() if one.noun is EntityKind.REQUEST]
    assert found == [(FaultKind.SAME_PERSON_TWICE, ids[-1]), (FaultKind.NO_DELEGATE, organisations[-1])]
    assert Compared.n < 30 * many

"""Which networks belong beside a network, and why."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handschlag.directory.related import Relative, Tie, kilometres, relations

DRESDEN, FREIBERG, LEIPZIG, BERLIN = (51.05, 13.74), (50.91, 13.34), (51.34, 12.37), (52.52, 13.40)
HERE = Relative(id=1, name="Optik Sachsen", fields=frozenset({"OPT", "MIK"}), at=DRESDEN)


def other(number: int, **values) -> Relative:
    return Relative(id=number, name=values.pop("name", f"Netz {number}"), **values)


def ties(found) -> dict[int, list[Tie]]:
    return {relation.id: [reason.tie for reason in relation.reasons] for relation in found}


def test_a_network_without_anything_in_common_is_not_related() -> None:
    stranger = other(2, fields=frozenset({"BIO"}), at=BERLIN)
    assert relations(HERE, [HERE, stranger], common_actors={}) == ()


def test_every_reason_is_named_with_what_it_rests_on() -> None:
    friend = other(2, fields=frozenset({"OPT", "BIO"}), at=FREIBERG)
    rest = [other(n, fields=frozenset({"BIO"})) for n in range(3, 9)]
    (relation,) = relations(HERE, [friend, *rest], common_actors={2: 3})
    assert {reason.tie: (reason.fields, reason.actors, reason.distance) for reason in relation.reasons} == {
        Tie.COMMON_ACTORS: ((), 3, 0),
        Tie.COMMON_FIELDS: (("OPT",), 0, 0),
        Tie.NEIGHBOUR: ((), 0, 32),
    }
    weights = [reason.weight for reason in relation.reasons]
    assert weights == sorted(weights, reverse=True)


def test_an_umbrella_its_parts_and_its_other_parts_are_told_apart() -> None:
    here = Relative(id=1, umbrella_id=9)
    found = relations(here, [other(9), other(2, umbrella_id=9), other(3, umbrella_id=1)], common_actors={})
    assert ties(found) == {9: [Tie.UMBRELLA], 3: [Tie.PART], 2: [Tie.SAME_UMBRELLA]}


def test_two_networks_without_an_umbrella_do_not_share_one() -> None:
    assert relations(Relative(id=1), [other(2)], common_actors={}) == ()


def test_a_rare_field_counts_more_than_a_common_one() -> None:
    many = [other(n, fields=frozenset({"OPT"}), name=f"A{n}") for n in range(3, 12)]
    rare = other(2, fields=frozenset({"MIK"}), name="Z")
    assert relations(HERE, [*many, rare], common_actors={})[0].id == 2


def test_a_place_next_door_is_a_reason_and_one_further_away_only_supports() -> None:
    assert ties(relations(HERE, [other(2, at=(51.06, 13.80))], common_actors={})) == {2: [Tie.NEIGHBOUR]}
    assert relations(HERE, [other(2, at=FREIBERG)], common_actors={}) == ()
    assert ties(relations(HERE, [other(2, at=LEIPZIG)], common_actors={2: 1})) == {2: [Tie.COMMON_ACTORS]}


def test_equal_ones_stand_by_name_and_the_list_ends_at_five() -> None:
    others = [other(n, name=name) for n, name in enumerate("fbdacge", start=2)]
    found = relations(HERE, others, common_actors=dict.fromkeys(range(2, 9), 1))
    names = {one.id: one.name for one in others}
    assert [names[relation.id] for relation in found] == ["a", "b", "c", "d", "e"]


@given(
    st.lists(
        st.builds(
            lambda fields, umbrella: (frozenset(fields), umbrella),
            st.sets(st.sampled_from("ABCD")),
            st.sampled_from([None, 1, 2, 3]),
        ),
        max_size=6,
    ),
    st.dictionaries(st.integers(2, 8), st.integers(0, 5)),
)
def test_nobody_is_related_to_themselves_or_without_a_reason(rows, common) -> None:
    among = [Relative(id=n, fields=f, umbrella_id=u) for n, (f, u) in enumerate(rows, start=1)]
    if among:
        found = relations(among[0], among, common_actors=common)
        assert all(relation.id != 1 and relation.reasons and relation.weight >= 0 for relation in found)
        assert relations(among[0], among[::-1], common_actors=common) == found


def test_distances_are_great_circles() -> None:
    assert round(kilometres(DRESDEN, BERLIN)) == 165
    assert kilometres(BERLIN, BERLIN) == 0
    assert round(kilometres((0, 0), (0, 180))) == 20015

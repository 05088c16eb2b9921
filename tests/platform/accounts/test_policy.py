"""The policy is what a table says that was written by hand: every action, every role, both reaches."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from handschlag.accounts.policy import (
    MATRIX,
    MEANING,
    Action,
    Denied,
    Reach,
    Role,
    Subject,
    may,
    needs_more,
    require,
)

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("permissions.toml").read_text("utf-8"))
REACHES = {
    (Action(action), Role(role)): reach
    for action, row in TABLE["actions"].items()
    for role, reach in zip(TABLE["roles"], row, strict=True)
}


def test_the_table_has_a_line_for_every_action_and_a_column_for_every_role() -> None:
    assert sorted(TABLE["actions"]) == sorted(Action)
    assert TABLE["roles"] == list(Role)
    assert set(REACHES.values()) == {"all", "own", "-"}
    assert set(MATRIX) == set(Action)
    assert set(MEANING) == set(Action), "say in MEANING what the action is"


@pytest.mark.parametrize(("action", "role"), REACHES, ids=str)
def test_a_role_may_do_what_the_table_says_and_nothing_else(action: Action, role: Role) -> None:
    subject, reach = Subject(user_id=1, roles=frozenset({role})), REACHES[action, role]
    assert may(subject, action) is (reach == "all")
    assert may(subject, action, owns=True) is (reach in {"all", "own"})


def test_two_roles_may_do_what_either_of_them_may() -> None:
    both = Subject(user_id=1, roles=frozenset({Role.NETWORK_MANAGER, Role.ORGANISER}))
    for action in Action:
        reaches = {REACHES[action, role] for role in both.roles}
        assert may(both, action) is ("all" in reaches)
        assert may(both, action, owns=True) is bool(reaches & {"all", "own"})


def test_whoever_has_no_role_may_do_nothing() -> None:
    nobody = Subject(user_id=1, roles=frozenset())
    assert [action for action in Action if may(nobody, action, owns=True)] == []


def test_a_no_names_what_was_denied() -> None:
    with pytest.raises(Denied) as denied:
        require(Subject(), Action.MERGE_ACTORS)
    assert denied.value.action is Action.MERGE_ACTORS
    assert require(Subject(), Action.REQUEST_TO_JOIN) is None


@pytest.mark.parametrize("action", Action)
def test_a_role_that_sleeps_allows_nothing_and_says_what_it_would(action: Action) -> None:
    sleeper = Subject(user_id=1, roles=frozenset(), asleep=frozenset({Role.ADMINISTRATOR}))
    assert may(sleeper, action, owns=True) is False
    assert needs_more(sleeper, action) is (MATRIX[action].get(Role.ADMINISTRATOR) is Reach.ALL)

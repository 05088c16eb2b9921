"""The page on which administrators give and take roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handschlag.accounts.labels import role_duty, role_name
from handschlag.accounts.queries.people import MOST, UserWithRoles, find_people, people_with_roles
from handschlag.accounts.rules.grants import GRANTABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class _RoleChoice:
    role: str
    name: str
    duty: str
    is_given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _PersonLine:
    id: int
    title: str
    email: str
    choices: Sequence[_RoleChoice]


@dataclass(frozen=True, slots=True, kw_only=True)
class _GrantsScreen:
    found: Sequence[_PersonLine] | None
    is_cut: bool
    most: int
    holders: Sequence[_PersonLine]


def grants_screen(*, text: str) -> _GrantsScreen:
    """All holders of roles; with `text` also the people it finds, cut at the most that is shown."""
    found = find_people(text) if text else None
    return _GrantsScreen(
        found=[_line(person) for person in found] if found is not None else None,
        is_cut=found is not None and len(found) == MOST,
        most=MOST,
        holders=[_line(person) for person in people_with_roles()],
    )


def _line(person: UserWithRoles) -> _PersonLine:
    choices = [
        _RoleChoice(
            role=role.value, name=role_name(role), duty=role_duty(role), is_given=role in person.roles
        )
        for role in GRANTABLE
    ]
    return _PersonLine(id=person.id, title=person.name or person.email, email=person.email, choices=choices)

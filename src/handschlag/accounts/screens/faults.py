"""The page that says what is not allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handschlag.accounts.labels import role_name
from handschlag.accounts.rules.policy import MATRIX, Action, Role, Subject


def denied_screen(*, action: Action, subject: Subject) -> Mapping[str, Sequence[str]]:
    """The roles that may do it and that the person lacks, and those that the person has."""
    return {
        "needed": [role_name(role) for role in Role if role in MATRIX[action] and role not in subject.roles],
        "had": [role_name(role) for role in Role if role in subject.roles],
    }

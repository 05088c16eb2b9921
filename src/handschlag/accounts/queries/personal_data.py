"""Everything that keeps something about a person."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from handschlag.accounts.hooks.personal_data import DataHolder, personal_data


def data_holders() -> Sequence[DataHolder]:
    """All of them, by name."""
    return sorted(personal_data, key=attrgetter("name"))


def warnings_for(user_id: int) -> Sequence[str]:
    """What others lose, or cannot do any more, once this account is gone."""
    return [text for holder in data_holders() for text in holder.warnings(user_id)]

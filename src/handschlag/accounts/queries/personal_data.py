"""Everything that keeps something about a person."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from handschlag.accounts.hooks.personal_data import DataHolder, personal_data


def data_holders() -> Sequence[DataHolder]:
    """All of them, by name."""
    return sorted(personal_data, key=attrgetter("name"))

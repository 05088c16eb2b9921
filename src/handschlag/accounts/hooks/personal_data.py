"""Which apps keep something about a person: each says what it is, and how it is erased."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handschlag.common.hooks import Hook


def _nothing(_user_id: int, _now: datetime) -> None:
    """Nothing has to be done: the database removes or unlinks the rows with the account."""


def _no_warnings(_user_id: int) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataHolder:
    """What one app keeps about people.

    `export(user_id)` gives everything as plain values (they become JSON), for the person alone.
    `hand_out(user_id)` gives what others may see and hand over: it is needed where the person has something
    that nobody else may read, and without it the two are the same. `erase(user_id, now)` runs in the
    transaction in which the account goes, before it goes. `warnings(user_id)` are sentences in the language
    of the page about what is lost for others, for instance "The network X has no other manager."
    """

    name: str
    export: Callable[[int], Mapping[str, Any]]
    hand_out: Callable[[int], Mapping[str, Any]] | None = None
    erase: Callable[[int, datetime], None] = _nothing
    warnings: Callable[[int], Sequence[str]] = _no_warnings


personal_data: Final = Hook[DataHolder]("accounts.personal_data")

"""Which floors keep something about a person: each says here what it is, and how it is erased.

A floor registers itself when Django starts (`AppConfig.ready`):

    personal_data.register(personal_data.DataHolder(name="directory", export=..., erase=..., warnings=...))

and describes what it does with personal data, and why:

    personal_data.describe(*PROCESSINGS)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise


def _nothing(_user_id: int, _now: datetime) -> None:
    """Nothing has to be done: the database removes or unlinks the rows with the account."""


def _no_warnings(_user_id: int) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataHolder:
    """What one floor keeps about people.

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


class Basis(StrEnum):
    """Why it is lawful: article 6 (1) of the GDPR, a, b, c and f."""

    CONSENT = "consent"
    CONTRACT = "contract"
    DUTY = "duty"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """A line of the record of processing; `key` begins with the floor.

    `days` after an event it is erased by itself. `count(event_id)` says how many entries about people the
    floor keeps for an event; None where the number is for nobody else either.
    """

    key: str
    what: str | Promise
    whose: str | Promise
    purpose: str | Promise
    seen_by: str | Promise
    kept: str | Promise
    basis: Basis
    days: Callable[[], int] | None = None
    count: Callable[[int], int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What stays when somebody is erased: what it is, why, and until when; `key` begins with the floor."""

    key: str
    what: str | Promise
    why: str | Promise
    until: str | Promise


class Scope(StrEnum):
    """What somebody can have erased."""

    ACCOUNT = "account"
    REGISTRATION = "registration"


_remainders: dict[Scope, dict[str, Remainder]] = {scope: {} for scope in Scope}
_holders: dict[str, DataHolder] = {}
_processings: dict[str, Processing] = {}


def register(holder: DataHolder) -> None:
    """A floor keeps something about people; the last one of a name counts."""
    _holders[holder.name] = holder


def holders() -> Sequence[DataHolder]:
    """All of them, by name."""
    return [_holders[name] for name in sorted(_holders)]


def describe(*processings: Processing) -> None:
    """A floor says what it does; the last one of a key counts."""
    for one in processings:
        _processings[one.key] = one


def processings() -> Sequence[Processing]:
    """All of them, in the order in which floors describe them."""
    return list(_processings.values())


def leave(scope: Scope, *remainders: Remainder) -> None:
    """A floor says what stays of it; the last one of a key counts."""
    _remainders[scope].update({one.key: one for one in remainders})


def remainders(scope: Scope) -> Sequence[Remainder]:
    """Everything that stays after such an erasure, in the order in which floors say it."""
    return list(_remainders[scope].values())

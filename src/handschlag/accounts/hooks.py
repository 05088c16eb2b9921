"""What apps above keep about people: for export, erasure and the record of processing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise

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


class Basis(StrEnum):
    """Why it is lawful: article 6 (1) of the GDPR, a, b, c and f."""

    CONSENT = "consent"
    CONTRACT = "contract"
    DUTY = "duty"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """A line of the record of processing; `key` begins with the app.

    `days` after an event it is erased by itself. `count(event_id)` says how many entries about people the
    app keeps for an event; None where the number is for nobody else either.
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


processing_records: Final = Hook[Processing]("accounts.processing_records")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What it is, why, and until when; `key` begins with the app."""

    key: str
    what: str | Promise
    why: str | Promise
    until: str | Promise


account_remainders: Final = Hook[Remainder]("accounts.account_remainders")
registration_remainders: Final = Hook[Remainder]("accounts.registration_remainders")

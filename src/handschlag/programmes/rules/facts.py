"""When a fact may be written down, and when it may be taken off."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from handschlag.programmes.rules.tables import facts_relied_on

A_YEAR: Final = timedelta(days=365)


class FactFault(StrEnum):
    READ_TOMORROW = "read_tomorrow"
    OLD_BEFORE_READ = "old_before_read"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    CHANGED_SINCE = "changed_since"
    FINDER_RESTS_ON_IT = "finder_rests_on_it"
    NOTHING_TO_UNDO = "nothing_to_undo"
    KEY_IS_TAKEN = "key_is_taken"


def fault_of_days(
    *, read_on: date, old_from: date, valid_from: date | None, valid_until: date | None, today: date
) -> FactFault | None:
    """What is wrong with the days of a fact, the first fault only; none where all is well."""
    if read_on > today:
        return FactFault.READ_TOMORROW
    if old_from <= read_on:
        return FactFault.OLD_BEFORE_READ
    if valid_from and valid_until and valid_until < valid_from:
        return FactFault.ENDS_BEFORE_IT_BEGINS
    return None


def fault_of_removing(key: str) -> FactFault | None:
    """The finder would give an answer without a source."""
    return FactFault.FINDER_RESTS_ON_IT if key in facts_relied_on() else None


def old_from(*, read_on: date, was_old_from: date, today: date) -> date:
    """A fact that was checked today stays fresh for as long as it was meant to before."""
    return today + (was_old_from - read_on)

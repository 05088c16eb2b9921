"""What somebody may say from where they are, and what holds of all that was said of a meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

LATE_MINUTES: Final = (5, 10, 15)
PATIENCE: Final = timedelta(minutes=3)  # for somebody who is not there, before anybody else is asked
EARLIEST: Final = timedelta(days=1)  # before the event


class Kind(StrEnum):
    LATE = "late"
    CANNOT_COME = "cannot_come"
    PARTNER_MISSING = "partner_missing"
    HERE = "here"
    UNDONE = "undone"  # what was said before was said by mistake, or holds no longer


ENDING: Final = frozenset({Kind.HERE, Kind.UNDONE})  # nothing of what the person said before holds


class SignalResult(Reason):
    """What became of a signal, with words where it was not noted; a device forgets it when it has any."""

    NOTED = "noted", ""
    KNOWN = "known", ""  # this key was noted before: sent twice, counted once
    KEY_USED = "key_used", _("Something went wrong. Press the button again.")
    NOT_YOURS = "not_yours", _("This meeting has been given to someone else.")
    NOT_THE_DAY = "not_the_day", _("You can only report this on the day of the event.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReport:
    """One signal as it came from a device: `key` is made there, once for each thing said."""

    key: str
    kind: Kind
    at: datetime
    request: int | None = None  # None: the rest of the day
    minutes: int | None = None

    @property
    def content(self) -> tuple[str, int | None, int | None]:
        return self.kind.value, self.request, self.minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalState:
    """A signal as it is kept."""

    by: int
    kind: str
    at: datetime
    minutes: int = 0
    is_rest: bool = False  # about the rest of the day


def is_the_day(at: datetime, *, begins_at: datetime, ends_at: datetime) -> bool:
    """Whether a signal of this moment can be about the event."""
    return begins_at - EARLIEST <= at <= ends_at


def last_of(heard: Iterable[SignalState], person: int) -> SignalState | None:
    """What holds of what a person said: the newest, of two at once the later one; nothing after it ended."""
    said = [one for one in heard if one.by == person]
    mine = max(reversed(said), key=lambda one: one.at, default=None)
    return None if mine is None or mine.kind in ENDING else mine


def is_away(heard: Iterable[SignalState], person: int, *, now: datetime) -> bool:
    """Has said of the rest of the day not to come, or to come later than now."""
    said = last_of([one for one in heard if one.is_rest], person)
    if said is None:
        return False
    is_late = said.kind == Kind.LATE and now < said.at + timedelta(minutes=said.minutes)
    return is_late or said.kind == Kind.CANNOT_COME


def is_off(heard: Iterable[SignalState], *, person: int, others: Collection[int]) -> bool:
    """The person does not come to a meeting, or nobody else of it does."""
    rows = list(heard)
    last = {one: last_of(rows, one) for one in (person, *others)}
    gone = {one for one, said in last.items() if said is not None and said.kind == Kind.CANNOT_COME}
    return person in gone or (bool(others) and gone.issuperset(others))


def missing_since(heard: Iterable[SignalState], person: int) -> datetime | None:
    """Since when a person waits for the others of a meeting; None: does not, or somebody came after that."""
    rows = list(heard)
    said = last_of(rows, person)
    if said is None or said.kind != Kind.PARTNER_MISSING:
        return None
    is_over = any(one.kind == Kind.HERE and one.at >= said.at for one in rows)
    return None if is_over else said.at


def latest_arrival(heard: Iterable[SignalState], *, but: int, starts_at: datetime) -> datetime:
    """When the others of a meeting are there by their own words."""
    rows = list(heard)
    late = [last for pk in {one.by for one in rows} - {but} if (last := last_of(rows, pk))]
    minutes = max((one.minutes for one in late if one.kind == Kind.LATE), default=0)
    return starts_at + timedelta(minutes=minutes)


def may_replace_at(heard: Iterable[SignalState], person: int, *, starts_at: datetime) -> datetime | None:
    """From when on somebody else may be asked; None where nobody is missing."""
    rows = list(heard)
    since = missing_since(rows, person)
    if since is None:
        return None
    return max(since, latest_arrival(rows, but=person, starts_at=starts_at)) + PATIENCE

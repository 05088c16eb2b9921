"""What two sides say of one meeting, and what holds of it together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class MeetingVerdict(StrEnum):
    """A no-show counts only where nobody objects: what is in dispute counts for neither side."""

    OPEN = "open"
    HELD = "held"
    NOT_HELD = "not_held"
    DISPUTED = "disputed"


class Denial(StrEnum):
    """That a meeting did not take place, as one of its people hears of it."""

    OWN = "own"
    CONTRADICTED = "contradicted"  # the own one, by another
    THEIRS = "theirs"
    OBJECTED = "objected"  # another's, by the person


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSide:
    """What one person says. `is_objected`: somebody else has contradicted."""

    took_place: bool | None = None
    is_objected: bool = False


def verdict_of(sides: Iterable[MarkSide]) -> MeetingVerdict:
    """
    >>> verdict_of([MarkSide(took_place=False), MarkSide()])
    <MeetingVerdict.NOT_HELD: 'not_held'>
    >>> verdict_of([MarkSide(took_place=False), MarkSide(took_place=True)])
    <MeetingVerdict.DISPUTED: 'disputed'>
    """
    rows = [one for one in sides if one.took_place is not None]
    said = {one.took_place for one in rows}
    if not said:
        return MeetingVerdict.OPEN
    if len(said) > 1 or any(one.is_objected and one.took_place is False for one in rows):
        return MeetingVerdict.DISPUTED
    return MeetingVerdict.HELD if said == {True} else MeetingVerdict.NOT_HELD

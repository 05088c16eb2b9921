"""What differs between two timetables, as a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from treffen.problem import Meeting, RequestId
from treffen.timetable.plan import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A request held in both timetables, but not alike."""

    before: Meeting
    after: Meeting

    @property
    def is_other_time(self) -> bool:
        """Whether the slot changed (otherwise only place, delegates or interpreter did)."""
        return self.before.slot != self.after.slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """From one timetable to another: what was kept, moved, dropped, and added."""

    kept: tuple[Meeting, ...]
    moved: tuple[Move, ...]
    dropped: tuple[Meeting, ...]
    added: tuple[Meeting, ...]


def differences(before: Timetable, after: Timetable) -> Differences:
    """What changed, each group in the order of the timetable it is read from.

    >>> one = Meeting(request="1", slot="10:00", place="table 1")
    >>> len(differences(Timetable((one,)), Timetable()).dropped)
    1
    """
    old, new = before.by_request(), after.by_request()
    both = [(m, new[m.request]) for m in before.meetings if m.request in new]
    return Differences(
        kept=tuple(m for m, n in both if m == n),
        moved=tuple(Move(before=m, after=n) for m, n in both if m != n),
        dropped=_only(before.meetings, new),
        added=_only(after.meetings, old),
    )


def _only(meetings: Iterable[Meeting], other: Mapping[RequestId, Meeting]) -> tuple[Meeting, ...]:
    return tuple(m for m in meetings if m.request not in other)

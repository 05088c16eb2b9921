"""What has changed from version to version of a programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from handschlag.events.models import ProgrammeVersion
from handschlag.events.queries.programme import NOTHING_YET, PublishedVersion, of_row, version
from handschlag.events.rules.programme import Difference, Programme, differences

MOST_VERSIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VersionChange:
    """One version and what it changed; the first one changed nothing, it began."""

    number: int
    published_at: datetime
    note: str
    before: Programme
    after: Programme
    differences: Sequence[Difference]


def version_changes(event_id: int) -> Sequence[VersionChange]:
    """The latest versions, the newest first; one query where they are known, two where not."""
    versions = ProgrammeVersion.objects.filter(event_id=event_id).order_by("-number")
    found = versions.values_list("pk", "published_at").first()
    return () if found is None else _steps(event_id, *found)


@lru_cache(maxsize=16)
def _steps(event_id: int, version_id: int, published_at: datetime) -> Sequence[VersionChange]:
    del version_id, published_at  # another last version is another answer
    rows = ProgrammeVersion.objects.filter(event_id=event_id).order_by("-number")[: MOST_VERSIONS + 1]
    known = [of_row(row) for row in rows]
    if len(known) <= MOST_VERSIONS:
        known.append(NOTHING_YET)
    return tuple(_step(before, after) for after, before in pairwise(known))


def changes_since(event_id: int, number: int) -> VersionChange | None:
    """Everything from one version to the last one; None where there is no such version."""
    newest = ProgrammeVersion.objects.filter(event_id=event_id).order_by("-number").first()
    before = version(event_id, number)
    if newest is None or before is None or not 0 < number <= newest.number:
        return None
    return _step(before, of_row(newest))


def _step(before: PublishedVersion, after: PublishedVersion) -> VersionChange:
    assert after.published_at is not None
    return VersionChange(
        number=after.number,
        published_at=after.published_at,
        note=after.note,
        before=before.programme,
        after=after.programme,
        differences=differences(before.programme, after.programme) if before.number else (),
    )


def forget() -> None:
    """For tests, whose databases give the same ids again."""
    _steps.cache_clear()

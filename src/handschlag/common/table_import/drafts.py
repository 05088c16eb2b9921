"""A draft goes from step to step, by one hand at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import F

from handschlag.common.refusals import Refusal
from handschlag.common.table_import.models import TableDraft
from handschlag.common.table_import.rules.refusals import ImportRefusal

UNFINISHED: Final = timedelta(days=14)  # what was never applied is kept so long, with its file
LONGEST_CELL: Final = 10_000


def hold[Draft: TableDraft](
    model: type[Draft],
    draft_id: int,
    *,
    states: Collection[str],
    require: Callable[[Draft], None],
    seen: int | None = None,
) -> Draft:
    """The draft, locked, if this person may go on with it and it still is where the person saw it."""
    draft = model._default_manager.select_for_update().filter(pk=draft_id).first()  # noqa: SLF001
    if draft is None:
        raise Refusal(ImportRefusal.GONE)
    require(draft)
    if seen is not None and draft.version != seen:
        raise Refusal(ImportRefusal.STALE)
    if draft.current_state not in states:
        raise Refusal(ImportRefusal.NOT_IN_THIS_STATE)
    return draft


def move(draft: TableDraft, **values: Any) -> None:
    """The draft is somewhere else now, in a new version."""
    rows = type(draft)._default_manager.filter(pk=draft.pk)  # noqa: SLF001
    rows.update(version=F("version") + 1, **values)
    draft.refresh_from_db()


def kept_columns(columns: Mapping[int, str]) -> dict[str, str]:
    """What the columns hold, as a draft keeps it."""
    return {str(index): str(field) for index, field in sorted(columns.items())}

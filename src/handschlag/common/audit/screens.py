"""What the audit page shows, and what its CSV holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handschlag.common.audit import verb_labels
from handschlag.common.models import AuditEntry

COLUMNS = ("at", "verb", "words", "kind", "object_id", "person", "request_id", "changes")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One field, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryScreen:
    at: datetime
    verb: str
    words: str
    kind: str
    kind_words: str
    object_id: str
    person: str
    request_id: str
    changes: tuple[_Change, ...]

    @classmethod
    def of(cls, entry: AuditEntry) -> EntryScreen:
        return cls(
            at=entry.at,
            verb=entry.verb,
            words=verb_labels.verb_label(entry.verb),
            kind=entry.kind,
            kind_words=verb_labels.kind_label(entry.kind),
            object_id=entry.object_id,
            person=entry.by.get_username() if entry.by else "",
            request_id=entry.request_id,
            changes=tuple(_change(name, value) for name, value in sorted(entry.changes.items())),
        )


def _change(name: str, value: Any) -> _Change:
    """Actions write [before, after]; whatever else one wrote is shown as what it is now."""
    before, after = value if isinstance(value, list) and len(value) == 2 else (None, value)
    return _Change(field=name, before=_text(before), after=_text(after))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def csv_rows(entries: Iterable[AuditEntry], *, language: str) -> Iterator[list[str]]:
    """A head and a row for each entry. People are numbers here: a file travels further than a page."""
    yield list(COLUMNS)
    for entry in entries:
        values = [
            entry.at.isoformat(),
            entry.verb,
            verb_labels.verb_label(entry.verb, language=language),
            entry.kind,
            entry.object_id,
        ]
        yield [
            *values,
            str(entry.by_id or ""),
            entry.request_id,
            json.dumps(entry.changes, ensure_ascii=False),
        ]

"""What an entry said, version by version."""

from __future__ import annotations

from handschlag.directory.models import Revision
from handschlag.directory.queries.entries import Entry, content_of, kind_of, read
from handschlag.directory.rules.contents import Content


def revisions_of(entry: Entry) -> list[Revision]:
    """All of them, the newest first."""
    rows = Revision.objects.filter(kind=kind_of(entry).value, object_id=entry.pk)
    return list(rows.select_related("by").order_by("-number"))


def content_at(entry: Entry, number: int) -> Content | None:
    """What the entry said in one version; what it says now, if that version has no revision yet."""
    kind = kind_of(entry)
    row = Revision.objects.filter(kind=kind.value, object_id=entry.pk, number=number).first()
    if row is None:
        return content_of(entry) if number == entry.version else None
    return read(kind, row.content)

"""Changes that were published at once, for a look afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from handschlag.common.times import format_short_moment
from handschlag.design.components.parts import Link, Pages
from handschlag.directory.queries.names import names_in
from handschlag.directory.queries.unreviewed import Unreviewed, unreviewed_page
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.content_texts import Changed, differences
from handschlag.directory.screens.moderating.queue import tabs


@dataclass(frozen=True, slots=True, kw_only=True)
class _ChangeRow:
    pk: int
    title: str
    kind: str
    verb: str
    when: str
    who: str
    changed: tuple[Changed, ...]
    history_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ChangesScreen:
    tabs: tuple[Link, ...]
    rows: tuple[_ChangeRow, ...]
    total: int
    pages: Pages


def changes_screen(*, page: int) -> _ChangesScreen:
    found = unreviewed_page(page)
    contents = [
        content for one in found.changes for content in (one.before, one.after) if content is not None
    ]
    names = names_in(contents)

    def row(one: Unreviewed) -> _ChangeRow:
        numbers = f"?a={one.row.number - 1}&b={one.row.number}"
        author = one.row.by
        return _ChangeRow(
            pk=one.row.pk,
            title=one.title,
            kind=str(entry_labels.KINDS[one.kind]),
            verb=entry_labels.verb(one.row.verb),
            when=format_short_moment(one.row.at),
            who=(author.name or author.email) if author else "",
            changed=differences(one.before, one.after, names),
            history_url=reverse("directory:history", args=[one.kind.value, one.row.object_id]) + numbers,
        )

    return _ChangesScreen(
        tabs=tabs("changes"),
        rows=tuple(map(row, found.changes)),
        total=found.total,
        pages=Pages(number=found.number, count=found.pages),
    )

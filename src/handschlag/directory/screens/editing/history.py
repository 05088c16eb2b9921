"""The history of an entry, and the differences between two of its versions."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject, may
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Status, Story
from handschlag.directory.queries.entries import SORTS, Entry, kind_of
from handschlag.directory.queries.history import content_at, revisions_of
from handschlag.directory.queries.names import names_in
from handschlag.directory.screens.editing.content_texts import Changed, differences


def revision_title(entry: Entry) -> str:
    """The title of an entry above its history; that of a news item is the German one."""
    return entry.title_de if isinstance(entry, Story) else entry.name


def home_of(entry: Entry) -> str:
    """The page from which an entry is edited."""
    return reverse(f"directory:manage_{kind_of(entry).value}", args=[entry.slug])


def history_screen(by: Subject, entry: Entry, *, old: int, new: int) -> dict[str, Any]:
    """`old` and `new` are the versions to compare; 0 stands for the newest two."""
    rows = revisions_of(entry)
    numbers = [row.number for row in rows]
    new = new if new in numbers else (numbers[0] if numbers else 0)
    old = old if old in numbers else next((number for number in numbers if number < new), new)
    before, after = content_at(entry, old), content_at(entry, new)
    changed: tuple[Changed, ...] = ()
    if before is not None and after is not None:
        changed = differences(before, after, names_in([before, after]))
    kind, title = kind_of(entry), revision_title(entry)
    return {
        "entry": entry,
        "kind": kind.value,
        "title": title,
        "crumbs": (
            Crumb(_("Your networks"), reverse("directory:manage")),
            Crumb(title, home_of(entry)),
            Crumb(_("History")),
        ),
        "versions": rows,
        "old": old,
        "new": new,
        "changed": changed,
        # What the entry says now need not be restored.
        "may_restore": old not in {0, entry.version},
        "needs_editor": entry.status == Status.PUBLISHED and not may(by, SORTS[kind].publish),
    }

"""The history of an entry, and the differences between two of its versions."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject, may
from handschlag.common.times import format_short_moment
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Revision, Status, Story
from handschlag.directory.queries.entries import SORTS, Entry, kind_of
from handschlag.directory.queries.history import content_at, revisions_of
from handschlag.directory.queries.names import names_in
from handschlag.directory.rules.contents import Kind
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.content_texts import Changed, differences


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    number: int
    when: str
    who: str
    verb: str
    is_now: bool
    is_old: bool
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _HistoryScreen:
    title: str
    crumbs: tuple[Crumb, ...]
    versions: tuple[_Version, ...]
    old: _Version | None
    new: _Version | None
    changed: tuple[Changed, ...]
    restore_url: str
    version: int
    needs_editor: bool


def revision_title(entry: Entry) -> str:
    return entry.title_de if isinstance(entry, Story) else entry.name


def home_of(entry: Entry) -> str:
    return reverse(f"directory:manage_{kind_of(entry).value}", args=[entry.slug])


def _person(row: Revision) -> str:
    if row.by is None:
        return _("the system") if row.by_id is None else ""
    return row.by.name or row.by.email


def _version_of(row: Revision, entry: Entry, old: int, new: int) -> _Version:
    return _Version(
        number=row.number,
        when=format_short_moment(row.at),
        who=_person(row),
        verb=entry_labels.verb(row.verb),
        is_now=row.number == entry.version,
        is_old=row.number == old,
        is_new=row.number == new,
    )


def history_screen(by: Subject, entry: Entry, *, old: int, new: int) -> _HistoryScreen:
    """`old` and `new` are the versions to compare; 0 stands for the newest two."""
    rows = revisions_of(entry)
    numbers = [row.number for row in rows]
    new = new if new in numbers else (numbers[0] if numbers else 0)
    old = old if old in numbers else next((number for number in numbers if number < new), new)
    versions = {row.number: _version_of(row, entry, old, new) for row in rows}
    before, after = content_at(entry, old), content_at(entry, new)
    changed: tuple[Changed, ...] = ()
    if before is not None and after is not None:
        changed = differences(before, after, names_in([before, after]))
    kind = kind_of(entry)
    return _HistoryScreen(
        title=revision_title(entry),
        crumbs=(
            Crumb(_("Your networks"), reverse("directory:manage")),
            Crumb(revision_title(entry), home_of(entry)),
            Crumb(_("History")),
        ),
        versions=tuple(versions.values()),
        old=versions.get(old),
        new=versions.get(new),
        changed=changed,
        restore_url=_restore_url(kind, entry, old),
        version=entry.version,
        needs_editor=entry.status == Status.PUBLISHED and not may(by, SORTS[kind].publish),
    )


def _restore_url(kind: Kind, entry: Entry, number: int) -> str:
    """What the entry says now need not be restored."""
    if number in {0, entry.version}:
        return ""
    return reverse("directory:restore", args=[kind.value, entry.pk, number])

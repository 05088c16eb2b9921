"""What an applied import did, what can be done next, and the page that asks before it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.times import format_short_date, format_short_moment
from handschlag.design.components.parts import Crumb, Link, Pages
from handschlag.directory.models import Import, ImportAction, ImportRow, ImportState, Status
from handschlag.directory.queries.importing.import_rows import RowPage, entries_of
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.retention import UNDOABLE
from handschlag.directory.screens.editing import entry_labels as editing
from handschlag.directory.screens.editing.dashboard import url_of
from handschlag.directory.screens.importing import labels
from handschlag.directory.screens.importing.catalogues import Drafts, drafts_of
from handschlag.directory.screens.importing.check import Figure, job_note
from handschlag.directory.screens.importing.head import Head, head_of, list_url, upload_url

_FIGURES: Final = {
    ImportAction.NEW: ngettext_lazy("new entry", "new entries"),
    ImportAction.CHANGED: ngettext_lazy("changed entry", "changed entries"),
    "memberships": ngettext_lazy("new membership", "new memberships"),
    ImportAction.PROPOSES: ngettext_lazy("proposed member", "proposed members"),
    "projects": ngettext_lazy("joint project", "joint projects"),
    "taken": ngettext_lazy("known project changed", "known projects changed"),
}
_UNDOES: Final = {
    ImportAction.NEW: ngettext_lazy(
        "%(n)s entry that the import made is deleted, with its page.",
        "%(n)s entries that the import made are deleted, with their pages.",
        "n",
    ),
    ImportAction.CHANGED: ngettext_lazy(
        "%(n)s changed entry is restored.",
        "%(n)s changed entries are restored.",
        "n",
    ),
    "memberships": ngettext_lazy(
        "%(n)s membership that it began is deleted.", "%(n)s memberships that it began are deleted.", "n"
    ),
    "participations": gettext_lazy(
        "The joint projects that it brought are deleted, with everyone's part in them."
    ),
    "taken": gettext_lazy("Changed joint projects are restored."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _DoneRow:
    number: int
    name: str
    url: str
    word: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ResultScreen:
    head: Head
    is_undone: bool
    when: str
    figures: tuple[Figure, ...]
    rows: tuple[_DoneRow, ...]
    pages: Pages
    waits: int
    drafts: Drafts | None
    next: tuple[Link, ...]
    undo_url: str
    until: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _UndoScreen:
    head: Head
    crumbs: tuple[Crumb, ...]
    does: tuple[str, ...]
    until: str
    fault: str


def result_screen(by: Subject, row: Import, found: RowPage) -> _ResultScreen:
    """What was done and what can follow; the way to undo it is there as long as its rows are kept."""
    is_undone = row.current_state is ImportState.UNDONE
    is_kept = found.total > 0 or (_taken_over(row) and row.differences.exists())
    at = row.undone_at if is_undone else row.applied_at
    return _ResultScreen(
        head=head_of(row),
        is_undone=is_undone,
        when=format_short_moment(at) if at else "",
        figures=_figures(row),
        rows=() if is_undone else _done_rows(row, found),
        pages=Pages(number=found.number, count=found.pages),
        waits=0 if may(by, Action.PUBLISH_ACTOR) or is_undone else row.counts.get(ImportAction.NEW, 0),
        drafts=drafts_of(row) if row.catalogue and not is_undone else None,
        next=_next_links(by, row),
        undo_url=reverse("directory:import_undo", args=[row.pk]) if is_kept and not is_undone else "",
        until=_until(row),
        note=job_note(row),
    )


def _taken_over(row: Import) -> int:
    """How many known joint projects say what the file says."""
    return int(row.counts.get("taken", 0))


def _until(row: Import) -> str:
    return format_short_date(row.applied_at + UNDOABLE) if row.applied_at else ""


def _figures(row: Import) -> tuple[Figure, ...]:
    shown = ((row.counts.get(name, 0), words) for name, words in _FIGURES.items())
    return tuple(Figure(number=number, word=words % number) for number, words in shown if number)


def _done_rows(row: Import, found: RowPage) -> tuple[_DoneRow, ...]:
    kind = Kind(row.kind)
    entries = entries_of(kind, [one.entry_id for one in found.rows if one.entry_id])

    def shown(one: ImportRow) -> _DoneRow:
        entry = entries.get(one.entry_id or 0)
        is_public = entry is None or entry.status == Status.PUBLISHED
        return _DoneRow(
            number=one.number,
            name=entry.name if entry is not None else one.name,
            url=url_of(kind, entry.slug) if entry is not None else "",
            word=str(labels.DONE[one.verdict]),
            status="" if entry is None or is_public else editing.status(entry.status),
        )

    return tuple(map(shown, found.rows))


def _next_links(by: Subject, row: Import) -> tuple[Link, ...]:
    network, found = row.network, []
    if network is not None:
        url = reverse("directory:manage_members", args=[network.slug])
        found.append(Link(label=_("To the members of “%(name)s”") % {"name": network.name}, url=url))
    elif row.kind == Kind.NETWORK:
        found.append(Link(label=_("Go to entries to review"), url=reverse("directory:moderation")))
    if may(by, Action.PUBLISH_ACTOR) and row.kind == Kind.ACTOR:
        found.append(Link(label=_("To possible duplicates"), url=reverse("directory:duplicates")))
    again = upload_url(kind=Kind(row.kind), network=network)
    return (
        *found,
        Link(label=_("Import another table"), url=again),
        Link(label=_("All imports"), url=list_url(network)),
    )


def undo_screen(row: Import, *, fault: str = "") -> _UndoScreen:
    """Asks before an import is undone; `fault` says why that was refused."""
    head = head_of(row)
    return _UndoScreen(
        head=head,
        crumbs=(*head.crumbs[:-1], Crumb(row.file_name, head.url), Crumb(_("Undo"))),
        does=_undoes(row),
        until=_until(row),
        fault=fault,
    )


def _undoes(row: Import) -> tuple[str, ...]:
    counted = ((row.counts.get(name, 0), words) for name, words in _UNDOES.items())
    return tuple(words % {"n": number} for number, words in counted if number)

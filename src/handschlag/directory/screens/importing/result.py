"""What an applied import did, what can be done next, and the page that asks before it is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.times import format_short_date, format_short_moment
from handschlag.design.components.parts import Crumb, Link, Pages
from handschlag.directory.models import Import, ImportRow, ImportState, Status, Verdict
from handschlag.directory.queries.importing.imports import state_of
from handschlag.directory.queries.importing.rows import Rows, entries_of
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.keeping import UNDOABLE
from handschlag.directory.screens.editing import entry_labels as editing
from handschlag.directory.screens.editing.dashboard import url_of
from handschlag.directory.screens.importing import words
from handschlag.directory.screens.importing.catalogues import Drafts, drafts_of
from handschlag.directory.screens.importing.check import Figure, job_note
from handschlag.directory.screens.importing.head import Head, head_of, list_url, upload_url


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


def result_screen(by: Subject, row: Import, found: Rows) -> _ResultScreen:
    is_undone = state_of(row) is ImportState.UNDONE
    is_kept = found.total > 0 or (_taken_over(row) and row.differences.exists())
    at = row.undone_at if is_undone else row.applied_at
    return _ResultScreen(
        head=head_of(row),
        is_undone=is_undone,
        when=format_short_moment(at) if at else "",
        figures=_figures(row),
        rows=() if is_undone else _done_rows(row, found),
        pages=Pages(number=found.number, count=found.pages),
        waits=0 if may(by, Action.PUBLISH_ACTOR) or is_undone else row.counts.get(Verdict.NEW, 0),
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
    counts = row.counts
    new, changed = counts.get(Verdict.NEW, 0), counts.get(Verdict.CHANGED, 0)
    taken = _taken_over(row)
    proposed = counts.get(Verdict.PROPOSES, 0)
    members, projects = counts.get("memberships", 0), counts.get("participations", 0) and counts["projects"]
    shown = (
        (new, ngettext("new entry", "new entries", new)),
        (changed, ngettext("changed entry", "changed entries", changed)),
        (members, ngettext("new membership", "new memberships", members)),
        (proposed, ngettext("proposed member", "proposed members", proposed)),
        (projects, ngettext("joint project", "joint projects", projects)),
        (taken, ngettext("known project changed", "known projects changed", taken)),
    )
    return tuple(Figure(number=count, word=word) for count, word in shown if count)


def _done_rows(row: Import, found: Rows) -> tuple[_DoneRow, ...]:
    kind = Kind(row.kind)
    entries = entries_of(kind, [one.entry_id for one in found.rows if one.entry_id])

    def shown(one: ImportRow) -> _DoneRow:
        entry = entries.get(one.entry_id or 0)
        is_public = entry is None or entry.status == Status.PUBLISHED
        return _DoneRow(
            number=one.number,
            name=entry.name if entry is not None else one.name,
            url=url_of(kind, entry.slug) if entry is not None else "",
            word=str(words.DONE[one.verdict]),
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
    head = head_of(row)
    return _UndoScreen(
        head=head,
        crumbs=(*head.crumbs[:-1], Crumb(row.file_name, head.url), Crumb(_("Undo"))),
        does=_undoes(row),
        until=_until(row),
        fault=fault,
    )


def _undoes(row: Import) -> tuple[str, ...]:
    counts = row.counts
    new, changed = counts.get(Verdict.NEW, 0), counts.get(Verdict.CHANGED, 0)
    members = counts.get("memberships", 0)
    found = [
        ngettext(
            "%(n)s entry that the import made is deleted, with its page.",
            "%(n)s entries that the import made are deleted, with their pages.",
            new,
        )
        % {"n": new}
        if new
        else "",
        ngettext(
            "%(n)s changed entry is restored.",
            "%(n)s changed entries are restored.",
            changed,
        )
        % {"n": changed}
        if changed
        else "",
        ngettext(
            "%(n)s membership that it began is deleted.",
            "%(n)s memberships that it began are deleted.",
            members,
        )
        % {"n": members}
        if members
        else "",
        _("The joint projects that it brought are deleted, with everyone's part in them.")
        if row.counts.get("participations")
        else "",
        _("Changed joint projects are restored.") if _taken_over(row) else "",
    ]
    return tuple(text for text in found if text)

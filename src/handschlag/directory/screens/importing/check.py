"""The page of a checked table: what it would do, what stands in its way, and the button that applies it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.models import JobState
from handschlag.common.table_import.refusal_messages import message_of_job
from handschlag.common.times import format_short_moment
from handschlag.design.components.parts import Link, Option, Pages
from handschlag.directory.models import Import, ImportAction
from handschlag.directory.queries.importing.import_rows import RowPage, Show
from handschlag.directory.queries.importing.readiness import has_work
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.lexicon import KINDS
from handschlag.directory.screens.editing.kinds import kind_word
from handschlag.directory.screens.importing.catalogues import of_catalogue
from handschlag.directory.screens.importing.checked_rows import RowView, row_views
from handschlag.directory.screens.importing.differences import said
from handschlag.directory.screens.importing.head import Head, head_of

_FIGURES: Final = {
    ImportAction.NEW: ngettext_lazy("is new", "are new"),
    ImportAction.CHANGED: ngettext_lazy("changes", "change"),
    ImportAction.JOINS: ngettext_lazy("becomes a member", "become members"),
    ImportAction.PROPOSES: ngettext_lazy("is proposed as a member", "are proposed as members"),
    ImportAction.PROJECTS: ngettext_lazy("with new projects only", "with new projects only"),
    ImportAction.UNCHANGED: ngettext_lazy("stays as it is", "stay as they are"),
    ImportAction.UNDECIDED: ngettext_lazy("needs a decision", "need a decision"),
    ImportAction.FAULTY: ngettext_lazy("has errors", "have errors"),
    ImportAction.LEFT_OUT: ngettext_lazy("is left out", "are left out"),
}
_BUTTON: Final = {
    ImportAction.NEW: (gettext_lazy("new"), gettext_lazy("new")),
    ImportAction.CHANGED: (gettext_lazy("changed"), gettext_lazy("changed")),
    "memberships": (gettext_lazy("membership"), gettext_lazy("memberships")),
    ImportAction.PROPOSES: (gettext_lazy("proposed member"), gettext_lazy("proposed members")),
    "projects": (gettext_lazy("joint project"), gettext_lazy("joint projects")),
    "taken": (gettext_lazy("known project changed"), gettext_lazy("known projects changed")),
}
_TABS: Final = {
    Show.OPEN: gettext_lazy("To do"),
    Show.ALL: gettext_lazy("All"),
    Show.NEW: gettext_lazy("New"),
    Show.CHANGED: gettext_lazy("Changes"),
    Show.JOINS: gettext_lazy("New members"),
    Show.PROPOSES: gettext_lazy("Proposed members"),
    Show.PROJECTS: gettext_lazy("New projects only"),
    Show.UNCHANGED: gettext_lazy("Unchanged"),
    Show.LEFT_OUT: gettext_lazy("Left out"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    number: int
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ForAllRows:
    """Decisions that can be taken for many rows at once; 0 where there are none."""

    faulty: int
    undecided: int
    without_kind: int
    kinds: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _CheckScreen:
    head: Head
    checked: str
    figures: tuple[Figure, ...]
    faulty: int
    faults: int
    undecided: int
    is_ready: bool
    is_idle: bool
    apply_words: str
    differing: str  # what the file tells otherwise of known joint projects; empty for nothing
    consequences: tuple[str, ...]
    tabs: tuple[Link, ...]
    show: str
    rows: tuple[RowView, ...]
    has_fields: bool
    pages: Pages
    for_all: _ForAllRows
    downloads: tuple[Link, ...]
    note: str


def check_screen(
    by: Subject, row: Import, found: RowPage, *, show: Show, typed: Mapping[str, str], note: str = ""
) -> _CheckScreen:
    """What the check found; ready once no row is faulty or undecided and something would change."""
    counts = row.counts
    rows = row_views(row, found.rows, typed=typed)
    faulty, undecided = counts[ImportAction.FAULTY], counts[ImportAction.UNDECIDED]
    is_work = has_work(counts)
    return _CheckScreen(
        head=head_of(row),
        checked=format_short_moment(row.checked_at) if row.checked_at else "",
        figures=_figures(row),
        faulty=faulty,
        faults=counts["faults"],
        undecided=undecided,
        is_ready=not faulty and not undecided and is_work,
        is_idle=not faulty and not undecided and not is_work,
        apply_words=apply_words(row),
        differing=said(counts["differing"], counts["taken"]) if counts.get("differing") else "",
        consequences=_consequences(by, row),
        tabs=_tabs(row, show),
        show=show.value,
        rows=rows,
        has_fields=any(one.cells or one.mended or one.options or one.may_leave_out for one in rows),
        pages=Pages(number=found.number, count=found.pages, query=urlencode({"show": show.value})),
        for_all=_for_all(row),
        downloads=_downloads(row) if faulty else (),
        note=note or job_note(row),
    )


def first_show(row: Import) -> Show:
    """What needs somebody comes first."""
    return Show.OPEN if row.counts[ImportAction.FAULTY] or row.counts[ImportAction.UNDECIDED] else Show.ALL


def job_note(row: Import) -> str:
    """Why the last attempt to apply came to nothing, if a job made it."""
    job = row.job
    if job is None or not job.is_over or job.state == JobState.DONE:
        return ""
    if job.state == JobState.CANCELLED:
        return _("It was cancelled. Nothing was changed.")
    return message_of_job(job.result) or _("The import failed; nothing was changed. Try again.")


def _figures(row: Import) -> tuple[Figure, ...]:
    """The consequences, counted; what does not occur is not shown."""
    shown = ((row.counts.get(action, 0), words) for action, words in _FIGURES.items())
    return tuple(Figure(number=number, word=words % number) for number, words in shown if number)


def apply_words(row: Import) -> str:
    """What the button does: `8 new, 1 changed, 9 memberships`."""
    shown = ((row.counts.get(name, 0), one, many) for name, (one, many) in _BUTTON.items())
    return ", ".join(
        f"{number_format(number, force_grouping=True)} {one if number == 1 else many}"
        for number, one, many in shown
        if number
    )


def _consequences(by: Subject, row: Import) -> tuple[str, ...]:
    """What happens afterwards, as far as this table has it."""
    if row.catalogue:
        return of_catalogue(row)
    counts, found = row.counts, []
    is_editor = may(by, Action.PUBLISH_ACTOR)
    if counts[ImportAction.NEW] and row.kind == Kind.NETWORK:
        found.append(_("New networks are drafts that only editors see."))
    elif counts[ImportAction.NEW] and is_editor:
        found.append(_("New actors are public immediately."))
    elif counts[ImportAction.NEW]:
        found.append(
            _("New actors are public once an editor has reviewed them. Their memberships count immediately.")
        )
    if counts.get(ImportAction.PROPOSES):
        found.append(_("Actors entered by others become members once their team or an editor agrees."))
    if counts[ImportAction.CHANGED] and not is_editor:
        found.append(
            _("Changes to names, types and similar are reviewed first; other facts change immediately.")
        )
    elif counts[ImportAction.CHANGED]:
        found.append(_("Changed facts are public immediately."))
    if counts[ImportAction.CHANGED] or counts[ImportAction.UNCHANGED]:
        found.append(_("An empty cell never deletes what is there."))
    return tuple(found)


def _tabs(row: Import, show: Show) -> tuple[Link, ...]:
    counts, url = row.counts, reverse("directory:import", args=[row.pk])
    waiting = counts[ImportAction.FAULTY] + counts[ImportAction.UNDECIDED]
    of_all = {**counts, Show.OPEN: waiting, Show.ALL: counts["rows"]}
    return tuple(
        Link(
            label=str(label),
            url=f"{url}?show={name.value}",
            is_current=name is show,
            count=of_all.get(name, 0),
        )
        for name, label in _TABS.items()
        if of_all.get(name) or name is show or name is Show.ALL
    )


def _for_all(row: Import) -> _ForAllRows:
    kind = Kind(row.kind)
    without = row.counts.get("without_kind", 0)
    return _ForAllRows(
        faulty=row.counts[ImportAction.FAULTY] if row.counts[ImportAction.FAULTY] > 1 else 0,
        undecided=row.counts[ImportAction.UNDECIDED] if row.counts[ImportAction.UNDECIDED] > 1 else 0,
        without_kind=without if without > 1 else 0,
        kinds=tuple(Option(value=one, label=kind_word(one)) for one in KINDS[kind]),
    )


def _downloads(row: Import) -> tuple[Link, ...]:
    labels = (
        ("xlsx", _("The table with its errors marked (XLSX)")),
        ("csv", _("List of errors (CSV)")),
    )
    return tuple(
        Link(label=label, url=reverse("directory:import_faults", args=[row.pk, ending]))
        for ending, label in labels
    )

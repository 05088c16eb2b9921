"""The page of a checked table: what it would do, what stands in its way, and the button that applies it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.models import JobState
from handschlag.common.times import format_short_moment
from handschlag.design.components.parts import Link, Pages
from handschlag.directory.models import Import, Verdict
from handschlag.directory.queries.importing.readiness import has_work
from handschlag.directory.queries.importing.rows import Rows, Show
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.lexicon import KINDS
from handschlag.directory.screens.editing.kinds import kind_word
from handschlag.directory.screens.importing.catalogues import of_catalogue
from handschlag.directory.screens.importing.columns import Choice
from handschlag.directory.screens.importing.differences import said
from handschlag.directory.screens.importing.head import Head, head_of
from handschlag.directory.screens.importing.refusals import wording_of
from handschlag.directory.screens.importing.rows import RowView, row_views


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
    kinds: tuple[Choice, ...]


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
    by: Subject, row: Import, found: Rows, *, show: Show, typed: Mapping[str, str], note: str = ""
) -> _CheckScreen:
    counts = row.counts
    rows = row_views(row, found.rows, typed=typed)
    faulty, undecided = counts[Verdict.FAULTY], counts[Verdict.UNDECIDED]
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
    return Show.OPEN if row.counts[Verdict.FAULTY] or row.counts[Verdict.UNDECIDED] else Show.ALL


def job_note(row: Import) -> str:
    """Why the last attempt to apply came to nothing, if a job made it."""
    job = row.job
    if job is None or not job.is_over or job.state == JobState.DONE:
        return ""
    if job.state == JobState.CANCELLED:
        return _("It was cancelled. Nothing was changed.")
    return wording_of(job.result) or _("The import failed; nothing was changed. Try again.")


def _figures(row: Import) -> tuple[Figure, ...]:
    """The consequences, counted; what does not occur is not shown."""
    counts, proposed = row.counts, row.counts.get(Verdict.PROPOSES, 0)
    shown = (
        (counts[Verdict.NEW], ngettext("is new", "are new", counts[Verdict.NEW])),
        (counts[Verdict.CHANGED], ngettext("changes", "change", counts[Verdict.CHANGED])),
        (counts[Verdict.JOINS], ngettext("becomes a member", "become members", counts[Verdict.JOINS])),
        (
            proposed,
            ngettext("is proposed as a member", "are proposed as members", proposed),
        ),
        (counts.get(Verdict.PROJECTS, 0), _("with new projects only")),
        (
            counts[Verdict.UNCHANGED],
            ngettext("stays as it is", "stay as they are", counts[Verdict.UNCHANGED]),
        ),
        (
            counts[Verdict.UNDECIDED],
            ngettext("needs a decision", "need a decision", counts[Verdict.UNDECIDED]),
        ),
        (counts[Verdict.FAULTY], ngettext("has errors", "have errors", counts[Verdict.FAULTY])),
        (counts[Verdict.LEFT_OUT], ngettext("is left out", "are left out", counts[Verdict.LEFT_OUT])),
    )
    return tuple(Figure(number=count, word=word) for count, word in shown if count)


def _counted(count: int, one: str, many: str) -> str:
    return f"{number_format(count, force_grouping=True)} {one if count == 1 else many}"


def apply_words(row: Import) -> str:
    """What the button does: `8 new, 1 changed, 9 memberships`."""
    counts, projects, taken = row.counts, row.counts.get("projects", 0), row.counts.get("taken", 0)
    proposed = counts.get(Verdict.PROPOSES, 0)
    parts = [
        _counted(counts[Verdict.NEW], _("new"), _("new")) if counts[Verdict.NEW] else "",
        _counted(counts[Verdict.CHANGED], _("changed"), _("changed")) if counts[Verdict.CHANGED] else "",
        _counted(counts["memberships"], _("membership"), _("memberships")) if counts["memberships"] else "",
        _counted(proposed, _("proposed member"), _("proposed members")) if proposed else "",
        _counted(projects, _("joint project"), _("joint projects")) if projects else "",
        _counted(taken, _("known project changed"), _("known projects changed")) if taken else "",
    ]
    return ", ".join(part for part in parts if part)


def _consequences(by: Subject, row: Import) -> tuple[str, ...]:
    """What happens afterwards, as far as this table has it."""
    if row.catalogue:
        return of_catalogue(row)
    counts, found = row.counts, []
    is_editor = may(by, Action.PUBLISH_ACTOR)
    if counts[Verdict.NEW] and row.kind == Kind.NETWORK:
        found.append(_("New networks are drafts that only editors see."))
    elif counts[Verdict.NEW] and is_editor:
        found.append(_("New actors are public immediately."))
    elif counts[Verdict.NEW]:
        found.append(
            _("New actors are public once an editor has reviewed them. Their memberships count immediately.")
        )
    if counts.get(Verdict.PROPOSES):
        found.append(_("Actors entered by others become members once their team or an editor agrees."))
    if counts[Verdict.CHANGED] and not is_editor:
        found.append(
            _("Changes to names, types and similar are reviewed first; other facts change immediately.")
        )
    elif counts[Verdict.CHANGED]:
        found.append(_("Changed facts are public immediately."))
    if counts[Verdict.CHANGED] or counts[Verdict.UNCHANGED]:
        found.append(_("An empty cell never deletes what is there."))
    return tuple(found)


def _tabs(row: Import, show: Show) -> tuple[Link, ...]:
    counts = row.counts
    url = reverse("directory:import", args=[row.pk])
    words = {
        Show.OPEN: (_("To do"), counts[Verdict.FAULTY] + counts[Verdict.UNDECIDED]),
        Show.ALL: (_("All"), counts["rows"]),
        Show.NEW: (_("New"), counts[Verdict.NEW]),
        Show.CHANGED: (_("Changes"), counts[Verdict.CHANGED]),
        Show.JOINS: (_("New members"), counts[Verdict.JOINS]),
        Show.PROPOSES: (_("Proposed members"), counts.get(Verdict.PROPOSES, 0)),
        Show.PROJECTS: (_("New projects only"), counts.get(Verdict.PROJECTS, 0)),
        Show.UNCHANGED: (_("Unchanged"), counts[Verdict.UNCHANGED]),
        Show.LEFT_OUT: (_("Left out"), counts[Verdict.LEFT_OUT]),
    }
    return tuple(
        Link(label=label, url=f"{url}?show={name.value}", is_current=name is show, count=count)
        for name, (label, count) in words.items()
        if count or name is show or name is Show.ALL
    )


def _for_all(row: Import) -> _ForAllRows:
    kind = Kind(row.kind)
    without = row.counts.get("without_kind", 0)
    return _ForAllRows(
        faulty=row.counts[Verdict.FAULTY] if row.counts[Verdict.FAULTY] > 1 else 0,
        undecided=row.counts[Verdict.UNDECIDED] if row.counts[Verdict.UNDECIDED] > 1 else 0,
        without_kind=without if without > 1 else 0,
        kinds=tuple(Choice(value=one, label=kind_word(one)) for one in KINDS[kind]),
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

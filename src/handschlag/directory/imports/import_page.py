"""The page of an import, whatever it waits for: a check, mending, its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.policy import Action, Subject, may
from handschlag.common.jobs.pages import JobScreen
from handschlag.common.models import JobState
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES, download
from handschlag.common.table_import.drafts import cells_in, message_of_job, typed
from handschlag.common.table_import.drafts import refusal_message as common_refusal_message
from handschlag.common.table_import.reading import ImportRefusal
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Link
from handschlag.directory.access import int_param
from handschlag.directory.contents import Content, Kind
from handschlag.directory.editing import history
from handschlag.directory.editing.labels import duplicate_reason
from handschlag.directory.entries import Names, names_in
from handschlag.directory.imports import checking, files, labels, proceeding
from handschlag.directory.imports.columns import ImportHint
from handschlag.directory.imports.files import SEPARATOR, Place, Vocabulary, cells_of
from handschlag.directory.imports.labels import (
    back_to,
    head_of,
    list_url,
    of_catalogue,
    own_import,
    part_lines,
    refusals_told,
    seen_in,
    upload_url,
)
from handschlag.directory.imports.lexicon import KINDS
from handschlag.directory.imports.planning import LEAVE_OUT, NEW, SAME
from handschlag.directory.imports.rows import new_content
from handschlag.directory.imports.stages import (
    UNDOABLE,
    Show,
    done_rows,
    entries_of,
    has_work,
    is_undoable,
    rows_of,
    waiting_of,
)
from handschlag.directory.models import AT_WORK, Actor, Import, ImportAction, ImportRow, ImportState, Network

_MOST_PROJECTS = 20  # of one row


def row_views(of: Import, rows: Sequence[ImportRow], *, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a page, with a constant number of questions to the database."""
    kind, place = Kind(of.kind), Place.of(of)
    has_cells = any(row.faults or row.mended for row in rows)
    known = Vocabulary.load() if has_cells else Vocabulary()
    pairs = {row.number: _contents_of(kind, row) for row in rows}
    names = names_in([content for pair in pairs.values() for content in pair])
    ids = {row.entry_id for row in rows if row.entry_id}
    ids |= {one["entry"] for row in rows for one in row.likely}
    entries = entries_of(kind, ids)
    return [
        _row_view(
            row, cells_of(row, place, known, typed), pairs[row.number], names, entries, typed=typed, kind=kind
        )
        for row in rows
    ]


def _contents_of(kind: Kind, row: ImportRow) -> tuple[Content, ...]:
    """What is said before and after, as far as it differs; of a new row all that it says."""
    bare: dict[str, Any] = {"kind": "", "name": ""}
    if row.changes:
        before = {fact: pair[0] for fact, pair in row.changes.items()}
        after = {fact: pair[1] for fact, pair in row.changes.items()}
        return new_content(kind, bare | before), new_content(kind, bare | after)
    if row.verdict == ImportAction.NEW:
        return (new_content(kind, bare | row.values),)
    return ()


def _row_view(
    row: ImportRow,
    cells: Sequence[Mapping[str, Any]],
    contents: tuple[Content, ...],
    names: Names,
    entries: Mapping[int, Actor | Network],
    *,
    typed: Mapping[str, str],
    kind: Kind,
) -> dict[str, Any]:
    """The row with its entry, its cells and what it changes; `chosen` is what was decided about it."""
    parts = row.values.get("parts", ())
    decision = typed.get(f"d-{row.number}", row.decision)
    return {
        "row": row,
        "word": str(labels.VERDICTS[row.verdict]),
        "tone": labels.TONES.get(row.verdict, "plain"),
        "entry": entries.get(row.entry_id or 0),
        "hints": [refusal_message(ImportHint(hint)) for hint in row.hints],
        "cells": [one for one in cells if one["sentences"]],
        "mended": [one for one in cells if not one["sentences"]],
        "changed": history.differences(*contents, names) if len(contents) == 2 else (),
        "facts": _said(contents[0], names) if len(contents) == 1 else (),
        "projects": part_lines(parts[:_MOST_PROJECTS]),
        "more_projects": max(0, len(parts) - _MOST_PROJECTS),
        "options": () if row.verdict == ImportAction.LEFT_OUT else _options(row, entries, kind),
        "chosen": decision or (f"{SAME}{row.entry_id}" if row.entry_id else ""),
        "is_leaving": decision == LEAVE_OUT,
    }


def _said(content: Content, names: Names) -> tuple[history.Fact, ...]:
    """What a row says apart from its name; facts that are empty are left out."""
    return tuple(fact for fact in history.facts(content, names) if fact.text and fact.name != "name")


def _options(row: ImportRow, entries: Mapping[int, Actor | Network], kind: Kind) -> list[dict[str, Any]]:
    """The entries that may be meant, a new one, or nothing of the row."""
    if not row.likely:
        return []
    fresh = _("A new network") if kind is Kind.NETWORK else _("A new actor")
    others = ((NEW, fresh), (LEAVE_OUT, _("Leave this row out")))
    return [
        *(_same(likely, entries.get(likely["entry"])) for likely in row.likely),
        *({"value": value, "label": label, "about": "", "entry": None} for value, label in others),
    ]


def _same(likely: Mapping[str, Any], entry: Actor | Network | None) -> dict[str, Any]:
    """An entry that may be meant, where it is and why."""
    reasons = ", ".join(map(duplicate_reason, likely["reasons"]))
    return {
        "value": f"{SAME}{likely['entry']}",
        "label": _("The same as “%(name)s”") % {"name": likely["name"]},
        "about": ", ".join(filter(None, (likely["place"], reasons))),
        "entry": entry,
    }


_CHECK_FIGURES: Final[Mapping[str, Any]] = {
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


def check_context(
    by: Subject, of: Import, found: Page[ImportRow], *, show: Show, typed: Mapping[str, str]
) -> dict[str, Any]:
    """What the check found; ready once no row is faulty or undecided and something would change."""
    rows, is_open = list(found), first_show(of) is Show.OPEN
    return {
        **head_of(of),
        "figures": counted(of, _CHECK_FIGURES),
        "is_ready": not is_open and has_work(of.counts),
        "is_idle": not is_open and not has_work(of.counts),
        "apply_words": apply_words(of),
        "consequences": _consequences(by, of),
        "tabs": _tabs(of, show),
        "show": show.value,
        "rows": row_views(of, rows, typed=typed),
        "has_fields": any(map(_has_fields, rows)),
        "page": found,
        "kinds": KINDS[Kind(of.kind)],
        "note": job_note(of),
    }


def _has_fields(row: ImportRow) -> bool:
    """Whether something of the row can be typed or chosen."""
    return bool(row.faults or row.mended or (row.likely and row.verdict != ImportAction.LEFT_OUT))


def first_show(of: Import) -> Show:
    """What needs somebody comes first."""
    return Show.OPEN if of.counts[ImportAction.FAULTY] or of.counts[ImportAction.UNDECIDED] else Show.ALL


def job_note(of: Import) -> str:
    """Why the last attempt to apply came to nothing, if a job made it."""
    job = of.job
    if job is None or not job.is_over or job.state == JobState.DONE:
        return ""
    if job.state == JobState.CANCELLED:
        return _("It was cancelled. Nothing was changed.")
    return message_of_job(job.result) or _("The import failed; nothing was changed. Try again.")


def counted(of: Import, words: Mapping[str, Any]) -> list[tuple[int, str]]:
    """The consequences, counted and named; what does not occur is not shown."""
    numbers = ((of.counts.get(name, 0), word) for name, word in words.items())
    return [(number, word % number) for number, word in numbers if number]


def apply_words(of: Import) -> str:
    """What the button does: `8 new, 1 changed, 9 memberships`."""
    shown = ((of.counts.get(name, 0), one, many) for name, (one, many) in _BUTTON.items())
    return ", ".join(
        f"{number_format(number, force_grouping=True)} {one if number == 1 else many}"
        for number, one, many in shown
        if number
    )


def _consequences(by: Subject, of: Import) -> tuple[str, ...]:
    """What happens afterwards, as far as this table has it."""
    if of.catalogue:
        return of_catalogue(of)
    counts, found = of.counts, []
    is_editor = may(by, Action.PUBLISH_ACTOR)
    if counts[ImportAction.NEW] and of.kind == Kind.NETWORK:
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


def _tabs(of: Import, show: Show) -> tuple[Link, ...]:
    counts, url = of.counts, reverse("directory:import", args=[of.pk])
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


_RESULT_FIGURES: Final = {
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


def result_context(by: Subject, of: Import, found: Page[ImportRow]) -> dict[str, Any]:
    """What was done and what can follow; the way to undo it is there as long as its rows are kept."""
    is_undone = of.current_state is ImportState.UNDONE
    return {
        **head_of(of),
        "is_undone": is_undone,
        "is_editor": may(by, Action.PUBLISH_ACTOR),
        "figures": counted(of, _RESULT_FIGURES),
        "rows": () if is_undone else _done_rows(of, found),
        "page": found,
        "waiting": waiting_of(of) if of.catalogue and not is_undone else None,
        "new_url": upload_url(kind=Kind(of.kind), network=of.network),
        "list_url": list_url(of.network),
        "is_undoable": not is_undone and is_undoable(of),
        "until": of.applied_at + UNDOABLE if of.applied_at else None,
        "note": job_note(of),
    }


def _done_rows(of: Import, found: Page[ImportRow]) -> list[tuple[ImportRow, Actor | Network | None, str]]:
    """Each row with its entry, if it is still there, and what was done."""
    entries = entries_of(Kind(of.kind), [row.entry_id for row in found.object_list if row.entry_id])
    return [(row, entries.get(row.entry_id or 0), str(labels.DONE[row.verdict])) for row in found.object_list]


def undo_context(of: Import, *, fault: str = "") -> dict[str, Any]:
    """Asks before an import is undone; `fault` says why that was refused."""
    numbers = ((of.counts.get(name, 0), words) for name, words in _UNDOES.items())
    return {
        **head_of(of, below=_("Undo")),
        "does": [words % {"n": number} for number, words in numbers if number],
        "fault": fault,
    }


CONFLICT = 409


@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the import is now; htmx asks for it again as long as a job is at work."""
    row, by = own_import(request, pk)
    state = row.current_state
    if request.headers.get("HX-Request") and state not in AT_WORK:
        return _refreshed()
    if state is ImportState.COLUMNS:
        return HttpResponseRedirect(reverse("directory:import_columns", args=[pk]))
    if state in AT_WORK:
        return _in_progress(request, row)
    if state is ImportState.CHECKED:
        return _check_page(request, row, by, data=request.GET)
    found = done_rows(row, page=int_param(request.GET.get("page"), 1))
    screen = result_context(by, row, found)
    return render(request, "directory/importing/result.html", {"screen": screen})


def _refreshed() -> HttpResponse:
    """Whoever waited sees the whole page anew."""
    response = HttpResponse(status=204)
    response["HX-Refresh"] = "true"
    return response


def _in_progress(request: HttpRequest, row: Import) -> HttpResponse:
    part = "#state" if request.headers.get("HX-Request") else ""
    job = JobScreen.of(row.job) if row.job else None
    context = {"screen": head_of(row) | {"job": job}}
    response = render(request, f"directory/importing/progress.html{part}", context)
    response["Cache-Control"] = "no-store"
    return response


def _show_in(data: QueryDict, row: Import) -> Show:
    name = data.get("show", "")
    return Show(name) if name in set(Show) else first_show(row)


def _check_page(
    request: HttpRequest,
    row: Import,
    by: Subject,
    *,
    data: QueryDict,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    show = _show_in(data, row)
    found = rows_of(row, show, page=int_param(data.get("page"), 1))
    screen = check_context(by, row, found, show=show, typed=typed or {})
    return render(request, "directory/importing/check.html", {"screen": screen}, status=status)


@require_POST
def import_mend_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed and decided on one page; then the whole table is checked again."""
    row, by = own_import(request, pk)
    texts, decisions = _corrections_in(request.POST)
    try:
        moved = checking.correct_cells(
            import_id=pk, seen=seen_in(request), texts=texts, decisions=decisions, by=by
        )
        _check(moved, by)
    except Refusal as no:
        messages.warning(request, common_refusal_message(no.reason, no.details))
        row, by = own_import(request, pk)
        if no.reason is ImportRefusal.STALE and row.current_state is ImportState.CHECKED:
            return _check_page(
                request, row, by, data=request.POST, typed=request.POST.dict(), status=CONFLICT
            )
        return back_to(pk)
    return _shown_again(pk, request.POST)


def _check(row: Import, by: Subject) -> None:
    proceeding.proceed(
        import_id=row.pk, seen=row.version, stage=ImportState.CHECKING, by=by, now=timezone.now()
    )


def _shown_again(pk: int, data: QueryDict) -> HttpResponseRedirect:
    """The same rows, unless nothing of them is left to be done."""
    show = data.get("show", "")
    row = Import.objects.get(pk=pk)
    is_done = show == Show.OPEN and row.counts and first_show(row) is not Show.OPEN
    return back_to(pk) if is_done or show not in set(Show) else back_to(pk, f"show={show}")


def _corrections_in(data: QueryDict) -> tuple[dict[int, dict[str, str]], dict[int, str]]:
    """Texts and decisions of a form, by row. `take` and `back` are buttons: they come last, and win."""
    texts, decisions = cells_in(data), dict[int, str]()
    for name in data:
        kind, _dash, rest = name.partition("-")
        row = int_param(rest, 0)
        if row and kind == "d":
            decisions[row] = data.get(name, "")
        elif row and kind == "has":  # a box that is not ticked sends nothing
            decisions.setdefault(row, LEAVE_OUT if f"d-{row}" in data else "")
    taken = data.get("take", "").split(SEPARATOR, 2)
    if len(taken) == 3 and int_param(taken[0], 0):
        texts.setdefault(int_param(taken[0], 0), {})[taken[1]] = typed(taken[2])
    if back := int_param(data.get("back"), 0):
        decisions[back] = ""
    return texts, decisions


@require_POST
def import_decide_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision for all rows that wait for it."""
    _row, by = own_import(request, pk)
    if request.POST.get("choice") not in set(checking.ForAll):
        return back_to(pk)
    with refusals_told(request):
        moved = checking.decide_all(
            import_id=pk,
            seen=seen_in(request),
            choice=checking.ForAll(request.POST["choice"]),
            kind=request.POST.get("kind", ""),
            by=by,
        )
        _check(moved, by)
    return back_to(pk)


@require_safe
def import_faults(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """What is wrong, to mend it where the table comes from."""
    row, _by = own_import(request, pk)
    if ending not in MEDIA_TYPES:
        raise Http404
    if row.current_state is not ImportState.CHECKED:
        return back_to(pk)
    write = files.faults_csv if ending == "csv" else files.faults_xlsx
    return download(write(row), f"handschlag-import-{pk}.{ending}")

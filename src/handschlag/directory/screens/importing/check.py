"""The page of a checked table: what it would do, what stands in its way, and the button that applies it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.paginator import Page
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.models import JobState
from handschlag.common.table_import.refusal_messages import message_of_job
from handschlag.design.components.parts import Link
from handschlag.directory.models import Import, ImportAction, ImportRow
from handschlag.directory.queries.importing.import_rows import Show
from handschlag.directory.queries.importing.imports import has_work
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.lexicon import KINDS
from handschlag.directory.screens.importing.catalogues import of_catalogue
from handschlag.directory.screens.importing.checked_rows import row_views
from handschlag.directory.screens.importing.head import head_of

_FIGURES: Final[Mapping[str, Any]] = {
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


def check_screen(
    by: Subject, of: Import, found: Page[ImportRow], *, show: Show, typed: Mapping[str, str]
) -> dict[str, Any]:
    """What the check found; ready once no row is faulty or undecided and something would change."""
    rows, is_open = list(found), first_show(of) is Show.OPEN
    return {
        **head_of(of),
        "figures": counted(of, _FIGURES),
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

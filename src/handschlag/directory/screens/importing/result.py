"""What an applied import did, and the page that asks before it is taken back."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.directory.models import Actor, Import, ImportAction, ImportRow, ImportState, Network
from handschlag.directory.queries.importing.import_rows import entries_of
from handschlag.directory.queries.importing.imports import is_undoable, waiting_of
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.retention import UNDOABLE
from handschlag.directory.screens.importing import labels
from handschlag.directory.screens.importing.check import counted, job_note
from handschlag.directory.screens.importing.head import head_of, list_url, upload_url

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


def result_screen(by: Subject, of: Import, found: Page[ImportRow]) -> dict[str, Any]:
    """What was done and what can follow; the way to undo it is there as long as its rows are kept."""
    is_undone = of.current_state is ImportState.UNDONE
    return {
        **head_of(of),
        "is_undone": is_undone,
        "is_editor": may(by, Action.PUBLISH_ACTOR),
        "figures": counted(of, _FIGURES),
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


def undo_screen(of: Import, *, fault: str = "") -> dict[str, Any]:
    """Asks before an import is undone; `fault` says why that was refused."""
    numbers = ((of.counts.get(name, 0), words) for name, words in _UNDOES.items())
    return {
        **head_of(of, below=_("Undo")),
        "does": [words % {"n": number} for number, words in numbers if number],
        "fault": fault,
    }

"""The page that waits with somebody for a large table; it can be left and found again."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.jobs.screens import JobScreen
from handschlag.directory.models import Import, ImportState
from handschlag.directory.screens.importing.head import Head, head_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProgressScreen:
    """Without a job nobody is at work: the stage broke off, and can be begun again."""

    head: Head
    title: str
    lead: str
    job: JobScreen | None
    url: str
    cancel_url: str
    go_on_url: str


GO_ON = {
    ImportState.CHECKING: "directory:import_check",
    ImportState.APPLYING: "directory:import_apply",
    ImportState.UNDOING: "directory:import_undo",
}


def progress_screen(row: Import) -> _ProgressScreen:
    """What is said while a job is at work; raises KeyError in a state that waits for none."""
    titles = {
        ImportState.CHECKING: (_("The table is being checked"), _("Nothing is changed yet.")),
        ImportState.APPLYING: (
            _("The table is being applied"),
            _("All rows are imported or none. Nothing is visible until the import is complete."),
        ),
        ImportState.UNDOING: (
            _("The import is being undone"),
            _("All rows are imported or none. Nothing changes until the import is complete."),
        ),
    }
    state = ImportState(row.state)
    title, lead = titles[state]
    return _ProgressScreen(
        head=head_of(row),
        title=title,
        lead=lead,
        job=JobScreen.of(row.job) if row.job else None,
        url=reverse("directory:import", args=[row.pk]),
        cancel_url=reverse("directory:import_cancel", args=[row.pk]),
        go_on_url=reverse(GO_ON[state], args=[row.pk]),
    )

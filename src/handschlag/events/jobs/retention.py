"""What organisers removed is forgotten: names of speakers and of people at stands are in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, periodic
from handschlag.events.actions import programme_import, reception, removals
from handschlag.events.actions.contributions import forgetting


@periodic(
    "events.forget_removals",
    every=timedelta(days=1),
    title=_("Permanent deletion of removed parts of events"),
)
def forget_removals(run: Run) -> dict[str, Any]:
    """Once a day, what was removed a week ago is gone for good; how many."""
    del run
    return {"forgotten": removals.forget_removals(now=timezone.now())}


@periodic(
    "events.forget_passes", every=timedelta(days=1), title=_("Deletion of reception teams of past events")
)
def forget_passes(run: Run) -> dict[str, Any]:
    """A month after the event."""
    del run
    return {"forgotten": reception.forget_passes(now=timezone.now())}


@periodic(
    "events.forget_contributions",
    every=timedelta(hours=6),
    title=_("Deletion of contributions that are no longer needed"),
)
def forget_contributions(run: Run) -> dict[str, Any]:
    """Never confirmed, or closed for as long as the call of the event says."""
    del run
    return {"forgotten": forgetting.forget_old(now=timezone.now())}


@periodic(
    "events.forget_imports", every=timedelta(days=1), title=_("Deletion of tables that were never imported")
)
def forget_imports(run: Run) -> dict[str, Any]:
    """After two weeks."""
    del run
    return {"forgotten": programme_import.forget_imports(now=timezone.now())}

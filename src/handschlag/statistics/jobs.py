"""What this floor does regularly: it keeps the figures of events that are over, before people are erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, periodic
from handschlag.statistics.actions import archive


@periodic("statistics.keep", every=timedelta(hours=12), title=_("Keeping the figures of past events"))
def archive_figures(run: Run) -> dict[str, Any]:
    """Keeps the figures of past events before their people are erased; how many changed."""
    del run
    return {"kept": archive.archive_past_events(now=timezone.now())}

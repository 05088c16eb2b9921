"""What this floor does regularly: who sent old reports is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import periodic
from handschlag.common.jobs.registry import Run
from handschlag.pages import reports


@periodic("pages.forget_reports", every=timedelta(days=1), title=_("Deletion of senders of old reports"))
def forget_reports(run: Run) -> dict[str, Any]:
    """Once a day, senders of old reports and very old reports are gone; how many of each."""
    del run
    contacts, gone = reports.delete_old_senders(now=timezone.now())
    return {"contacts": contacts, "reports": gone}

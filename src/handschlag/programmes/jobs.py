"""What this floor does regularly: once a month editors are reminded of facts that have grown old."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, periodic
from handschlag.programmes.actions import reminding

A_MONTH = timedelta(days=30)


@periodic("programmes.remind", every=A_MONTH, title=_("Reminder to check facts"))
def remind(run: Run) -> dict[str, Any]:
    """Once a month, editors get a letter about facts that are old; how many letters."""
    del run
    now = timezone.now()
    return {"letters": reminding.remind(now=now, today=timezone.localdate(now))}

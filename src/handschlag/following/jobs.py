"""What this floor does regularly: on Monday people are told, and old emails are forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, periodic
from handschlag.following.actions import weekly


@periodic("following.weekly", every=timedelta(minutes=30), title=_("Weekly email on what people follow"))
def send_weekly(run: Run) -> dict[str, Any]:
    """Looks whether it is Monday morning; the result counts the emails."""
    del run
    return {"sent": weekly.send_weekly(now=timezone.now())}


@periodic("following.forget", every=timedelta(days=1), title=_("Deletion of old weekly emails"))
def forget(run: Run) -> dict[str, Any]:
    """Once a day; the result counts the emails that are gone."""
    del run
    return {"removed": weekly.forget_old(now=timezone.now())}

"""What follows from what participants say and leave unsaid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, handler, periodic
from handschlag.day.actions import asking, signalling


@handler(signalling.HEAR, title=_("What people say on the day"))
def hear(run: Run, signal_id: int) -> dict[str, Any]:
    """What follows from it for the organisers."""
    del run
    return {"signal": signal_id}


@handler(signalling.REPLACE, title=_("Somebody who could step in"))
def replace(run: Run, signal_id: int) -> dict[str, Any]:
    """When somebody has waited long enough."""
    del run
    return {"signal": signal_id}


@periodic("day.questions", every=timedelta(hours=1), title=_("Letters: what came of the meetings"))
def ask(run: Run) -> dict[str, Any]:
    del run
    return {"letters": asking.ask_everybody(now=timezone.now())}

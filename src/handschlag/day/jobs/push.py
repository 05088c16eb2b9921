"""What is over of messages to phones is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, periodic
from handschlag.day.actions.push_outbox import forget_pushes


@periodic("day.forget_pushes", every=timedelta(days=1), title=_("Removal of old push messages"))
def forget(run: Run) -> dict[str, Any]:
    """Once a day; the result counts them."""
    del run
    return {"removed": forget_pushes(now=timezone.now())}

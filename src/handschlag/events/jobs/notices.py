"""Tells people about sessions that moved, after a programme was published."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, handler
from handschlag.events.actions import publishing


@handler(publishing.NOTICES, title=_("Emails about programme changes"))
def tell_changes(run: Run, *, version_id: int, **payload: Any) -> None:
    """All letters or none: an attempt that breaks off has told nobody."""
    del payload
    with transaction.atomic():
        run.complete({"told": publishing.tell_changes(version_id=version_id, now=timezone.now())})

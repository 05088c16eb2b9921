"""Deletes what people wrote in join requests when its time has come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, periodic
from handschlag.directory.actions import joining


@periodic("directory.forget_join_requests", every=timedelta(days=1), title=_("Removal of old requests"))
def forget_join_requests(run: Run) -> dict[str, Any]:
    """Once a day; `removed` is how many requests went, with the letters about them."""
    del run
    return {"removed": joining.delete_expired_requests(now=timezone.now())}

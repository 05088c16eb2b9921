"""Work of matching that outlasts a request."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, handler
from handschlag.matching.actions.lists import LISTS, write_lists
from handschlag.matching.actions.withdrawing import WATCH, try_watched
from handschlag.matching.jobs import planning as planning


@handler(WATCH, title=_("Requests on the watch list"))
def watch(run: Run, service_id: int) -> dict[str, Any]:
    del run
    return {"held": len(try_watched(service_id=service_id, now=timezone.now()))}


@handler(LISTS, title=_("Recommendations"))
def make_lists(run: Run, service_id: int) -> dict[str, Any]:
    del run
    return {"lines": write_lists(service_id=service_id)}

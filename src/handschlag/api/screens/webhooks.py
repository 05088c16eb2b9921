"""Systems that are called, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.api.http_client import CallFault
from handschlag.api.models import Delivery, Endpoint, Stop
from handschlag.common.times import format_short_moment
from handschlag.matching.hooks.meeting_events import MeetingEventKind

WORDS: Final[Mapping[str, str | Promise]] = {
    **{kind.value: gettext_lazy(kind.label) for kind in MeetingEventKind},
    "ping": gettext_lazy("test call"),
}


def endpoint_row(row: Endpoint, *, now: datetime) -> dict[str, Any]:
    """An endpoint with its state and what it is called for, in words."""
    return {
        "endpoint": row,
        "state": _state_of(row, now=now),
        "is_failing": row.stop == Stop.FAILING,
        "kinds": ", ".join(str(WORDS[kind]) for kind in row.kinds if kind in WORDS),
    }


def _state_of(row: Endpoint, *, now: datetime) -> str:
    if row.stopped_at is not None:
        text = _("given up on %(at)s") if row.stop == Stop.FAILING else _("stopped on %(at)s")
        return text % {"at": format_short_moment(row.stopped_at)}
    if row.waits_until is not None and row.waits_until > now:
        return _("failed, next try on %(at)s") % {"at": format_short_moment(row.waits_until)}
    return _("is called")


def call_rows(calls: Iterable[Delivery]) -> list[dict[str, Any]]:
    """Calls with their reason and what was answered."""
    return [
        {
            "call": one,
            "kind": WORDS.get(one.occurrence.kind, one.occurrence.kind),
            "answer": " · ".join(filter(None, [str(one.status or ""), _fault_of(one)])),
        }
        for one in calls
    ]


def _fault_of(one: Delivery) -> str:
    return _(CallFault(one.fault).label) if one.fault in set(CallFault) else ""

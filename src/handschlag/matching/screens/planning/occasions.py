"""Why a meeting differs from what was published, in a few words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from handschlag.matching.rules.changes import ChangeKind, MeetingChange


def occasion(one: MeetingChange, endings: Mapping[int, tuple[str, str]]) -> str:
    """Why the meeting changed; `endings` hold states and the organisers' reasons by request."""
    if one.kind is ChangeKind.NEW:
        return _("both said yes")
    if one.kind is ChangeKind.DROPPED:
        state, reason = endings.get(one.request, ("", ""))
        return reason or {"withdrawn": _("withdrawn"), "watched": _("no longer possible")}.get(state, "")
    return _("the new plan")

"""What other systems are called for, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.matching.hooks.meeting_events import MeetingEventKind

KINDS: Final[Mapping[str, str | Promise]] = {
    MeetingEventKind.CONFIRMED.value: _("a meeting is confirmed"),
    MeetingEventKind.MOVED.value: _("a meeting moves"),
    MeetingEventKind.WITHDRAWN.value: _("a meeting is withdrawn"),
    MeetingEventKind.PUBLISHED.value: _("a timetable is published"),
}

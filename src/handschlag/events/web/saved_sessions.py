"""What a device keeps of somebody's own programme; every floor above may read it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from handschlag.events.rules.saved_sessions import SavedSessions

COOKIE: Final = "my_programme"


def saved_sessions_of(request: HttpRequest) -> SavedSessions:
    """The choice; a cookie that we did not sign holds nothing."""
    return SavedSessions.read(request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or "")

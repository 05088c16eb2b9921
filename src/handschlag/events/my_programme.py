"""What a device keeps of somebody's own programme; every floor above may read it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from handschlag.events.rules.chosen import Chosen

COOKIE: Final = "my_programme"


def chosen_of(request: HttpRequest) -> Chosen:
    """The choice; a cookie that we did not sign holds nothing."""
    return Chosen.read(request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or "")

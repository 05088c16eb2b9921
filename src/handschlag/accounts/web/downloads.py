"""Files that anybody may fetch, and that cost more than a page: each place gets so many in a while."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from handschlag.accounts.actions import limits
from handschlag.accounts.rules import limits as known
from handschlag.accounts.web import sessions

type View = Callable[..., HttpResponseBase]


def counted_as_download(view: View) -> View:
    """Raises `LimitFault.TOO_OFTEN` where it was too much: a page says so, see `RefusalMiddleware`."""

    @wraps(view)
    def counted(request: HttpRequest, *words: Any, **named: Any) -> HttpResponseBase:
        limits.count(known.DOWNLOADS_FROM_A_PLACE, sessions.place(request), now=timezone.now())
        return view(request, *words, **named)

    return counted

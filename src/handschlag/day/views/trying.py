"""What was asked for is done, or refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest

from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal

UNFIT: Final = 422


def attempt(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Whether it was done; else why not, in words."""
    try:
        act()
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
        return False
    return True

"""Refusals in the language of the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from handschlag.common.refusals import Reason, Refusal


def refusal_message(reason: StrEnum) -> str:
    """What a reason says to people."""
    assert isinstance(reason, Reason), reason
    return gettext(reason.label)


@contextmanager
def outcome_message(request: HttpRequest, success: str = "") -> Iterator[None]:
    """The next page says why the block was refused, or `success` where it was not."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal.reason))
    else:
        if success:
            messages.success(request, success)

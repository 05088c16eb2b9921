"""What a process of the server does before its first request, so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import get_resolver
from django.utils.translation import override

from handschlag.matching.engine.warming import warm


def warm_up(*, now: datetime) -> None:
    """Every view is imported, its addresses are known in each language, and the desks are built."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            get_resolver().reverse_dict  # noqa: B018 - reading it fills it
    warm(now=now)

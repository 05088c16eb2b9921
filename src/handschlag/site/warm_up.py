"""What a process of the server does before its first request, so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import override

from handschlag.directory.queries import warming as directory
from handschlag.matching.engine.warming import warm


def warm_up(*, now: datetime) -> None:
    """Views are imported, their addresses known in each language, a search was made, the desks are built."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            get_resolver().reverse_dict  # noqa: B018 - reading it fills it
    directory.warm(today=timezone.localdate(now))
    warm(now=now)

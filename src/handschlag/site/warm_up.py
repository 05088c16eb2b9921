"""What is done before the first request, once for all processes and in each, so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import override

from handschlag.common.files.prepared import from_last_start
from handschlag.directory.queries import warming as directory
from handschlag.matching.engine.warming import load_kernels, warm
from handschlag.site import first_pages


def share(*, now: datetime) -> None:
    """What is alike in all processes: views, addresses, words, places, compiled code, templates.

    For the process that the others are copies of: it begins alone, and what it makes the next start takes.
    """
    with from_last_start(settings.PREPARED):
        _load(now=now)
    first_pages.make()


def warm_up(*, now: datetime) -> None:
    """All that is shared, which costs little where it was inherited, and the desks of this process."""
    _load(now=now)
    warm(now=now)


def _load(*, now: datetime) -> None:
    for language, _name in settings.LANGUAGES:
        with override(language):
            get_resolver().reverse_dict  # noqa: B018 - reading it fills it
    directory.warm(today=timezone.localdate(now))
    load_kernels(now=now)

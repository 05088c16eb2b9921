"""What workers print about people; nobody who was erased meanwhile is in the file."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from handschlag.events.actions import printed_files
from handschlag.registration.actions.versioned_writes import lock_event
from handschlag.registration.models import Registration


def print_people(event_id: int, make: Callable[[], bytes], *, ending: str = "pdf") -> str:
    """The name of the file that `make` gives; made anew as often as somebody is erased while it is made.

    Erasing holds the event and deletes its files: what is stored here afterwards knows of the erasure.
    """
    while True:
        before = _erased(event_id)
        data = make()
        with transaction.atomic():
            lock_event(event_id)
            if _erased(event_id) == before:
                return printed_files.store(data, event_id=event_id, ending=ending)


def _erased(event_id: int) -> int:
    return Registration.objects.filter(event_id=event_id).exclude(erased_at=None).count()

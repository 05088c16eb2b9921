"""A list of wishes is sent on people's behalf: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.rules.faults import ImportFault
from handschlag.matching.actions import requests
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.engine.admission_cache import all_or_nothing, forget_own_controllers, in_one_go
from handschlag.matching.models import RequestState, Service
from handschlag.matching.rules.wish_lists import ImportedWish, WishImport


class _Undone(Exception):
    """Nothing of it stays."""


def import_wishes(
    *, service_id: int, wishes: Sequence[ImportedWish], is_trial: bool, by: Subject, now: datetime
) -> WishImport:
    """Every wish becomes a request. A trial does the same, and undoes it."""
    found = WishImport()
    try:
        with transaction.atomic():
            service = lock_service(service_id)
            require_team(by, service.event_id)
            with all_or_nothing(service), in_one_go():
                found = _send_each(wishes, by=by, now=now)
                if is_trial or found.faults:
                    raise _Undone
            _record(service, found, by=by, now=now)
    except _Undone:
        pass
    return found


def _send_each(wishes: Sequence[ImportedWish], *, by: Subject, now: datetime) -> WishImport:
    """Each row by itself, the musts first, so that every fault is known at once."""
    states: list[str] = []
    faults: dict[int, ImportFault] = {}
    for wish in sorted(wishes, key=lambda wish: (wish.kind != "must", wish.row)):
        try:
            with transaction.atomic():
                request = requests.send_request(
                    participant_id=wish.sender,
                    towards_id=wish.receiver,
                    kind=wish.kind,
                    purpose=wish.purpose,
                    has_link=False,
                    by=by,
                    now=now,
                )
            states.append(request.state)
        except Refusal as no:
            forget_own_controllers()
            faults[wish.row] = ImportFault(field="", kind=no.reason, cell=str(wish.row))
    held = sum(state == RequestState.ACCEPTED for state in states)
    return WishImport(sent=len(states), held=held, faults=tuple(faults[row] for row in sorted(faults)))


def _record(service: Service, found: WishImport, *, by: Subject, now: datetime) -> None:
    changes = {"requests": [None, found.sent], "meetings": [None, found.held]}
    audit.record(verb="matching.wishes_brought", target=service, by_id=by.user_id, now=now, changes=changes)


@transaction.atomic
def record_wish_export(*, service: Service, number: int, by: Subject, now: datetime) -> None:
    """A list of requests leaves the platform: who took it is written down."""
    require_team(by, service.event_id)
    changes = {"requests": [None, number]}
    audit.record(verb="matching.wishes_exported", target=service, by_id=by.user_id, now=now, changes=changes)

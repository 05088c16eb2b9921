"""Ways out of a yes that does not work out yet: one tap, all or nothing, and the engine asked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching import emails
from handschlag.matching.actions.answering import decide, own_party
from handschlag.matching.actions.freed_capacity import look_again, release
from handschlag.matching.actions.table_seats import give_up_seat
from handschlag.matching.actions.versioned_writes import increase_revision
from handschlag.matching.engine.admission_cache import all_or_nothing
from handschlag.matching.models import Blocked, Participant, Request, RequestState, Service
from handschlag.matching.queries.engine_input import talks_at
from handschlag.matching.queries.own_requests import own_held, was_asked
from handschlag.matching.queries.tables import open_table_of
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.matching.rules.remedies import is_own
from handschlag.registration.models import Registration, SessionChoice, SessionWish


@transaction.atomic
def apply_remedy(
    *,
    request_id: int,
    participant_id: int,
    number: int,
    kind: str,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> Request:
    """The person takes a way that the last no named. Where it does not help any more, nothing changes."""
    service, request, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if request.state == RequestState.ACCEPTED:
        return request  # tapped twice, or held in the meantime
    way = _way_of(request, number, kind)
    if not is_own(way, me=party.participant_id, mine=own_held(party.participant)):
        raise Refusal(MatchingRefusal.NOT_YOURS)
    with all_or_nothing(service):
        STEPS[kind](service, party.participant, way, now)
        request = decide(service, request, now=now)
        if request.state != RequestState.ACCEPTED:
            raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    look_again(service, now=now)
    changes = {"way": [None, kind]}
    audit.record(verb="matching.way_taken", target=request, by_id=by.user_id, now=now, changes=changes)
    emails.tell_held(request, but=party.participant_id, now=now)
    return request


@transaction.atomic
def ask_other(*, request_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Request:
    """The other gets a letter with a question, once from each person, whatever it is that would help."""
    _, request, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if request.state != RequestState.WATCHED:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    if was_asked(request.pk, party.participant_id):
        return request
    changes = {"by": [None, party.participant_id]}
    audit.record(verb="matching.way_asked", target=request, by_id=by.user_id, now=now, changes=changes)
    emails.ask_for_room(request, by=party.participant, now=now)
    return request


def _way_of(request: Request, number: int, kind: str) -> Mapping[str, Any]:
    """The way as it was shown, or it is not the one any more."""
    ways = (request.refusal or {}).get("ways", [])
    if request.state != RequestState.WATCHED or not 0 <= number < len(ways):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    way: Mapping[str, Any] = ways[number]
    if way["kind"] != kind or kind not in STEPS:
        raise Refusal(MatchingRefusal.STALE)
    return way


def _free_slot(service: Service, me: Participant, way: Mapping[str, Any], _now: datetime) -> None:
    """A window that the person has kept free is there for meetings again."""
    at = datetime.fromisoformat(way["slot"])
    if not Blocked.objects.filter(participant=me, starts_at=at).delete()[0]:
        raise Refusal(MatchingRefusal.NOT_A_SLOT)
    increase_revision(service, structure=True)


def _loosen_talk(service: Service, me: Participant, way: Mapping[str, Any], now: datetime) -> None:
    """A talk that the person must hear becomes one that the person would like to hear."""
    ids = talks_at(me, datetime.fromisoformat(way["slot"]))
    rows = SessionChoice.objects.filter(registration_id=me.registration_id, wish=SessionWish.MUST)
    if not rows.filter(session_id__in=ids).update(wish=SessionWish.LIKE):
        raise Refusal(MatchingRefusal.NOT_A_SLOT)
    Registration.objects.filter(pk=me.registration_id).update(version=F("version") + 1, changed_at=now)
    increase_revision(service, structure=True)


def _raise_maximum(service: Service, me: Participant, _way: Mapping[str, Any], _now: datetime) -> None:
    """One meeting more than the person wanted at most."""
    if me.most is None or (service.most is not None and me.most >= service.most):
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    Participant.objects.filter(pk=me.pk).update(most=F("most") + 1, version=F("version") + 1)
    increase_revision(service, structure=True)


def _give_up(service: Service, me: Participant, way: Mapping[str, Any], now: datetime) -> None:
    """Meetings of the person are given back in exchange."""
    for request in Request.objects.filter(pk__in=way["gives_up"], state=RequestState.ACCEPTED):
        table = open_table_of(request.pk)
        if table is not None and table.host_id != me.pk:
            give_up_seat(service, table, me, now=now)
            continue
        release(service, request, now=now)
        audit.record(verb="matching.withdrawn", target=request, by_id=None, now=now)
        emails.tell_withdrawn(request, but=me.pk, now=now)


STEPS: Final[Mapping[str, Callable[[Service, Participant, Mapping[str, Any], datetime], None]]] = {
    "free_slot": _free_slot,
    "give_up_talk": _loosen_talk,
    "raise_maximum": _raise_maximum,
    "give_up_meeting": _give_up,
}

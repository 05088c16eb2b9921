"""An actor takes part in finding partners all year, or no longer; and with whom it would rather not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.models import Actor
from handschlag.directory.queries.managing import has_entered
from handschlag.directory.queries.public import is_public, public_actors
from handschlag.matching.actions.partner_lists import want_partner_lists
from handschlag.matching.models import (
    UNDECIDED,
    Interest,
    InterestState,
    PartnerSearch,
    UnwantedPartner,
)
from handschlag.matching.queries.partner_interests import is_suggested, live_interest
from handschlag.matching.rules.refusals import PartnerRefusal


@transaction.atomic
def begin_search(*, actor_id: int, by: Subject, now: datetime) -> PartnerSearch:
    """From now on the actor is compared with the others that look for partners."""
    actor = own_actor(actor_id, by)
    row, is_new = PartnerSearch.objects.get_or_create(
        actor=actor, defaults={"since": now, "by_id": by.user_id}
    )
    if is_new:
        audit.record(verb="matching.partners_begun", target=actor, by_id=by.user_id, now=now)
        want_partner_lists(now=now)
    return row


@transaction.atomic
def end_search(*, actor_id: int, by: Subject, now: datetime) -> None:
    """The list goes, the actor leaves those of others, and what is open ends. Contacts stay."""
    actor = _own_entry(actor_id, by)
    # The nightly run may be writing lines that name this row: they have to be there to go with it.
    own = PartnerSearch.objects.filter(actor=actor).select_for_update().first()
    if own is None:
        return
    own.delete()
    UnwantedPartner.objects.filter(actor=actor).delete()
    rows = Interest.objects.filter(Q(asker=actor) | Q(asked=actor), state__in=UNDECIDED)
    rows.update(state=InterestState.LAPSED, answered_at=None, answered_by=None)
    audit.record(verb="matching.partners_ended", target=actor, by_id=by.user_id, now=now)


@transaction.atomic
def set_unwanted(*, actor_id: int, other_id: int, by: Subject, now: datetime) -> None:
    """The other one leaves the list, and is not told; what is open between the two ends like a no."""
    actor = own_actor(actor_id, by)
    locked_pair(actor_id, other_id)
    live = live_interest(actor_id, other_id)
    if live is None and not is_suggested(actor_id, other_id):
        raise Refusal(PartnerRefusal.NOT_THERE)
    UnwantedPartner.objects.get_or_create(actor_id=actor_id, other_id=other_id, defaults={"at": now})
    audit.record(verb="matching.partner_unwanted", target=actor, by_id=by.user_id, now=now)
    is_mine = live is not None and live.asker_id == actor_id
    # One's own ends like an open one even after a no, or it would tell of the no.
    if live is not None and live.state in (UNDECIDED if is_mine else (InterestState.OPEN,)):
        live.state = InterestState.WITHDRAWN if is_mine else InterestState.DECLINED
        live.answered_at = None if is_mine else now
        live.answered_by_id = None if is_mine else by.user_id
        live.save(update_fields=["state", "answered_at", "answered_by"])


@transaction.atomic
def clear_unwanted(*, actor_id: int, other_id: int, by: Subject, now: datetime) -> None:
    """The other one may stand on the list again."""
    actor = own_actor(actor_id, by)
    if UnwantedPartner.objects.filter(actor=actor_id, other=other_id).delete()[0]:
        audit.record(verb="matching.partner_unwanted", target=actor, by_id=by.user_id, now=now)


def own_actor(actor_id: int, by: Subject) -> Actor:
    """The actor, for its own people only; one that is not public looks for nobody."""
    actor = _own_entry(actor_id, by)
    if not is_public(actor):
        raise Refusal(PartnerRefusal.NOT_LOOKING)
    return actor


def _own_entry(actor_id: int, by: Subject) -> Actor:
    require(by, Action.FIND_PARTNERS, owns=has_entered(by, actor_id))
    return Actor.objects.get(pk=actor_id)


def locked_pair(actor_id: int, other_id: int) -> None:
    """Both take part, and nobody else does anything with these two until this is over."""
    rows = PartnerSearch.objects.filter(actor_id__in=(actor_id, other_id)).select_for_update().order_by("pk")
    there = {row.actor_id for row in rows}
    if actor_id not in there:
        raise Refusal(PartnerRefusal.NOT_LOOKING)
    if other_id not in there or not public_actors().filter(pk=other_id).exists():
        raise Refusal(PartnerRefusal.NOT_THERE)

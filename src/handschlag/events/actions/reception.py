"""Passes for the reception are given, renewed and taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from handschlag.accounts import actions as accounts
from handschlag.accounts.models import PersonalLink
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import local_date
from handschlag.events.actions.event_writes import locked_event
from handschlag.events.emails import reception as emails
from handschlag.events.models import Event, ReceptionPass
from handschlag.events.queries.reception import PURPOSE, valid_passes
from handschlag.events.rules.refusals import ReceptionRefusal

MOST_PASSES = 100
KEPT = timedelta(days=30)
_LONGEST = timedelta(days=400)  # the link ends with the event; this is for events in the far future


@transaction.atomic
def give_pass(*, event_id: int, name: str, email: str, by: Subject, now: datetime) -> ReceptionPass:
    """Somebody may work at the reception until the event is over, and gets a letter with the link."""
    event, address = locked_event(event_id, by), normalised_address(email)
    if event.last_day < local_date(now):
        raise Refusal(ReceptionRefusal.OVER)
    given = ReceptionPass.objects.filter(event=event, withdrawn_at=None)
    if given.filter(email=address).exists():
        raise Refusal(ReceptionRefusal.ALREADY)
    if given.count() >= MOST_PASSES:
        raise Refusal(ReceptionRefusal.TOO_MANY)
    link = _issue(event, address, by=by, now=now)
    made = ReceptionPass.objects.create(event=event, name=name, email=address, link=link, given_at=now)
    changes = {"pass": [None, made.pk]}
    audit.record(verb="event.reception_given", target=event, by_id=by.user_id, now=now, changes=changes)
    emails.send_link(made, now=now)
    return made


@transaction.atomic
def renew_pass(*, event_id: int, pass_id: int, by: Subject, now: datetime) -> None:
    """Another link is on its way; the old one, and whoever came in by it, is out at once."""
    event = locked_event(event_id, by)
    found = _valid(event, pass_id, now=now)
    accounts.withdraw_link(link_id=found.link_id, by_id=by.user_id, now=now)
    found.link, found.opened_at = _issue(event, found.email, by=by, now=now), None
    found.save(update_fields=["link", "opened_at"])
    changes = {"pass": [None, found.pk]}
    audit.record(verb="event.reception_renewed", target=event, by_id=by.user_id, now=now, changes=changes)
    emails.send_link(found, now=now)


@transaction.atomic
def withdraw_pass(*, event_id: int, pass_id: int, by: Subject, now: datetime) -> None:
    """The pass opens nothing any more, here and on every device."""
    event = locked_event(event_id, by)
    found = _valid(event, pass_id, now=now)
    accounts.withdraw_link(link_id=found.link_id, by_id=by.user_id, now=now)
    ReceptionPass.objects.filter(pk=found.pk).update(withdrawn_at=now)
    changes = {"pass": [found.pk, None]}
    audit.record(verb="event.reception_taken", target=event, by_id=by.user_id, now=now, changes=changes)


@transaction.atomic
def note_opened(*, pass_id: int, now: datetime) -> None:
    """A device works with this pass from now on."""
    found = ReceptionPass.objects.select_related("event").get(pk=pass_id)
    ReceptionPass.objects.filter(pk=pass_id, opened_at=None).update(opened_at=now)
    changes = {"pass": [None, pass_id]}
    audit.record(verb="event.reception_opened", target=found.event, by_id=None, now=now, changes=changes)


@transaction.atomic
def forget_passes(*, now: datetime) -> int:
    """Names and addresses of those who helped are gone a month after the event; how many passes."""
    old = ReceptionPass.objects.filter(event__last_day__lt=local_date(now - KEPT))
    return (
        PersonalLink.objects.filter(pk__in=old.values("link_id")).delete()[1].get("events.ReceptionPass", 0)
    )


def _issue(event: Event, address: str, *, by: Subject, now: datetime) -> PersonalLink:
    content = {"event": event.pk}
    return accounts.issue_link(
        purpose=PURPOSE, content=content, lasts=_LONGEST, by_id=by.user_id, now=now, email=address
    )


def _valid(event: Event, pass_id: int, *, now: datetime) -> ReceptionPass:
    found = valid_passes(today=local_date(now)).filter(event=event, pk=pass_id).first()
    if found is None:
        raise Refusal(ReceptionRefusal.GONE)
    return found

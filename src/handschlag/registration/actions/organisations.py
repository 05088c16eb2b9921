"""Words that people gave for their organisation become an actor of the directory."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import suggesting
from handschlag.directory.queries.public import public_actors
from handschlag.directory.rules.legal_forms import bare_name
from handschlag.directory.rules.suggesting import is_suggestable
from handschlag.registration.models import Registration
from handschlag.registration.rules.refusals import RegistrationRefusal


def suggest(registration: Registration, *, by: Subject, now: datetime) -> None:
    """What the directory does not have waits there for an editor; the registration keeps the words."""
    words = registration.organisation
    if registration.actor_id is None and is_suggestable(words, person=registration.name):
        suggesting.suggest_actor(name=words, is_demo=registration.event.is_demo, by=by, now=now)


def take_back(registration: Registration, *, now: datetime) -> None:
    """What the directory has for review only because this person named it goes with the person."""
    words = registration.organisation
    if registration.actor_id is not None or not words:
        return
    living = Registration.objects.filter(actor=None, erased_at=None).exclude(pk=registration.pk)
    others = living.exclude(organisation="").order_by().values_list("organisation", flat=True).distinct()
    if all(bare_name(one) != bare_name(words) for one in others.iterator()):
        suggesting.take_back(name=words, now=now)


@transaction.atomic
def connect(*, organisation: str, actor_id: int, by: Subject, now: datetime) -> int:
    """Everybody who wrote these words belongs to this actor from now on; how many."""
    require(by, Action.PUBLISH_ACTOR)
    if not public_actors().filter(pk=actor_id).exists():
        raise Refusal(RegistrationRefusal.GONE)
    rows = list(
        Registration.objects.filter(organisation__iexact=organisation, actor=None, erased_at=None).only("pk")
    )
    changed = Registration.objects.filter(pk__in=[row.pk for row in rows])
    changed.update(actor_id=actor_id, version=F("version") + 1, changed_at=now)
    audit.record_all(
        verb="registration.connected",
        targets=((row, {"actor": [None, actor_id]}) for row in rows),
        by_id=by.user_id,
        now=now,
    )
    return len(rows)

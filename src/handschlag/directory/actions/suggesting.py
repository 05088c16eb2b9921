"""An organisation that somebody named elsewhere waits for an editor, as any new entry does."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.directory.actions import index
from handschlag.directory.actions.content_rows import columns, write_related
from handschlag.directory.actions.creating import new_slug
from handschlag.directory.actions.entry_versions import record_new
from handschlag.directory.models import Actor, Proposal, ProposalState, Revision, Status
from handschlag.directory.models.moderation import LIVE
from handschlag.directory.rules.contents import ActorContent, Kind
from handschlag.directory.rules.legal_forms import bare_name
from handschlag.directory.rules.suggesting import MOST_WAITING, kind_guessed


def suggest_actor(*, name: str, is_demo: bool, by: Subject, now: datetime) -> Actor | None:
    """The organisation is in review; nothing happens where one is called so, whatever became of it.

    What an editor returned or archived is not suggested once more.
    """
    require(by, Action.REGISTER)
    waiting = Proposal.objects.filter(kind=Kind.ACTOR.value, state=ProposalState.OPEN, by=None)
    if _is_there(name) or waiting.count() >= MOST_WAITING:
        return None
    content = ActorContent(kind=kind_guessed(name), name=name)
    try:
        with transaction.atomic():
            actor = Actor.objects.create(
                slug=new_slug(Actor, name), is_demo=is_demo, status=Status.IN_REVIEW, **columns(content)
            )
            write_related(actor, content)
            Proposal.objects.create(kind=Kind.ACTOR.value, object_id=actor.pk, by_id=None, at=now)
            record_new(actor, by=by, now=now)
    except IntegrityError:  # somebody of the same organisation was faster
        return None
    return actor


@transaction.atomic
def take_back(*, name: str, now: datetime) -> bool:
    """Whoever suggested an organisation is erased, and nobody else named it: what waits for editors goes.

    What editors have changed, published or archived is theirs and stays. Needs no right of its own: it is a
    part of erasing.
    """
    made = Proposal.objects.filter(kind=Kind.ACTOR.value, by=None, state__in=LIVE).values("object_id")
    rows = Actor.objects.filter(pk__in=made, version=1, memberships=None, merged_into=None)
    waiting = rows.filter(status__in=(Status.DRAFT, Status.IN_REVIEW)).select_for_update(of=("self",))
    gone = {actor.pk: actor for actor in waiting if bare_name(actor.name) == bare_name(name)}
    for pk, actor in gone.items():
        audit.record(verb="taken_back", target=actor, by_id=None, now=now)
        for model in (Proposal, Revision):
            model.objects.filter(kind=Kind.ACTOR.value, object_id=pk).delete()
        actor.delete()
    if gone:
        index.refresh(actor_ids=list(gone))
    return bool(gone)


def _is_there(name: str) -> bool:
    """Whether an actor in any state is called so, but for its legal form, case and accents."""
    wanted = bare_name(name)
    longest = max(name.split(), key=len, default="")
    alike = Actor.objects.filter(name__icontains=longest).values_list("name", flat=True)
    return any(bare_name(one) == wanted for one in alike)

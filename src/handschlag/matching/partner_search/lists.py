"""An actor looks for partners all year; the lists of all are written down."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import batched
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.compute import computed
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.common.refusals import Refusal
from handschlag.common.times import local_date
from handschlag.directory.entries import has_entered
from handschlag.directory.models import Actor, Membership, NetworkProgramme, Statement
from handschlag.directory.public import current, is_public, of_public_actors, public_actors
from handschlag.matching.engine.list_tasks import made_lists
from handschlag.matching.engine.lists import (
    RecommendedLine,
    Topics,
    nearest,
    partner_lines,
    partner_list_task,
    refreshed,
    topics_of,
)
from handschlag.matching.models import (
    UNDECIDED,
    Interest,
    InterestState,
    PartnerSearch,
    SuggestedPartner,
    UnwantedPartner,
)
from handschlag.matching.partner_search.rules import PartnerRefusal, has_people, is_suggested, live_interest
from handschlag.matching.people import Described, Sentence


def searching() -> QuerySet[PartnerSearch]:
    """Those that are public and have people of their own: the others neither have a list nor stand in one."""
    return PartnerSearch.objects.filter(of_public_actors(), has_people())


def changed_searches() -> list[int]:
    """Actors whose entry is another one than their list rests on, those who wait longest first."""
    rows = searching().exclude(listed_version=F("actor__version"))
    return list(rows.order_by(F("listed_at").asc(nulls_first=True), "pk").values_list("actor_id", flat=True))


def described_actors(ids: Collection[int] | None = None, *, today: date) -> tuple[Described, ...]:
    """Everybody who takes part and says something; of `ids` only, where they are given."""
    rows = searching()
    if ids is not None:
        rows = rows.filter(actor_id__in=ids)
    facts = {row["actor_id"]: row for row in rows.order_by("actor_id").values(*_FACTS)}
    asked = None if ids is None else facts.keys()
    sentences = _sentences(asked)
    networks = _grouped(_memberships(asked, today).values_list("actor_id", "network_id"))
    programmes = _grouped(NetworkProgramme.objects.order_by("pk").values_list("network_id", "programme_id"))
    fields = _grouped(
        _of(Actor.fields.through.objects.all(), asked).order_by("pk").values_list("actor_id", "field_id")
    )
    return tuple(
        Described(
            id=pk,
            statements=tuple(sentences[pk]),
            fields=tuple(fields.get(pk, ())),
            kind=row["actor__kind"],
            organisation=f"a{pk}",
            networks=tuple(networks.get(pk, ())),
            programmes=tuple(
                sorted({f"f{one}" for of in networks.get(pk, ()) for one in programmes.get(of, ())})
            ),
            lat=row["actor__latitude"],
            lon=row["actor__longitude"],
            languages=(),
            wanted=None,
        )
        for pk, row in facts.items()
        if sentences[pk]
    )


_FACTS = ("actor_id", "actor__kind", "actor__latitude", "actor__longitude")


def _of(rows: QuerySet[Any], ids: Collection[int] | None) -> QuerySet[Any]:
    """All rows of actors that take part, or those of these actors."""
    if ids is None:
        return rows.filter(actor__partner_search__isnull=False)
    return rows.filter(actor_id__in=ids)


def _memberships(ids: Collection[int] | None, today: date) -> QuerySet[Membership]:
    return _of(Membership.objects.filter(current(today)), ids).order_by("actor_id", "network_id")


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _sentences(ids: Collection[int] | None) -> dict[int, list[Sentence]]:
    """Each in one language: concepts say what the other language would."""
    rows = _of(Statement.objects.exclude(Q(text_de="") & Q(text_en="")), ids)
    concepts = _grouped(
        _concepts(ids).order_by("pk").values_list("statement_id", "concept_id"),
    )
    found: dict[int, list[Sentence]] = defaultdict(list)
    ordered = rows.order_by("actor_id", "position", "pk")
    for pk, actor, direction, de, en in ordered.values_list(
        "pk", "actor_id", "direction", "text_de", "text_en"
    ):
        found[actor].append(
            Sentence(
                id=pk,
                direction=direction,
                text=de or en,
                language="de" if de else "en",
                concepts=tuple(concepts.get(pk, ())),
            )
        )
    return found


def _concepts(ids: Collection[int] | None) -> QuerySet[Any]:
    rows = Statement.concepts.through.objects.all()
    if ids is None:
        return rows.filter(statement__actor__partner_search__isnull=False)
    return rows.filter(statement__actor_id__in=ids)


CHANGED: Final = "matching.changed_partners"
MANY: Final = 40  # changed actors: from here on one run for all is less work
BATCH: Final = 2000
_log = logging.getLogger(__name__)


def want_partner_lists(*, now: datetime) -> None:
    """Changed actors get a new list soon; one job is enough for all that change until it begins."""
    if not Job.objects.filter(kind=CHANGED, state=JobState.QUEUED).exists():
        enqueue(kind=CHANGED, owner_id=None, now=now)


def write_partner_lists(*, now: datetime, check: Callable[[], None] = lambda: None) -> int:
    """The lists of everybody, all at once; how many lines there are. What `check` raises ends it."""
    versions = dict(searching().values_list("actor_id", "actor__version"))
    people = described_actors(today=local_date(now))
    (made,) = computed(made_lists, [partner_list_task(people)], check=check)
    stale = set(changed_searches())
    topics = {one.id: topics_of(one) for one in people if one.id in stale}
    with transaction.atomic():
        rows = {row.actor_id: row for row in PartnerSearch.objects.select_for_update().order_by("pk")}
        SuggestedPartner.objects.all().delete()
        number = _write_in_pieces(partner_lines(made), rows)
        _note([rows[pk] for pk in versions if pk in rows], versions, topics, now=now)
    return number


def refresh_changed(*, now: datetime) -> int:
    """The lists of actors whose entry has changed; how many there were. One that fails stops no other."""
    changed = changed_searches()
    if len(changed) > MANY:
        write_partner_lists(now=now)
    else:
        for pk in changed:
            try:
                _refresh(pk, now=now)
            except Exception:  # noqa: BLE001 - one entry that breaks our code must not keep back the others
                _log.exception("The partners of an actor could not be found", extra={"actor_id": pk})
    return len(changed)


def _write_in_pieces(lines: Iterable[RecommendedLine], rows: dict[int, PartnerSearch]) -> int:
    """All rows of a large directory at once would take more memory than everything before."""
    return sum(_write(some, rows) for some in batched(lines, BATCH))


def _write(lines: Iterable[RecommendedLine], rows: dict[int, PartnerSearch]) -> int:
    """Whoever has left while the lists were made stands in none."""
    made = SuggestedPartner.objects.bulk_create(
        (
            SuggestedPartner(
                search_id=rows[one.participant].pk,
                partner_id=rows[one.partner].pk,
                position=one.position,
                score=one.score,
                reasons=one.reasons,
            )
            for one in lines
            if one.participant in rows and one.partner in rows
        ),
        batch_size=BATCH,
    )
    return len(made)


def _note(
    rows: Sequence[PartnerSearch], versions: dict[int, int], topics: dict[int, Topics], *, now: datetime
) -> None:
    """What the lists rest on."""
    for row in rows:
        row.listed_at, row.listed_version = now, versions[row.actor_id]
        if (found := topics.get(row.actor_id)) is not None:
            row.offered, row.needed = sorted(found.offered), sorted(found.needed)
    fields = ["listed_at", "listed_version", "offered", "needed"]
    PartnerSearch.objects.bulk_update(rows, fields, batch_size=500)


def _refresh(actor_id: int, *, now: datetime) -> None:
    """One actor against those with something in common; beside it only lines that name the actor change."""
    version = searching().filter(actor_id=actor_id).values_list("actor__version", flat=True).first()
    if version is None:
        return
    own = next(iter(described_actors([actor_id], today=local_date(now))), None)
    found = topics_of(own) if own else Topics(offered=frozenset(), needed=frozenset())
    listing = SuggestedPartner.objects.filter(partner__actor_id=actor_id)
    naming = set(listing.values_list("search__actor_id", flat=True))
    new = refreshed(own, _compared(actor_id, found, naming, now=now), listing=naming) if own else None
    with transaction.atomic():
        met = {actor_id, *(line.partner for line in new.own)} if new else {actor_id}
        kept = PartnerSearch.objects.filter(actor_id__in=met).select_for_update().order_by("pk")
        rows = {row.actor_id: row for row in kept}
        if actor_id not in rows:
            return
        SuggestedPartner.objects.filter(search=rows[actor_id]).delete()
        for line in listing.select_related("search"):
            reasons = new.seen_by.get(line.search.actor_id) if new else []
            if reasons:
                line.reasons = reasons
                line.save(update_fields=["reasons"])
            elif reasons is not None:
                line.delete()
        _write(new.own if new else (), rows)
        _note([rows[actor_id]], {actor_id: version}, {actor_id: found}, now=now)


def _compared(actor_id: int, own: Topics, naming: set[int], *, now: datetime) -> tuple[Described, ...]:
    rows = searching().exclude(actor_id=actor_id).values_list("actor_id", "offered", "needed")
    others = {
        pk: Topics(offered=frozenset(offered), needed=frozenset(needed)) for pk, offered, needed in rows
    }
    return described_actors({*nearest(own, others), *(naming & others.keys())}, today=local_date(now))


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

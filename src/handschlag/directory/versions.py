"""The one way in which an entry changes: locked, version by version, with history, audit and index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from dataclasses import replace as dataclasses_replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F

from handschlag.accounts.policy import Subject, may, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.contents import (
    PROVENANCE,
    ActorContent,
    Content,
    GeoPoint,
    Kind,
    NetworkContent,
    Provenance,
    ReviewMode,
    Section,
    StoryContent,
    changed_fields,
    etag_of,
    joined_changes,
    source_names,
    to_json,
    with_changes,
    with_changes_applied,
)
from handschlag.directory.entries import (
    SORTS,
    EditRefusal,
    Entry,
    content_of,
    figures_of,
    kind_of,
    labels_of,
    live_proposal,
    needs_source,
    network_ids_of,
    owns,
    programmes_of,
    shown_to,
    way_for,
)
from handschlag.directory.index import documents
from handschlag.directory.models import (
    Actor,
    ActorSource,
    Concept,
    Field,
    Network,
    Proposal,
    ProposalState,
    Revision,
    Statement,
    Status,
    Story,
)
from handschlag.programmes.models import Programme

NETWORK_TEXTS = (
    *("kind", "name", "short_name", "founded", "management_body", "website", "contact_email"),
    *("contact_phone", "street", "legal_form", "standing", "standing_since", "wikidata_id", "euid", "pic"),
    *("description_de", "description_en"),
)
ACTOR_TEXTS = (
    *("kind", "name", "is_sme", "employees", "website", "ror_id", "wikidata_id", "euid", "pic"),
    *("description_de", "description_en"),
)
STORY_TEXTS = ("kind", "day", "title_de", "title_en", "text_de", "text_en")


def columns(content: Content) -> dict[str, Any]:
    """The columns of the entry's own row."""
    if isinstance(content, StoryContent):
        return {name: getattr(content, name) for name in STORY_TEXTS}
    if isinstance(content, ActorContent):
        return {
            **{name: getattr(content, name) for name in ACTOR_TEXTS},
            **where(content.spot),
            "parent_id": _existing(Actor, content.parent),
        }
    return {
        **{name: getattr(content, name) for name in NETWORK_TEXTS},
        **where(content.spot),
        "umbrella_id": _existing(Network, content.umbrella),
        "successor_id": _existing(Network, content.successor),
    }


def where(spot: GeoPoint) -> dict[str, Any]:
    """The columns of a row that holds this spot; what is not known of its Land or district is null."""
    return {
        "place": spot.place,
        "land_id": spot.land or None,
        "district_id": spot.district or None,
        "latitude": spot.latitude,
        "longitude": spot.longitude,
    }


def _existing(model: type[models.Model], pk: int | None) -> int | None:
    """The key, if there is such a row still: what is restored may name one that has gone."""
    return pk if pk is not None and model._default_manager.filter(pk=pk).exists() else None  # noqa: SLF001


def write_related(entry: Entry, content: Content) -> None:
    """The rows around the entry's own."""
    if isinstance(entry, Network) and isinstance(content, NetworkContent):
        _write_network(entry, content)
    elif isinstance(entry, Actor) and isinstance(content, ActorContent):
        entry.fields.set(Field.objects.filter(pk__in=content.fields))
        _write_statements(entry, content)
    elif isinstance(entry, Story) and isinstance(content, StoryContent):
        entry.actors.set(Actor.objects.filter(pk__in=content.actors))


def _write_network(network: Network, content: NetworkContent) -> None:
    network.fields.set(Field.objects.filter(pk__in=content.fields))
    known = set(Programme.objects.values_list("pk", flat=True))
    if programmes_of(network) != content.programmes:
        rows = (asdict(one) for one in content.programmes if one.programme in known)
        replace(network.in_programmes, ({**row, "programme_id": row.pop("programme")} for row in rows))
    if labels_of(network) != content.labels:
        replace(network.labels, map(asdict, content.labels))
    if figures_of(network) != content.member_figures:
        replace(network.member_figures, map(asdict, content.member_figures))
    replace(network.sources, map(asdict, content.sources))


def replace(manager: Any, rows: Iterable[dict[str, Any]]) -> None:
    """These rows and no others."""
    manager.all().delete()
    manager.bulk_create([manager.model(**{manager.field.name: manager.instance}, **row) for row in rows])


def _write_statements(actor: Actor, content: ActorContent) -> None:
    """Each statement in its place. A row is taken for the statement it holds, so that its key stays."""
    rows = list(actor.statements.order_by("position", "pk"))
    for position, said in enumerate(content.statements):
        values = {"direction": said.direction, "text_de": said.text_de, "text_en": said.text_en}
        row = _take(rows, lambda one, values=values: all(getattr(one, k) == v for k, v in values.items()))
        if row is None:
            row = Statement(actor=actor, **values)
        row.position = position
        row.save()
        row.concepts.set(Concept.objects.filter(pk__in=said.concepts))
    Statement.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _take(rows: list[Statement], fits: Callable[..., bool]) -> Statement | None:
    """The first row that fits, no longer in the list."""
    for index, row in enumerate(rows):
        if fits(row):
            return rows.pop(index)
    return None


LONGEST_IN_AUDIT = 200  # what is longer stands in the history, which has room for it
NOT_IN_AUDIT = frozenset({"contact_email"})


def locked_entry(kind: Kind, pk: int) -> Entry:
    """The entry, and nobody else writes to it until the transaction ends."""
    entry = SORTS[kind].model._default_manager.select_for_update().filter(pk=pk).first()  # noqa: SLF001
    if entry is None:
        raise Refusal(EditRefusal.GONE)
    return entry


def save_new_version(
    entry: Entry,
    *,
    after: Content,
    verb: str,
    by: Subject,
    now: datetime,
    status: Status | None = None,
    is_unreviewed: bool = False,
    values: Mapping[str, Any] | None = None,
) -> None:
    """The entry says this from now on, in a new version; `values` are columns that are no facts."""
    before, was = content_of(entry), entry.status
    keep_first_revision(entry, before)
    row: dict[str, Any] = {**columns(after), **(values or {})}
    if status is not None:
        row["status"] = status
    if status == Status.PUBLISHED:
        row["published_at"] = entry.published_at or now
    _update(entry, {**row, "version": F("version") + 1, "updated_at": now})
    write_related(entry, after)
    if isinstance(entry, Actor):
        # Where they were read was told of what they said before.
        ActorSource.objects.filter(actor=entry, fact__in=list(changed_fields(before, after))).delete()
    entry.refresh_from_db()
    entry._prefetched_objects_cache = {}  # type: ignore[union-attr]  # noqa: SLF001
    keep_revision(entry, verb=verb, by=by, now=now, is_unreviewed=is_unreviewed)
    changes = _changes_for_audit(before, after)
    if status is not None and status != was:
        changes["status"] = [was, status.value]
    audit.record(verb=verb, target=entry, by_id=by.user_id, now=now, changes=changes)
    _refresh_index(entry)


def keep_revision(
    entry: Entry, *, verb: str, by: Subject, now: datetime, is_unreviewed: bool = False
) -> None:
    """What the entry says now is its newest revision."""
    Revision.objects.create(
        kind=kind_of(entry).value,
        object_id=entry.pk,
        number=entry.version,
        content=to_json(content_of(entry)),
        verb=verb,
        is_unreviewed=is_unreviewed,
        by_id=by.user_id,
        at=now,
    )


def record_new(entry: Entry, *, by: Subject, now: datetime) -> None:
    """The first revision, audit entry and index of an entry that has just been made."""
    keep_revision(entry, verb="created", by=by, now=now)
    audit.record(verb="created", target=entry, by_id=by.user_id, now=now)
    _refresh_index(entry)


def _update(entry: Entry, values: dict[str, Any]) -> None:
    """Writes the entry's row if it is still the version that was read."""
    rows = type(entry)._default_manager.filter(pk=entry.pk, version=entry.version)  # noqa: SLF001
    try:
        with transaction.atomic():
            done = rows.update(**values)
    except IntegrityError as error:
        if isinstance(entry, Actor) and is_taken(entry, str(values["ror_id"])):
            raise Refusal(EditRefusal.ROR_TAKEN) from error
        raise
    if not done:
        raise Refusal(EditRefusal.STALE)


def is_taken(actor: Actor, ror_id: str) -> bool:
    """Whether another actor has this ROR ID already; an empty one never counts as taken."""
    return Actor.objects.filter(ror_id=ror_id).exclude(ror_id="").exclude(pk=actor.pk).exists()


def keep_first_revision(entry: Entry, content: Content) -> None:
    """An entry that was loaded has no history yet: what it said before the first change becomes its first."""
    Revision.objects.get_or_create(
        kind=kind_of(entry).value,
        object_id=entry.pk,
        number=entry.version,
        defaults={"content": to_json(content), "verb": "loaded", "at": entry.updated_at},
    )


def _changes_for_audit(before: Content, after: Content) -> dict[str, Any]:
    """Which facts changed; values only where they are short and tell of no person."""
    changes: dict[str, Any] = {}
    for fact, new in changed_fields(before, after).items():
        old = to_json(getattr(before, fact))
        is_short = len(str(old)) + len(str(new)) <= LONGEST_IN_AUDIT
        changes[fact] = [old, new] if is_short and fact not in NOT_IN_AUDIT else []
    return changes


@dataclass(slots=True)
class _Touched:
    """Entries whose places in the index have to be written anew."""

    network_ids: set[int] = field(default_factory=set)
    actor_ids: set[int] = field(default_factory=set)
    story_ids: set[int] = field(default_factory=set)
    project_ids: set[int] = field(default_factory=set)


_together: ContextVar[_Touched | None] = ContextVar("touched", default=None)


@contextmanager
def one_index_change() -> Iterator[_Touched]:
    """Within, many entries are written and the index once, at the end; more may be named by hand."""
    touched = _Touched()
    token = _together.set(touched)
    try:
        yield touched
    finally:
        _together.reset(token)
    documents.refresh(
        network_ids=touched.network_ids,
        actor_ids=touched.actor_ids,
        story_ids=touched.story_ids,
        project_ids=touched.project_ids,
    )


def _refresh_index(entry: Entry) -> None:
    touched = _Touched()
    if isinstance(entry, Network):
        touched.network_ids.add(entry.pk)
    elif isinstance(entry, Actor):
        touched.actor_ids.add(entry.pk)
        touched.network_ids.update(network_ids_of(entry))
    else:
        touched.story_ids.add(entry.pk)
    if (together := _together.get()) is not None:
        together.network_ids |= touched.network_ids
        together.actor_ids |= touched.actor_ids
        together.story_ids |= touched.story_ids
    else:
        documents.refresh(
            network_ids=touched.network_ids, actor_ids=touched.actor_ids, story_ids=touched.story_ids
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a change."""

    way: ReviewMode
    is_changed: bool


@transaction.atomic
def save_section(
    *,
    kind: Kind,
    pk: int,
    section: Section,
    changes: Mapping[str, Any],
    seen: str,
    by: Subject,
    now: datetime,
    source: Provenance | None = None,
) -> Saved:
    """A section says this: for everybody at once, or for an editor to publish.

    `seen` is the mark of what the person's form showed; another answer in between is refused as stale.
    """
    entry = locked_entry(kind, pk)
    is_owner = owns(by, entry)
    require(by, SORTS[kind].edit, owns=is_owner)
    before = content_of(entry)
    shown = shown_to(by, entry, before)
    if etag_of(shown, section.facts) != seen:
        raise Refusal(EditRefusal.STALE)
    result = with_changes(shown, {fact: value for fact, value in changes.items() if fact in section.facts})
    way = way_for(by, entry, section)
    base = before if way is ReviewMode.AT_ONCE else shown
    new: dict[str, Any] = changed_fields(base, with_changes(base, _part_of(result, section.facts)))
    if new and source is None and needs_source(entry, section):
        raise Refusal(EditRefusal.NO_SOURCE)
    if source is not None and section.needs_source:
        # Facts that stay as they are keep the source they had, unless it is only the source that is new.
        named = dataclasses_replace(
            source, facts=source_names([fact for fact in section.facts if fact in new or not new])
        )
        new[PROVENANCE] = [named.to_json()]
    if not new:
        return Saved(way=way, is_changed=False)
    if way is ReviewMode.REVIEWED:
        propose(entry, before=before, changes=new, by=by, now=now)
    else:
        publish_now(entry, before=before, changes=new, by=by, now=now)
        if shown != before:
            _forget(entry, section.facts, by=by, now=now)
    return Saved(way=way, is_changed=True)


def _part_of(content: Content, facts: Iterable[str]) -> dict[str, Any]:
    return {fact: to_json(getattr(content, fact)) for fact in facts}


def publish_now(
    entry: Entry, *, before: Content, changes: Mapping[str, Any], by: Subject, now: datetime
) -> None:
    """The change is there at once; what an editor did not see beforehand is marked for a later look."""
    kind = kind_of(entry)
    is_unreviewed = entry.status == Status.PUBLISHED and not may(by, SORTS[kind].publish)
    save_new_version(
        entry,
        after=with_changes_applied(before, changes),
        verb="edited",
        by=by,
        now=now,
        is_unreviewed=is_unreviewed,
    )


def propose(entry: Entry, *, before: Content, changes: Mapping[str, Any], by: Subject, now: datetime) -> None:
    """The change joins what waits for an editor already; a change back to what is published leaves it."""
    proposal = live_proposal(kind_of(entry), entry.pk)
    if proposal is not None and proposal.by_id is None and proposal.state == ProposalState.RETURNED:
        # Nobody takes up what was returned to a stranger.
        close(proposal, ProposalState.WITHDRAWN, by=by, now=now, comment=proposal.comment)
        proposal = None
    together = joined_changes(proposal.changes if proposal else {}, changes)
    different = changed_fields(before, with_changes_applied(before, together))
    kept = {name: value for name, value in together.items() if name == PROVENANCE or name in different}
    if not different:
        close(proposal, ProposalState.WITHDRAWN, by=by, now=now)
    elif proposal is None:
        Proposal.objects.create(
            kind=kind_of(entry).value, object_id=entry.pk, changes=kept, by_id=by.user_id, at=now
        )
    else:
        values: dict[str, Any] = {"changes": kept, "by_id": by.user_id, "at": now, "comment": ""}
        values |= {"state": ProposalState.OPEN, "decided_at": None, "decided_by_id": None}
        Proposal.objects.filter(pk=proposal.pk).update(version=F("version") + 1, **values)
    audit.record(
        verb="proposed", target=entry, by_id=by.user_id, now=now, changes={fact: [] for fact in changes}
    )


def _forget(entry: Entry, facts: Iterable[str], *, by: Subject, now: datetime) -> None:
    """What has been published at once is proposed no longer."""
    proposal = live_proposal(kind_of(entry), entry.pk)
    if proposal is None:
        return
    kept = {name: value for name, value in proposal.changes.items() if name not in set(facts)}
    if set(kept) - {PROVENANCE}:
        Proposal.objects.filter(pk=proposal.pk).update(version=F("version") + 1, changes=kept)
    elif proposal.changes:
        close(proposal, ProposalState.WITHDRAWN, by=by, now=now)


def close(
    proposal: Proposal | None, state: ProposalState, *, by: Subject, now: datetime, comment: str = ""
) -> None:
    """The proposal is decided."""
    if proposal is not None:
        Proposal.objects.filter(pk=proposal.pk).update(
            state=state,
            decided_at=now,
            decided_by_id=by.user_id,
            comment=comment,
            version=F("version") + 1,
        )


@transaction.atomic
def withdraw_proposal(*, kind: Kind, pk: int, by: Subject, now: datetime) -> None:
    """What was proposed is dropped; the published page stays as it is, and so does what strangers propose."""
    entry = locked_entry(kind, pk)
    require(by, SORTS[kind].edit, owns=owns(by, entry))
    proposal = live_proposal(kind, pk)
    if proposal is None or proposal.by_id is None:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    close(proposal, ProposalState.WITHDRAWN, by=by, now=now)
    audit.record(verb="withdrew", target=entry, by_id=by.user_id, now=now)

"""The queue of the editors, and the page on which one entry is decided."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Subject
from handschlag.common.times import format_short_moment
from handschlag.design.components.parts import Crumb, Link, Pages
from handschlag.directory.models import (
    Actor,
    DuplicatePair,
    MemberProposal,
    MemberProposalState,
    ProposalState,
    Revision,
)
from handschlag.directory.queries import queue
from handschlag.directory.queries.entries import Entry, content_of, kind_of, live_proposal
from handschlag.directory.queries.names import names_in
from handschlag.directory.queries.queue import QueueItem, QueueQuery
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.duplicates import Candidate
from handschlag.directory.rules.moderation import Seen
from handschlag.directory.rules.provenance import with_changes_applied
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.content_texts import Changed, differences
from handschlag.directory.screens.editing.dashboard import url_of
from handschlag.directory.screens.editing.history import revision_title
from handschlag.directory.screens.editing.members import LikelyActor, likely_actors
from handschlag.directory.screens.editing.network_entry import public_url


@dataclass(frozen=True, slots=True, kw_only=True)
class _QueueRow:
    """`token` names the entry as it was seen here."""

    token: str
    title: str
    url: str
    kind: str
    network: str
    what: str
    since: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _QueueScreen:
    tabs: tuple[Link, ...]
    rows: tuple[_QueueRow, ...]
    total: int
    pages: Pages
    kinds: tuple[_Choice, ...]
    networks: tuple[_Choice, ...]
    is_narrowed: bool


def _token_of(seen: Seen) -> str:
    return f"{seen.kind.value}:{seen.pk}:{seen.version}:{seen.proposal or 0}"


def seen_in(token: str) -> Seen | None:
    """What a token names; nothing where it is none."""
    parts = token.split(":")
    if len(parts) != 4 or parts[0] not in set(Kind) or not all(part.isdigit() for part in parts[1:]):
        return None
    pk, version, proposal = (int(part[:18]) for part in parts[1:])
    return Seen(kind=Kind(parts[0]), pk=pk, version=version, proposal=proposal or None)


def tabs(current: str) -> tuple[Link, ...]:
    waiting = len(queue.queue(QueueQuery()))
    changes = Revision.objects.filter(is_unreviewed=True).count()
    pairs = DuplicatePair.objects.filter(
        dismissed_at=None, first__merged_into=None, second__merged_into=None
    ).count()
    members = MemberProposal.objects.filter(state=MemberProposalState.OPEN).count()
    entries = (
        ("moderation", _("Waiting"), waiting),
        ("member_proposals", _("Proposed members"), members),
        ("changes", _("Published immediately"), changes),
        ("duplicates", _("Duplicates"), pairs),
        ("merges", _("Merges"), None),
    )
    return tuple(
        Link(label=label, url=reverse(f"directory:{name}"), is_current=name == current, count=count)
        for name, label, count in entries
    )


def _rows_of(items: list[QueueItem]) -> tuple[_QueueRow, ...]:
    described = queue.describe(items)
    people = User.objects.in_bulk({item.by_id for item in items if item.by_id is not None})
    found = []
    for item in items:
        about = described.get((item.kind, item.pk))
        if about is None:
            continue
        who = people.get(item.by_id or 0)
        seen = Seen(kind=item.kind, pk=item.pk, version=about.version, proposal=item.proposal)
        found.append(
            _QueueRow(
                token=_token_of(seen),
                title=about.title,
                url=reverse("directory:review", args=[item.kind.value, item.pk]),
                kind=str(entry_labels.KINDS[item.kind]),
                network=about.network,
                what=_("new") if item.is_new else _("changed"),
                since=format_short_moment(item.since),
                who=(who.name or who.email) if who else "",
            )
        )
    return tuple(found)


def queue_screen(wanted: QueueQuery, *, page: int) -> _QueueScreen:
    items = queue.queue(wanted)
    paginator = Paginator(items, queue.PAGE)
    shown = paginator.get_page(page)
    query = {"kind": wanted.kind.value if wanted.kind else "", "network": wanted.network or ""}
    return _QueueScreen(
        tabs=tabs("moderation"),
        rows=_rows_of(list(shown.object_list)),
        total=len(items),
        pages=Pages(
            number=shown.number,
            count=paginator.num_pages,
            query=urlencode({name: value for name, value in query.items() if value}),
        ),
        kinds=tuple(
            _Choice(value=kind.value, label=str(entry_labels.KINDS[kind]), is_chosen=kind is wanted.kind)
            for kind in Kind
        ),
        networks=tuple(
            _Choice(value=str(pk), label=name, is_chosen=pk == wanted.network)
            for pk, name in queue.networks_waiting()
        ),
        is_narrowed=wanted != QueueQuery(),
    )


def everything(wanted: QueueQuery, *, most: int) -> list[Seen]:
    """All that a filter shows, over all its pages, as it is now."""
    rows = _rows_of(list(queue.queue(wanted)[:most]))
    return [seen for row in rows if (seen := seen_in(row.token))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _BulkScreen:
    """Several entries, by name, before they are published together."""

    rows: tuple[_QueueRow, ...]
    crumbs: tuple[Crumb, ...]
    back_url: str


def bulk_screen(chosen: list[Seen]) -> _BulkScreen:
    wanted = {(seen.kind, seen.pk) for seen in chosen}
    items = [item for item in queue.queue(QueueQuery()) if (item.kind, item.pk) in wanted]
    tokens = {(seen.kind, seen.pk): _token_of(seen) for seen in chosen}
    rows = _rows_of(items)
    back = reverse("directory:moderation")
    return _BulkScreen(
        # What was seen counts, not what it has become since: publishing then refuses what has changed.
        rows=tuple(row for row in rows if row.token in tokens.values()),
        crumbs=(Crumb(_("Waiting for review"), back), Crumb(_("Publish several"))),
        back_url=back,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReviewScreen:
    title: str
    kind: str
    crumbs: tuple[Crumb, ...]
    token: str
    is_new: bool
    is_waiting: bool
    status: str
    who: str
    since: str
    changed: tuple[Changed, ...]
    alike: tuple[LikelyActor, ...]
    entry_pk: int
    form: forms.Form
    edit_url: str
    public_url: str
    history_url: str
    archive_url: str
    version: int
    may_archive: bool


def review_screen(by: Subject, entry: Entry, form: forms.Form) -> _ReviewScreen:
    kind = kind_of(entry)
    proposal = live_proposal(kind, entry.pk)
    is_open = proposal is not None and proposal.state == ProposalState.OPEN
    is_public = entry.status == "published"
    before = content_of(entry)
    after = with_changes_applied(before, proposal.changes) if proposal is not None and is_open else before
    names = names_in([before, after])
    seen = Seen(
        kind=kind,
        pk=entry.pk,
        version=entry.version,
        proposal=proposal.version if proposal is not None and is_open else None,
    )
    author = proposal.by if proposal is not None else None
    return _ReviewScreen(
        title=revision_title(entry),
        kind=str(entry_labels.KINDS[kind]),
        crumbs=(
            Crumb(_("Waiting for review"), reverse("directory:moderation")),
            Crumb(revision_title(entry)),
        ),
        token=_token_of(seen),
        is_new=not is_public,
        is_waiting=entry.status == "in_review" or (is_public and is_open),
        status=entry_labels.status(entry.status),
        who=(author.name or author.email) if author else "",
        since=format_short_moment(proposal.at) if proposal else "",
        changed=differences(before if is_public else None, after, names),
        alike=_alike(by, entry) if isinstance(entry, Actor) else (),
        entry_pk=entry.pk,
        form=form,
        edit_url=url_of(kind, entry.slug),
        public_url=public_url(entry),
        history_url=reverse("directory:history", args=[kind.value, entry.pk]),
        archive_url=reverse("directory:archive", args=[kind.value, entry.pk]),
        version=entry.version,
        may_archive=entry.status != "archived",
    )


def _alike(by: Subject, actor: Actor) -> tuple[LikelyActor, ...]:
    """Actors that this one may be already: before it is published is the best time to see it."""
    asked = Candidate(
        id=actor.pk,
        name=actor.name,
        kind=actor.kind,
        place=actor.place,
        website=actor.website,
        ror_id=actor.ror_id,
        parent=actor.parent_id,
    )
    return likely_actors(None, asked, by)

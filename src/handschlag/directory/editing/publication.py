"""Draft, in review, published, archived: who moves an entry on, and back to what it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import addressee
from handschlag.accounts.policy import Action, Subject, may, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.directory import creating, versions
from handschlag.directory.access import int_param, kind_in, own_entry, somebody
from handschlag.directory.contents import Kind, changed_fields, with_changes_applied
from handschlag.directory.editing.dashboard import url_of
from handschlag.directory.editing.forms import NewNetworkForm
from handschlag.directory.editing.history import history_context, home_of
from handschlag.directory.emails import Letter, address, post, reader
from handschlag.directory.entries import (
    SORTS,
    EditRefusal,
    Entry,
    content_of,
    live_proposal,
    owns,
    read,
    revision,
)
from handschlag.directory.models import Actor, Network, Proposal, ProposalState, Revision, Status, Story
from handschlag.directory.versions import close, locked_entry, propose, save_new_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry as somebody saw it in the queue: its version, and that of the proposal with it."""

    kind: Kind
    pk: int
    version: int
    proposal: int | None = None


def _title_of(entry: Network | Actor | Story) -> str:
    return entry.title_de if isinstance(entry, Story) else entry.name


def _page_of(entry: Network | Actor | Story) -> str:
    """The public page."""
    if isinstance(entry, Network):
        return address("directory:network", entry.slug)
    name = "directory:actor" if isinstance(entry, Actor) else "directory:story"
    return address(name, entry.slug)


def _form_of(entry: Network | Actor | Story) -> str:
    """Where the entry is edited."""
    if isinstance(entry, Network):
        return address("directory:manage_network", entry.slug)
    name = "directory:manage_actor" if isinstance(entry, Actor) else "directory:manage_story"
    return address(name, entry.slug)


def tell_published(entry: Network | Actor | Story, *, to_id: int | None, by: Subject, now: datetime) -> None:
    """To whoever proposed it, unless that is the editor."""
    user = reader(to_id)
    if user is None or user.pk == by.user_id:
        return

    def write() -> Letter:
        return Letter(
            subject=_("Published: %(title)s") % {"title": _title_of(entry)},
            paragraphs=(
                _("Your changes to “%(title)s” have been reviewed and published.")
                % {"title": _title_of(entry)},
                _("Everyone can see them now."),
            ),
            url=_page_of(entry),
            link=_("See the page"),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))


def tell_returned(
    entry: Network | Actor | Story, *, to_id: int | None, comment: str, by: Subject, now: datetime
) -> None:
    """To whoever proposed it, with the editor's comment."""
    user = reader(to_id)
    if user is None or user.pk == by.user_id:
        return

    def write() -> Letter:
        return Letter(
            subject=_("Please revise: %(title)s") % {"title": _title_of(entry)},
            paragraphs=(
                _("Your changes to “%(title)s” are not published yet. An editor writes:")
                % {"title": _title_of(entry)},
            ),
            quote=comment,
            url=_form_of(entry),
            link=_("Change it and send it again"),
            end=_("Your text is saved."),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))


@transaction.atomic
def submit(*, kind: Kind, pk: int, by: Subject, now: datetime) -> None:
    """A draft waits for an editor."""
    entry = locked_entry(kind, pk)
    require(by, SORTS[kind].edit, owns=owns(by, entry))
    if entry.status != Status.DRAFT:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    save_new_version(
        entry, after=content_of(entry), verb="submitted", by=by, now=now, status=Status.IN_REVIEW
    )
    close(live_proposal(kind, pk), ProposalState.WITHDRAWN, by=by, now=now)
    Proposal.objects.create(kind=kind.value, object_id=pk, by_id=by.user_id, at=now)


@transaction.atomic
def publish(*, seen: Seen, by: Subject, now: datetime) -> None:
    """What the editor saw is public: a first publication, or the proposed changes."""
    entry = locked_entry(seen.kind, seen.pk)
    require(by, SORTS[seen.kind].publish, owns=owns(by, entry))
    proposal = _check_seen(entry, seen)
    if entry.status == Status.PUBLISHED and proposal is None:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    if isinstance(entry, Actor) and entry.merged_into_id is not None:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    after = with_changes_applied(content_of(entry), proposal.changes) if proposal else content_of(entry)
    save_new_version(entry, after=after, verb="published", by=by, now=now, status=Status.PUBLISHED)
    close(proposal, ProposalState.PUBLISHED, by=by, now=now)
    tell_published(entry, to_id=proposal.by_id if proposal else None, by=by, now=now)


@transaction.atomic
def send_back(*, seen: Seen, comment: str, by: Subject, now: datetime) -> None:
    """It is not published as it is; the comment says why, and nothing that was written is lost."""
    entry = locked_entry(seen.kind, seen.pk)
    require(by, SORTS[seen.kind].publish, owns=owns(by, entry))
    proposal = _check_seen(entry, seen)
    is_first = entry.status == Status.IN_REVIEW
    if proposal is None and not is_first:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    if is_first:
        save_new_version(entry, after=content_of(entry), verb="returned", by=by, now=now, status=Status.DRAFT)
    else:
        audit.record(verb="returned", target=entry, by_id=by.user_id, now=now)
    if proposal is None:
        proposal = Proposal.objects.create(kind=seen.kind.value, object_id=seen.pk, by_id=None, at=now)
    may_return = is_first or proposal.by_id is not None
    state = ProposalState.RETURNED if may_return else ProposalState.WITHDRAWN  # a stranger takes nothing up
    close(proposal, state, by=by, now=now, comment=comment)
    tell_returned(entry, to_id=proposal.by_id, comment=comment, by=by, now=now)


def _check_seen(entry: Entry, seen: Seen) -> Proposal | None:
    """The open proposal, if entry and proposal are what the editor saw."""
    proposal = live_proposal(seen.kind, seen.pk)
    waiting = proposal if proposal is not None and proposal.state == ProposalState.OPEN else None
    if entry.version != seen.version or (waiting.version if waiting else None) != seen.proposal:
        raise Refusal(EditRefusal.STALE)
    return waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What became of several at once."""

    published: tuple[Seen, ...]
    refused: tuple[tuple[Seen, EditRefusal], ...]


@transaction.atomic
def publish_many(*, chosen: Iterable[Seen], by: Subject, now: datetime) -> _Outcome:
    """Each that is still what the editor saw is public; the others stay as they are, and are named."""
    published: list[Seen] = []
    refused: list[tuple[Seen, EditRefusal]] = []
    for seen in chosen:
        try:
            publish(seen=seen, by=by, now=now)
        except Refusal as no:
            refused.append((seen, EditRefusal(no.reason)))
        else:
            published.append(seen)
    return _Outcome(published=tuple(published), refused=tuple(refused))


@transaction.atomic
def archive(*, kind: Kind, pk: int, version: int, by: Subject, now: datetime) -> None:
    """It is public no longer; its history stays, and an editor can publish it again."""
    entry = locked_entry(kind, pk)
    action = Action.WRITE_STORY if isinstance(entry, Story) else SORTS[kind].publish
    require(by, action, owns=owns(by, entry))
    if entry.version != version:
        raise Refusal(EditRefusal.STALE)
    if entry.status == Status.ARCHIVED:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    save_new_version(entry, after=content_of(entry), verb="archived", by=by, now=now, status=Status.ARCHIVED)
    close(live_proposal(kind, pk), ProposalState.WITHDRAWN, by=by, now=now)


@transaction.atomic
def restore(*, kind: Kind, pk: int, number: int, version: int, by: Subject, now: datetime) -> bool:
    """The entry says what it said in that revision, as a new one; True if an editor must agree first."""
    entry = locked_entry(kind, pk)
    require(by, Action.RESTORE_REVISION, owns=owns(by, entry))
    if entry.version != version:
        raise Refusal(EditRefusal.STALE)
    row = revision(kind, pk, number)
    if row is None:
        raise Refusal(EditRefusal.NO_SUCH_REVISION)
    before, after = content_of(entry), read(kind, row.content)
    if entry.status == Status.PUBLISHED and not may(by, SORTS[kind].publish):
        propose(entry, before=before, changes=changed_fields(before, after), by=by, now=now)
        return True
    save_new_version(entry, after=after, verb="restored", by=by, now=now)
    return False


@transaction.atomic
def mark_looked_at(*, revision_ids: Iterable[int], by: Subject, now: datetime) -> int:
    """An editor has seen these changes that were published without review."""
    require(by, Action.PUBLISH_NETWORK)
    rows = Revision.objects.filter(pk__in=list(revision_ids), is_unreviewed=True)
    done = list(rows)
    rows.update(is_unreviewed=False)
    for row in done:
        audit.record(verb="looked_at", target=row, by_id=by.user_id, now=now)
    return len(done)


UNFIT = 422


@require_POST
def submit_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Sends an entry to the editors, then leads to its page; a refusal is told there."""
    entry, by = own_entry(request, kind_in(kind), pk=pk)
    try:
        submit(kind=kind_in(kind), pk=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Sent. An editor reviews it; we will email you."))
    return HttpResponseRedirect(home_of(entry))


@require_POST
def withdraw_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Drops changes that wait for an editor, then leads to the entry; what is public stays."""
    entry, by = own_entry(request, kind_in(kind), pk=pk)
    try:
        versions.withdraw_proposal(kind=kind_in(kind), pk=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Your changes have been discarded. The page stays unchanged."))
    return HttpResponseRedirect(home_of(entry))


@require_POST
def archive_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Takes an entry off the public pages, then leads to where it is edited; a refusal is told there."""
    entry, by = own_entry(request, kind_in(kind), pk=pk)
    version = int_param(request.POST.get("version"), 0)
    try:
        archive(kind=kind_in(kind), pk=pk, version=version, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Archived. It is no longer public."))
    return HttpResponseRedirect(home_of(entry))


@require_safe
def history_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The versions of an entry, and the differences between `a` and `b` of the address."""
    entry, by = own_entry(request, kind_in(kind), pk=pk)
    old, new = int_param(request.GET.get("a"), 0), int_param(request.GET.get("b"), 0)
    screen = history_context(by, entry, old=old, new=new)
    return render(request, "directory/editing/history.html", {"screen": screen})


@require_POST
def restore_page(request: HttpRequest, kind: str, pk: int, number: int) -> HttpResponse:
    """Restores an old version as a new one, or asks an editor to, then leads to the entry."""
    entry, by = own_entry(request, kind_in(kind), pk=pk)
    version = int_param(request.POST.get("version"), 0)
    try:
        is_waiting = restore(
            kind=kind_in(kind), pk=pk, number=number, version=version, by=by, now=timezone.now()
        )
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
        return HttpResponseRedirect(home_of(entry))
    text = _("Sent to an editor, who restores it.") if is_waiting else _("Restored, as a new version.")
    messages.success(request, text)
    return HttpResponseRedirect(home_of(entry))


@require_http_methods(["GET", "HEAD", "POST"])
def new_network_page(request: HttpRequest) -> HttpResponse:
    """Editors enter a network: name and kind first, everything else on its page."""
    by = somebody(request, Action.CREATE_NETWORK)
    data = request.POST if request.method == "POST" else None
    form = NewNetworkForm(data)
    if data is not None and form.is_valid():
        network = creating.create_network(content=form.made(), by=by, now=timezone.now())
        messages.success(request, _("Entered as a draft. Add its facts, each with its source."))
        return HttpResponseRedirect(url_of(Kind.NETWORK, network.slug))
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/new_network.html", {"form": form}, status=status)

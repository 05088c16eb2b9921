"""What waits for the editors is read, published or returned; changes published at once are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import User, subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb, Link, Pages
from handschlag.design.fields import TidyText
from handschlag.directory import merging
from handschlag.directory.access import int_param, int_params, kind_in
from handschlag.directory.contents import Content, Kind, with_changes_applied
from handschlag.directory.editing import publication
from handschlag.directory.editing.history import differences, revision_title
from handschlag.directory.editing.publication import Seen
from handschlag.directory.entries import SORTS, Entry, content_of, kind_of, live_proposal, names_in, read
from handschlag.directory.models import (
    Actor,
    MemberProposal,
    MemberProposalState,
    Membership,
    Network,
    Proposal,
    ProposalState,
    Revision,
    Status,
    Story,
)
from handschlag.directory.similar_actors import LikelyActor, candidate_of, likely_actors

QUEUE_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One entry in the queue; `proposal` is the version of what is proposed, None where nothing is."""

    kind: Kind
    pk: int
    since: datetime
    by_id: int | None
    proposal: int | None
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueQuery:
    """Which part of the queue."""

    kind: Kind | None = None
    network: int | None = None


def queue(wanted: QueueQuery) -> tuple[QueueItem, ...]:
    """Everything that waits, the longest first: a fixed number of questions, however long it is."""
    kinds = [wanted.kind] if wanted.kind else list(Kind)
    found: list[QueueItem] = []
    for kind in kinds:
        found += _items_of(kind, wanted.network)
    return tuple(sorted(found, key=lambda item: (item.since, item.kind, item.pk)))


def _items_of(kind: Kind, network: int | None) -> list[QueueItem]:
    model = SORTS[kind].model
    rows = _belonging(model._default_manager.all(), kind, network)  # noqa: SLF001
    proposals = {
        pk: (at, by_id, version)
        for pk, at, by_id, version in Proposal.objects.filter(
            kind=kind.value, state=ProposalState.OPEN
        ).values_list("object_id", "at", "by_id", "version")
    }
    new = rows.filter(status=Status.IN_REVIEW)
    changed = rows.filter(status=Status.PUBLISHED, pk__in=list(proposals))
    items = []
    for pk, status, updated in (new | changed).values_list("pk", "status", "updated_at").distinct():
        at, by_id, version = proposals.get(pk, (updated, None, None))
        is_new = status == Status.IN_REVIEW
        items.append(QueueItem(kind=kind, pk=pk, since=at, by_id=by_id, proposal=version, is_new=is_new))
    return items


def _belonging(rows: QuerySet, kind: Kind, network: int | None) -> QuerySet:
    """Those of one network, if one is asked for."""
    if kind is Kind.ACTOR:
        rows = rows.filter(merged_into=None)
    if network is None:
        return rows
    if kind is Kind.NETWORK:
        return rows.filter(pk=network)
    if kind is Kind.STORY:
        return rows.filter(network_id=network)
    members = Membership.objects.filter(network_id=network, until=None)
    return rows.filter(pk__in=members.values("actor_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    """What a row of the queue shows of an entry."""

    title: str
    version: int
    network: str


def describe(items: Sequence[QueueItem]) -> dict[tuple[Kind, int], _Described]:
    """Titles, versions and networks of some items, in a fixed number of questions."""
    ids = {kind: [item.pk for item in items if item.kind is kind] for kind in Kind}
    found: dict[tuple[Kind, int], _Described] = {}
    for pk, name, version in Network.objects.filter(pk__in=ids[Kind.NETWORK]).values_list(
        "pk", "name", "version"
    ):
        found[Kind.NETWORK, pk] = _Described(title=name, version=version, network="")
    stories = Story.objects.filter(pk__in=ids[Kind.STORY])
    for pk, name, version, network in stories.values_list("pk", "title_de", "version", "network__name"):
        found[Kind.STORY, pk] = _Described(title=name, version=version, network=network)
    networks = _networks_of(ids[Kind.ACTOR])
    for pk, name, version in Actor.objects.filter(pk__in=ids[Kind.ACTOR]).values_list(
        "pk", "name", "version"
    ):
        found[Kind.ACTOR, pk] = _Described(title=name, version=version, network=networks.get(pk, ""))
    return found


def _networks_of(actor_ids: Iterable[int]) -> dict[int, str]:
    rows = Membership.objects.filter(actor_id__in=list(actor_ids), until=None).order_by("network__name")
    found: dict[int, Any] = {}
    for pk, name in rows.values_list("actor_id", "network__name"):
        found[pk] = f"{found[pk]}, {name}" if pk in found else name
    return found


def numbers_waiting() -> dict[str, int]:
    """How much waits behind each page of the editors."""
    return {
        "moderation": len(queue(QueueQuery())),
        "changes": Revision.objects.filter(is_unreviewed=True).count(),
        "duplicates": merging.pairs(is_dismissed=False).count(),
        "member_proposals": MemberProposal.objects.filter(state=MemberProposalState.OPEN).count(),
    }


def people_of(items: Iterable[QueueItem]) -> dict[int, User]:
    """Who proposed them."""
    return User.objects.in_bulk({item.by_id for item in items if item.by_id is not None})


def networks_waiting() -> list[tuple[int, str]]:
    """The networks that anything in the queue belongs to, for the filter."""
    ids: set[int] = set()
    for kind in Kind:
        pks = [item.pk for item in _items_of(kind, None)]
        if kind is Kind.NETWORK:
            ids |= set(pks)
        elif kind is Kind.STORY:
            ids |= set(Story.objects.filter(pk__in=pks).values_list("network_id", flat=True))
        else:
            rows = Membership.objects.filter(actor_id__in=pks, until=None)
            ids |= set(rows.values_list("network_id", flat=True))
    return list(Network.objects.filter(pk__in=ids).order_by("name").values_list("pk", "name"))


CHANGES_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unreviewed:
    """A change of one entry."""

    row: Revision
    kind: Kind
    title: str
    before: Content | None
    after: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    changes: tuple[_Unreviewed, ...]
    number: int
    pages: int
    total: int


def unreviewed_page(page: int) -> _Found:
    """The newest first."""
    rows = Revision.objects.filter(is_unreviewed=True).select_related("by").order_by("-at", "-pk")
    paginator = Paginator(rows, CHANGES_PAGE)
    shown = paginator.get_page(page)
    revisions = list(shown.object_list)
    before = {(row.kind, row.object_id, row.number): row for row in _predecessors(revisions)}
    titles = _titles_of(revisions)
    return _Found(
        changes=tuple(
            _Unreviewed(
                row=row,
                kind=Kind(row.kind),
                title=titles.get((row.kind, row.object_id), ""),
                before=_content(before.get((row.kind, row.object_id, row.number - 1))),
                after=read(Kind(row.kind), row.content),
            )
            for row in revisions
        ),
        number=shown.number,
        pages=paginator.num_pages,
        total=paginator.count,
    )


def _content(row: Revision | None) -> Content | None:
    return read(Kind(row.kind), row.content) if row is not None else None


def _predecessors(rows: list[Revision]) -> list[Revision]:
    wanted = Q(pk__in=[])
    for row in rows:
        wanted |= Q(kind=row.kind, object_id=row.object_id, number=row.number - 1)
    return list(Revision.objects.filter(wanted))


def _titles_of(rows: list[Revision]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for kind, model, title in (
        (Kind.NETWORK, Network, "name"),
        (Kind.ACTOR, Actor, "name"),
        (Kind.STORY, Story, "title_de"),
    ):
        ids = [row.object_id for row in rows if row.kind == kind.value]
        named = model._default_manager.filter(pk__in=ids).values_list("pk", title)  # noqa: SLF001
        found |= {(kind.value, pk): name for pk, name in named}
    return found


class ReturnForm(forms.Form):
    comment = TidyText(
        label=gettext_lazy("Requested changes"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The author gets this by email. Their text is kept."),
    )


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
    """The tabs of the editors' pages, with how much waits behind each."""
    waiting = numbers_waiting()
    labels = {
        "moderation": _("Waiting"),
        "member_proposals": _("Proposed members"),
        "changes": _("Published immediately"),
        "duplicates": _("Duplicates"),
        "merges": _("Merges"),
    }
    return tuple(
        Link(
            label=label, url=reverse(f"directory:{name}"), is_current=name == current, count=waiting.get(name)
        )
        for name, label in labels.items()
    )


def _rows_of(items: Sequence[QueueItem]) -> list[dict[str, Any]]:
    """`token` names the entry as it was seen here."""
    described, people = describe(items), people_of(items)
    found = []
    for item in items:
        about = described.get((item.kind, item.pk))
        if about is None:
            continue
        seen = Seen(kind=item.kind, pk=item.pk, version=about.version, proposal=item.proposal)
        found.append(
            {"token": _token_of(seen), "item": item, "about": about, "who": people.get(item.by_id or 0)}
        )
    return found


def queue_context(wanted: QueueQuery, *, page: int) -> dict[str, Any]:
    """One page of what waits, narrowed to a kind or a network if wanted; `total` counts all pages."""
    items = queue(wanted)
    shown = Paginator(items, QUEUE_PAGE).get_page(page)
    query = {"kind": wanted.kind.value if wanted.kind else "", "network": wanted.network or ""}
    return {
        "tabs": tabs("moderation"),
        "rows": _rows_of(list(shown.object_list)),
        "total": len(items),
        "page": shown,
        "query": urlencode({name: value for name, value in query.items() if value}),
        "kinds": [kind.value for kind in Kind],
        "networks": networks_waiting(),
        "wanted": wanted,
        "is_narrowed": wanted != QueueQuery(),
    }


def everything(wanted: QueueQuery, *, most: int) -> list[Seen]:
    """All that a filter shows, over all its pages, as it is now."""
    rows = _rows_of(list(queue(wanted)[:most]))
    return [seen for row in rows if (seen := seen_in(row["token"]))]


def bulk_context(chosen: list[Seen]) -> dict[str, Any]:
    """Several entries, by name, before they are published together."""
    wanted = {(seen.kind, seen.pk) for seen in chosen}
    items = [item for item in queue(QueueQuery()) if (item.kind, item.pk) in wanted]
    tokens = {_token_of(seen) for seen in chosen}
    return {
        # What was seen counts, not what it has become since: publishing then refuses what has changed.
        "rows": [row for row in _rows_of(items) if row["token"] in tokens],
        "crumbs": (
            Crumb(_("Waiting for review"), reverse("directory:moderation")),
            Crumb(_("Publish several")),
        ),
    }


def review_context(by: Subject, entry: Entry, form: forms.Form) -> dict[str, Any]:
    """What is to be decided, compared with what is public; `token` marks the versions that were seen."""
    kind, title = kind_of(entry), revision_title(entry)
    proposal = live_proposal(kind, entry.pk)
    waiting = proposal if proposal is not None and proposal.state == ProposalState.OPEN else None
    is_public = entry.status == Status.PUBLISHED
    before = content_of(entry)
    after = with_changes_applied(before, waiting.changes) if waiting else before
    seen = Seen(kind=kind, pk=entry.pk, version=entry.version, proposal=waiting.version if waiting else None)
    alike: tuple[LikelyActor, ...] = ()
    if isinstance(entry, Actor):  # before it is published is the best time to see it
        alike = likely_actors(None, candidate_of(entry), by)
    return {
        "entry": entry,
        "kind": kind.value,
        "title": title,
        "crumbs": (Crumb(_("Waiting for review"), reverse("directory:moderation")), Crumb(title)),
        "token": _token_of(seen),
        "is_new": not is_public,
        "is_waiting": entry.status == Status.IN_REVIEW or (is_public and waiting is not None),
        "proposal": proposal,
        "changed": differences(before if is_public else None, after, names_in([before, after])),
        "alike": alike,
        "form": form,
    }


def changes_context(*, page: int) -> dict[str, Any]:
    """One page of changes that nobody has looked at yet, newest first, with what differs in each."""
    found = unreviewed_page(page)
    names = names_in(
        [content for one in found.changes for content in (one.before, one.after) if content is not None]
    )
    return {
        "tabs": tabs("changes"),
        "rows": [(one, differences(one.before, one.after, names)) for one in found.changes],
        "total": found.total,
        "pages": Pages(number=found.number, count=found.pages),
    }


UNFIT = 422
MOST_AT_ONCE = 2000


def editor(request: HttpRequest, action: Action = Action.PUBLISH_NETWORK) -> Subject:
    """The person who asks, if they may do this; raises Denied for anybody else."""
    by = subject_of(request.user)
    require(by, action)
    return by


def _wanted_in(query: QueryDict) -> QueueQuery:
    kind, network = query.get("kind", ""), int_param(query.get("network"), 0)
    return QueueQuery(kind=Kind(kind) if kind in set(Kind) else None, network=network or None)


@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    """The page of what waits, for editors; the address narrows it to a kind or a network."""
    editor(request)
    screen = queue_context(_wanted_in(request.GET), page=int_param(request.GET.get("page"), 1))
    return render(request, "directory/moderating/queue.html", {"screen": screen})


def _entry_at(kind: str, pk: int) -> Entry:
    entry = SORTS[kind_in(kind)].model._default_manager.filter(pk=pk).first()  # noqa: SLF001
    if entry is None:
        raise Http404
    return entry


@require_http_methods(["GET", "HEAD", "POST"])
def review_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The page on which an editor publishes or returns an entry; a mark that does not fit is a 404."""
    by = editor(request, SORTS[kind_in(kind)].publish)
    entry = _entry_at(kind, pk)
    is_return = request.method == "POST" and "return" in request.POST
    form = ReturnForm(request.POST if is_return else None)
    status = 200
    if request.method == "POST" and (not is_return or form.is_valid()):
        seen = seen_in(request.POST.get("seen", ""))
        if seen is None or (seen.kind, seen.pk) != (kind_in(kind), pk):
            raise Http404
        try:
            return _decided(request, seen, form if is_return else None, by)
        except Refusal as no:
            messages.warning(request, refusal_message(no.reason))
            return HttpResponseRedirect(request.path)
    elif request.method == "POST":
        status = UNFIT
    screen = review_context(by, entry, form)
    return render(request, "directory/moderating/review.html", {"screen": screen}, status=status)


def _decided(request: HttpRequest, seen: Seen, form: ReturnForm | None, by: Subject) -> HttpResponse:
    now = timezone.now()
    if form is None:
        publication.publish(seen=seen, by=by, now=now)
        messages.success(request, _("Published."))
    else:
        publication.send_back(seen=seen, comment=form.cleaned_data["comment"], by=by, now=now)
        messages.success(request, _("Returned, with your comment."))
    return HttpResponseRedirect(reverse("directory:moderation"))


@require_POST
def publish_several_page(request: HttpRequest) -> HttpResponse:
    """First the list by name, then, with its button, the publication."""
    by = editor(request)
    tokens = request.POST.getlist("e")[:MOST_AT_ONCE]
    chosen = [seen for token in tokens if (seen := seen_in(token))]
    if "all" in request.POST:
        chosen = everything(_wanted_in(request.POST), most=MOST_AT_ONCE)
    if not chosen:
        messages.info(request, _("Choose at least one entry."))
        return HttpResponseRedirect(reverse("directory:moderation"))
    if "confirmed" not in request.POST:
        return render(request, "directory/moderating/bulk.html", {"screen": bulk_context(chosen)})
    outcome = publication.publish_many(chosen=chosen, by=by, now=timezone.now())
    number = len(outcome.published)
    text = ngettext("%(n)s entry is public now.", "%(n)s entries are public now.", number)
    messages.success(request, text % {"n": number})
    if outcome.refused:
        number = len(outcome.refused)
        text = ngettext(
            "%(n)s entry was changed in the meantime and is still waiting for review.",
            "%(n)s entries were changed in the meantime and are still waiting for review.",
            number,
        )
        messages.warning(request, text % {"n": number})
    return HttpResponseRedirect(reverse("directory:moderation"))


@require_http_methods(["GET", "HEAD", "POST"])
def changes_page(request: HttpRequest) -> HttpResponse:
    """Changes that were published at once; a look afterwards."""
    by = editor(request)
    if request.method == "POST":
        ids = int_params(request.POST.getlist("r"))
        number = publication.mark_looked_at(revision_ids=ids, by=by, now=timezone.now())
        text = ngettext("%(n)s change marked as reviewed.", "%(n)s changes marked as reviewed.", number)
        messages.success(request, text % {"n": number})
        return HttpResponseRedirect(request.path)
    screen = changes_context(page=int_param(request.GET.get("page"), 1))
    return render(request, "directory/moderating/changes.html", {"screen": screen})

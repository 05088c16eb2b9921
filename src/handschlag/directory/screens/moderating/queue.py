"""The queue of the editors, and the page on which one entry is decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.models import Actor, ProposalState, Status
from handschlag.directory.queries import queue
from handschlag.directory.queries.candidates import candidate_of
from handschlag.directory.queries.entries import Entry, content_of, kind_of, live_proposal
from handschlag.directory.queries.likely_actors import LikelyActor, likely_actors
from handschlag.directory.queries.names import names_in
from handschlag.directory.queries.queue import QueueItem, QueueQuery
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.moderation import Seen
from handschlag.directory.rules.provenance import with_changes_applied
from handschlag.directory.screens.editing.content_texts import differences
from handschlag.directory.screens.editing.history import revision_title


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
    waiting = queue.numbers_waiting()
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
    described, people = queue.describe(items), queue.people_of(items)
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


def queue_screen(wanted: QueueQuery, *, page: int) -> dict[str, Any]:
    """One page of what waits, narrowed to a kind or a network if wanted; `total` counts all pages."""
    items = queue.queue(wanted)
    shown = Paginator(items, queue.PAGE).get_page(page)
    query = {"kind": wanted.kind.value if wanted.kind else "", "network": wanted.network or ""}
    return {
        "tabs": tabs("moderation"),
        "rows": _rows_of(list(shown.object_list)),
        "total": len(items),
        "page": shown,
        "query": urlencode({name: value for name, value in query.items() if value}),
        "kinds": [kind.value for kind in Kind],
        "networks": queue.networks_waiting(),
        "wanted": wanted,
        "is_narrowed": wanted != QueueQuery(),
    }


def everything(wanted: QueueQuery, *, most: int) -> list[Seen]:
    """All that a filter shows, over all its pages, as it is now."""
    rows = _rows_of(list(queue.queue(wanted)[:most]))
    return [seen for row in rows if (seen := seen_in(row["token"]))]


def bulk_screen(chosen: list[Seen]) -> dict[str, Any]:
    """Several entries, by name, before they are published together."""
    wanted = {(seen.kind, seen.pk) for seen in chosen}
    items = [item for item in queue.queue(QueueQuery()) if (item.kind, item.pk) in wanted]
    tokens = {_token_of(seen) for seen in chosen}
    return {
        # What was seen counts, not what it has become since: publishing then refuses what has changed.
        "rows": [row for row in _rows_of(items) if row["token"] in tokens],
        "crumbs": (
            Crumb(_("Waiting for review"), reverse("directory:moderation")),
            Crumb(_("Publish several")),
        ),
    }


def review_screen(by: Subject, entry: Entry, form: forms.Form) -> dict[str, Any]:
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

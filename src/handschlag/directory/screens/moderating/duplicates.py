"""Pairs of actors that may be one, what a merge would do, and merges that were done."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_short_moment
from handschlag.design.components.parts import Crumb, Link, Pages
from handschlag.directory.models import Actor, DuplicatePair, Membership, Merge, Network, Status
from handschlag.directory.queries.merging import side_of
from handschlag.directory.queries.names import names_in
from handschlag.directory.rules.contents import ActorContent, field_names
from handschlag.directory.rules.duplicates import DuplicateReason
from handschlag.directory.rules.merging import MergePlan, plan
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.content_texts import text_of
from handschlag.directory.screens.editing.kinds import kind_word
from handschlag.directory.screens.editing.members import REASONS
from handschlag.directory.screens.moderating.queue import tabs

PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _One:
    """One actor of a pair."""

    name: str
    kind: str
    place: str
    status: str
    website: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _PairRow:
    pk: int
    first: _One
    second: _One
    reasons: tuple[str, ...]
    merge_url: str
    is_dismissed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _DuplicatesScreen:
    tabs: tuple[Link, ...]
    switch: tuple[Link, ...]
    rows: tuple[_PairRow, ...]
    pages: Pages
    total: int
    is_dismissed: bool


def _one(actor: Actor) -> _One:
    return _One(
        name=actor.name,
        kind=kind_word(actor.kind),
        place=actor.place,
        status="" if actor.status == Status.PUBLISHED else entry_labels.status(actor.status),
        website=actor.website,
    )


def _kept_first(first: Actor, second: Actor) -> tuple[Actor, Actor]:
    """Which of the two to keep, unless somebody says otherwise: the public one, then the older one."""
    if second.status == Status.PUBLISHED != first.status:
        return second, first
    return first, second


def _merge_url(first: Actor, second: Actor) -> str:
    kept, merged = _kept_first(first, second)
    return reverse("directory:merge", args=[kept.pk, merged.pk])


def duplicates_screen(*, is_dismissed: bool, page: int) -> _DuplicatesScreen:
    pairs = DuplicatePair.objects.filter(
        dismissed_at__isnull=not is_dismissed, first__merged_into=None, second__merged_into=None
    ).select_related("first", "second")
    paginator = Paginator(pairs, PAGE)
    shown = paginator.get_page(page)
    here = reverse("directory:duplicates")
    return _DuplicatesScreen(
        tabs=tabs("duplicates"),
        switch=(
            Link(label=_("To look at"), url=here, is_current=not is_dismissed),
            Link(label=_("No duplicates"), url=f"{here}?dismissed=1", is_current=is_dismissed),
        ),
        rows=tuple(
            _PairRow(
                pk=pair.pk,
                first=_one(pair.first),
                second=_one(pair.second),
                reasons=tuple(REASONS[DuplicateReason(reason)]() for reason in pair.reasons),
                merge_url=_merge_url(pair.first, pair.second),
                is_dismissed=is_dismissed,
            )
            for pair in shown.object_list
        ),
        pages=Pages(
            number=shown.number, count=paginator.num_pages, query="dismissed=1" if is_dismissed else ""
        ),
        total=paginator.count,
        is_dismissed=is_dismissed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """A fact of both, and what the kept actor will say."""

    label: str
    kept: str
    merged: str
    result: str
    is_filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _MergeScreen:
    crumbs: tuple[Crumb, ...]
    kept: _One
    merged: _One
    facts: tuple[_Compared, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    swap_url: str
    kept_version: int
    merged_version: int
    fault: str


def merge_screen(kept: Actor, merged: Actor, *, fault: str = "") -> _MergeScreen:
    side, other = side_of(kept), side_of(merged)
    found = plan(side, other)
    return _MergeScreen(
        crumbs=(Crumb(_("Duplicates"), reverse("directory:duplicates")), Crumb(_("Merge"))),
        kept=_one(kept),
        merged=_one(merged),
        facts=_compared(side.content, other.content, found),
        goes=_what_goes(found, other),
        stays=_what_stays(found),
        swap_url=reverse("directory:merge", args=[merged.pk, kept.pk]),
        kept_version=kept.version,
        merged_version=merged.version,
        fault=fault,
    )


UNITED = ("fields", "statements")


def _compared(kept: ActorContent, merged: ActorContent, found: MergePlan) -> tuple[_Compared, ...]:
    names = names_in([kept, merged])
    rows = []
    for fact in field_names(ActorContent):
        mine, theirs = text_of(kept, fact, names), text_of(merged, fact, names)
        is_filled = fact in found.fills
        result = theirs if is_filled else mine
        if fact in UNITED and theirs and theirs != mine:
            result = _("both together")
        if mine or theirs:
            rows.append(
                _Compared(
                    label=entry_labels.fact(fact),
                    kept=mine,
                    merged=theirs,
                    result=result,
                    is_filled=is_filled,
                )
            )
    return tuple(rows)


def _what_goes(found: MergePlan, other: object) -> tuple[str, ...]:
    """In words: which rows move to the kept actor."""
    del other
    memberships = Membership.objects.filter(pk__in=found.memberships).values_list("network_id", flat=True)
    names = ", ".join(
        Network.objects.filter(pk__in=list(memberships)).order_by("name").values_list("name", flat=True)
    )
    counted = (
        (len(found.memberships), _memberships_words(len(found.memberships), names)),
        (
            len(found.statements),
            ngettext("%(n)s offer or need", "%(n)s offers and needs", len(found.statements)),
        ),
        (len(found.stories), ngettext("%(n)s news item", "%(n)s news items", len(found.stories))),
        (len(found.fields), ngettext("%(n)s field", "%(n)s fields", len(found.fields))),
        (len(found.parts), ngettext("%(n)s part", "%(n)s parts", len(found.parts))),
        (
            len(found.participations),
            ngettext("%(n)s joint project", "%(n)s joint projects", len(found.participations)),
        ),
        (len(found.requests), ngettext("%(n)s request", "%(n)s requests", len(found.requests))),
    )
    return tuple(text % {"n": n} for n, text in counted if n)


def _memberships_words(number: int, names: str) -> str:
    text = ngettext("%(n)s membership", "%(n)s memberships", number)
    return f"{text}: {names.replace('%', '%%')}" if names else text


def _what_stays(found: MergePlan) -> tuple[str, ...]:
    """In words: what the kept actor has itself, so that nothing has to move."""
    memberships, statements = len(found.memberships_that_stay), len(found.statements_that_stay)
    counted = (
        (
            memberships,
            ngettext(
                "%(n)s membership in a network of both; the earlier beginning counts",
                "%(n)s memberships in networks of both; the earlier beginning counts",
                memberships,
            ),
        ),
        (
            statements,
            ngettext("%(n)s statement that both have", "%(n)s statements that both have", statements),
        ),
    )
    return tuple(text % {"n": n} for n, text in counted if n)


@dataclass(frozen=True, slots=True, kw_only=True)
class _MergeRow:
    pk: int
    kept: str
    merged: str
    when: str
    who: str
    is_undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _MergesScreen:
    tabs: tuple[Link, ...]
    rows: tuple[_MergeRow, ...]
    pages: Pages


def merges_screen(*, page: int) -> _MergesScreen:
    paginator = Paginator(Merge.objects.select_related("kept", "merged", "by"), PAGE)
    shown = paginator.get_page(page)
    return _MergesScreen(
        tabs=tabs("merges"),
        rows=tuple(
            _MergeRow(
                pk=row.pk,
                kept=row.kept.name,
                merged=row.merged.name,
                when=format_short_moment(row.at),
                who=(row.by.name or row.by.email) if row.by else "",
                is_undone=row.undone_at is not None,
            )
            for row in shown.object_list
        ),
        pages=Pages(number=shown.number, count=paginator.num_pages),
    )

"""Pairs of actors that may be one, what a merge would do, and merges that were done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.models import Actor, DuplicatePair, Membership, Merge, Network, Status
from handschlag.directory.queries.merging import side_of
from handschlag.directory.queries.names import names_in
from handschlag.directory.rules.contents import ActorContent, field_names
from handschlag.directory.rules.merging import MergePlan, plan
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.content_texts import text_of
from handschlag.directory.screens.editing.entry_labels import duplicate_reason
from handschlag.directory.screens.moderating.queue import tabs

PAGE = 30


def _kept_first(first: Actor, second: Actor) -> tuple[Actor, Actor]:
    """Which of the two to keep, unless somebody says otherwise: the public one, then the older one."""
    if second.status == Status.PUBLISHED != first.status:
        return second, first
    return first, second


def duplicates_screen(*, is_dismissed: bool, page: int) -> dict[str, Any]:
    """One page of pairs, to look at or dismissed; those with an actor that was merged are left out."""
    pairs = DuplicatePair.objects.filter(
        dismissed_at__isnull=not is_dismissed, first__merged_into=None, second__merged_into=None
    ).select_related("first", "second")
    shown = Paginator(pairs, PAGE).get_page(page)
    here = reverse("directory:duplicates")
    return {
        "tabs": tabs("duplicates"),
        "switch": (
            Link(label=_("To look at"), url=here, is_current=not is_dismissed),
            Link(label=_("No duplicates"), url=f"{here}?dismissed=1", is_current=is_dismissed),
        ),
        "rows": [
            {
                "pair": pair,
                "reasons": [duplicate_reason(reason) for reason in pair.reasons],
                "merge": _kept_first(pair.first, pair.second),
            }
            for pair in shown.object_list
        ],
        "page": shown,
        "is_dismissed": is_dismissed,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """A fact of both, and what the kept actor will say."""

    label: str
    kept: str
    merged: str
    result: str
    is_filled: bool


def merge_screen(kept: Actor, merged: Actor, *, fault: str = "") -> dict[str, Any]:
    """What a merge would do: which facts differ, what goes over, what stays; changes nothing yet."""
    side, other = side_of(kept), side_of(merged)
    found = plan(side, other)
    return {
        "crumbs": (Crumb(_("Duplicates"), reverse("directory:duplicates")), Crumb(_("Merge"))),
        "kept": kept,
        "merged": merged,
        "facts": _compared(side.content, other.content, found),
        "goes": _what_goes(found, other),
        "stays": _what_stays(found),
        "fault": fault,
    }


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


def merges_screen(*, page: int) -> dict[str, Any]:
    """One page of merges that were done, with who did them."""
    rows = Merge.objects.select_related("kept", "merged", "by")
    return {"tabs": tabs("merges"), "rows": Paginator(rows, PAGE).get_page(page)}

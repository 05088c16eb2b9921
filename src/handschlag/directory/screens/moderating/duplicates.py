"""Pairs of actors that may be one, what a merge would do, and merges that were done."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.models import Actor, Status
from handschlag.directory.queries import merging
from handschlag.directory.queries.names import names_in
from handschlag.directory.rules.contents import ActorContent, field_names
from handschlag.directory.rules.merging import MergePlan, plan
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.content_texts import text_of
from handschlag.directory.screens.editing.entry_labels import duplicate_reason
from handschlag.directory.screens.moderating.queue import tabs

PAGE = 30
UNITED = ("fields", "statements")


def _kept_first(first: Actor, second: Actor) -> tuple[Actor, Actor]:
    """Which of the two to keep, unless somebody says otherwise: the public one, then the older one."""
    if second.status == Status.PUBLISHED != first.status:
        return second, first
    return first, second


def duplicates_screen(*, is_dismissed: bool, page: int) -> dict[str, Any]:
    """One page of pairs, to look at or dismissed; those with an actor that was merged are left out."""
    shown = Paginator(merging.pairs(is_dismissed=is_dismissed), PAGE).get_page(page)
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


def merge_screen(kept: Actor, merged: Actor, *, fault: str = "") -> dict[str, Any]:
    """What a merge would do: which facts differ, what goes over, what stays; changes nothing yet."""
    side, other = merging.side_of(kept), merging.side_of(merged)
    found = plan(side, other)
    return {
        "crumbs": (Crumb(_("Duplicates"), reverse("directory:duplicates")), Crumb(_("Merge"))),
        "kept": kept,
        "merged": merged,
        "facts": _compared(side.content, other.content, found),
        "plan": found,
        "networks": merging.names_of_networks(found.memberships),
        "fault": fault,
    }


def _compared(kept: ActorContent, merged: ActorContent, found: MergePlan) -> list[dict[str, Any]]:
    """Each fact of both, and what the kept actor will say."""
    names = names_in([kept, merged])
    rows = []
    for fact in field_names(ActorContent):
        mine, theirs = text_of(kept, fact, names), text_of(merged, fact, names)
        is_filled = fact in found.fills
        result = theirs if is_filled else mine
        if fact in UNITED and theirs and theirs != mine:
            result = _("both together")
        if mine or theirs:
            label = entry_labels.fact(fact)
            rows.append(
                {"label": label, "kept": mine, "merged": theirs, "result": result, "is_filled": is_filled}
            )
    return rows


def merges_screen(*, page: int) -> dict[str, Any]:
    """One page of merges that were done, with who did them."""
    return {"tabs": tabs("merges"), "rows": Paginator(merging.merges(), PAGE).get_page(page)}

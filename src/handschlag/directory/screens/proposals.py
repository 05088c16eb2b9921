"""What is proposed while somebody types in the search box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.directory.queries.suggesting import Suggestion
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.kind_words import KIND_NAMES
from handschlag.directory.screens import filters
from handschlag.directory.screens.hits import ADDRESSES


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProposalRow:
    label: str
    kind: str
    url: str


def proposals(found: Sequence[Suggestion]) -> tuple[_ProposalRow, ...]:
    """What the search box proposes, in the order found, each with its kind and where it leads."""
    return tuple(
        _ProposalRow(label=pick(one.label_de, one.label_en), kind=_kind_of(one), url=_url_of(one))
        for one in found
    )


def _kind_of(one: Suggestion) -> str:
    return _("Search for this topic") if one.type == "term" else pick(*KIND_NAMES[one.kind])


def _url_of(one: Suggestion) -> str:
    if one.type == "term":
        return filters.address(reverse("directory:search"), Criteria(text=pick(one.label_de, one.label_en)))
    return reverse(ADDRESSES[one.type], args=[one.slug])

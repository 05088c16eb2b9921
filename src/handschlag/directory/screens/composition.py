"""The bar that shows what a network is made of, and what it was counted from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design import parts
from handschlag.directory.models import MemberFigure
from handschlag.directory.rules.proportions import (
    Part,
    PublishedShares,
    Segment,
    counted_segments,
    published_segments,
)
from handschlag.directory.screens import texts, words

TONES: Final[dict[Part, Literal["you", "you-soft", "them", "unknown"]]] = {
    Part.SMALL: "you",
    Part.LARGE: "you-soft",
    Part.COMPANY: "you-soft",
    Part.RESEARCH: "them",
    Part.OTHER: "unknown",
    Part.UNSTATED: "unknown",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    segments: Sequence[parts.Segment]
    note: str  # of what these are shares, and who says so


def composition(figure: MemberFigure | None, counts: Mapping[Part, int]) -> Composition | None:
    """Published shares come first; without them the memberships are counted; without those there is no bar."""
    published = published_segments(shares_of(figure)) if figure else ()
    if figure and published:
        return Composition(segments=drawn(published), note=published_note(figure))
    counted = counted_segments(counts)
    return Composition(segments=drawn(counted), note=counted_note(sum(counts.values()))) if counted else None


def shares_of(figure: MemberFigure) -> PublishedShares:
    return PublishedShares(
        small=figure.share_small, large=figure.share_large, research=figure.share_research
    )


def drawn(segments: Sequence[Segment]) -> tuple[parts.Segment, ...]:
    return tuple(
        parts.Segment(
            label=str(words.PARTS[one.part]),
            share=one.share,
            tone=TONES[one.part],
            text=_("%(share)s%%") % {"share": one.share},
        )
        for one in segments
    )


def published_note(figure: MemberFigure) -> str:
    members = texts.number(figure.members)
    if figure.year is None:
        return _("Published shares of %(n)s members; the source states no year.") % {"n": members}
    return _("Published shares of %(n)s members, as of %(year)s.") % {"n": members, "year": figure.year}


def counted_note(number: int) -> str:
    text = ngettext(
        "Counted from %(n)s member that is listed here.",
        "Counted from %(n)s members that are listed here, each organisation once.",
        number,
    )
    return text % {"n": texts.number(number)}

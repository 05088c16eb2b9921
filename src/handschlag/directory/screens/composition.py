"""The bar that shows what a network is made of, and what it was counted from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.directory.models import MemberFigure
from handschlag.directory.rules.proportions import (
    MemberGroup,
    PublishedShares,
    Segment,
    counted_segments,
    published_segments,
)
from handschlag.directory.screens import kind_labels, texts

type Tone = Literal["you", "you-soft", "you-pale", "them", "them-tint", "unknown"]

WIDE = 8  # per cent
TONES: Final[dict[MemberGroup, Tone]] = {
    MemberGroup.SMALL: "you",
    MemberGroup.LARGE: "you-soft",
    MemberGroup.COMPANY: "you-pale",
    MemberGroup.RESEARCH: "them",
    MemberGroup.OTHER: "them-tint",
    MemberGroup.UNSTATED: "unknown",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """A segment of the bar; places are per cents of its width, written for a drawing."""

    label: str
    text: str
    share: int
    start: int
    middle: str
    tone: Tone
    is_wide: bool  # enough for its text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Composition:
    segments: Sequence[_Bar]
    note: str  # of what these are shares, and who says so


def composition(figure: MemberFigure | None, counts: Mapping[MemberGroup, int]) -> _Composition | None:
    """Published shares come first; without them memberships are counted; without those there is no bar."""
    published = published_segments(_shares_of(figure)) if figure else ()
    if figure and published:
        return _Composition(segments=_drawn(published), note=_published_note(figure))
    counted = counted_segments(counts)
    return (
        _Composition(segments=_drawn(counted), note=_counted_note(sum(counts.values()))) if counted else None
    )


def _shares_of(figure: MemberFigure) -> PublishedShares:
    return PublishedShares(small=figure.share_small, large=figure.share_large, research=figure.share_research)


def _drawn(segments: Sequence[Segment]) -> tuple[_Bar, ...]:
    starts = accumulate((one.share for one in segments), initial=0)
    return tuple(
        _Bar(
            label=str(kind_labels.PARTS[one.part]),
            text=_("%(share)s %%") % {"share": one.share},
            share=one.share,
            start=start,
            middle=f"{start + one.share / 2:g}",
            tone=TONES[one.part],
            is_wide=one.share >= WIDE,
        )
        for one, start in zip(segments, starts, strict=False)
    )


def _published_note(figure: MemberFigure) -> str:
    members = texts.number(figure.members)
    if figure.year is None:
        return _("Published shares of %(n)s members; the source states no year.") % {"n": members}
    return _("Published shares of %(n)s members, as of %(year)s.") % {"n": members, "year": figure.year}


def _counted_note(number: int) -> str:
    text = ngettext(
        "Counted from %(n)s member that is listed here.",
        "Counted from %(n)s members that are listed here, each organisation once.",
        number,
    )
    return text % {"n": texts.number(number)}

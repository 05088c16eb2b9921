"""The bar that shows what a network is made of, and what it was counted from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.directory.models import MemberFigure
from handschlag.directory.rules.proportions import (
    MemberGroup,
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


def composition(figure: MemberFigure | None, counts: Mapping[MemberGroup, int]) -> dict[str, Any] | None:
    """Published shares come first; without them memberships are counted; without those there is no bar."""
    if figure and (published := published_segments(figure.shares)):
        return {"segments": _drawn(published), "note": _published_note(figure)}
    counted = counted_segments(counts)
    if not counted:
        return None
    return {"segments": _drawn(counted), "note": _counted_note(sum(counts.values()))}


def _drawn(segments: Sequence[Segment]) -> list[dict[str, Any]]:
    """Places are per cents of the width, written for a drawing."""
    starts = accumulate((one.share for one in segments), initial=0)
    return [
        {
            "label": kind_labels.PARTS[one.part],
            "text": _("%(share)s %%") % {"share": one.share},
            "share": one.share,
            "start": start,
            "middle": f"{start + one.share / 2:g}",
            "tone": TONES[one.part],
            "is_wide": one.share >= WIDE,  # enough for its text
        }
        for one, start in zip(segments, starts, strict=False)
    ]


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

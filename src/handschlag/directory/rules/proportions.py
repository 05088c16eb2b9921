"""What a network is made of: the published shares, or shares counted from its memberships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class MemberGroup(StrEnum):
    """In the order of the bar."""

    SMALL = "small"  # small and medium-sized companies
    LARGE = "large"
    COMPANY = "company"  # of a size that nobody stated
    RESEARCH = "research"  # universities and research institutions
    OTHER = "other"
    UNSTATED = "unstated"  # what the source leaves open


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    part: MemberGroup
    share: int  # per cent


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedShares:
    """Shares as a source states them, in per cent; None where it states none."""

    small: int | None = None
    large: int | None = None
    research: int | None = None


def published_segments(shares: PublishedShares) -> tuple[Segment, ...]:
    """The bar of published shares; empty where none is stated, or where they are more than the whole."""
    stated = {
        MemberGroup.SMALL: shares.small,
        MemberGroup.LARGE: shares.large,
        MemberGroup.RESEARCH: shares.research,
    }
    known = {part: share for part, share in stated.items() if share}
    rest = 100 - sum(known.values())
    if not known or rest < 0:
        return ()
    return tuple(
        Segment(part=part, share=share)
        for part, share in [*known.items(), (MemberGroup.UNSTATED, rest)]
        if share
    )


def counted_segments(counts: Mapping[MemberGroup, int]) -> tuple[Segment, ...]:
    """Whole per cents that add up to 100: what rounding loses goes to the largest remainders."""
    total = sum(counts.values())
    if total <= 0:
        return ()
    parts = [part for part in MemberGroup if counts.get(part, 0) > 0]
    exact = {part: 100 * counts[part] / total for part in parts}
    shares = {part: int(exact[part]) for part in parts}
    missing = 100 - sum(shares.values())
    for part in sorted(parts, key=lambda p: shares[p] - exact[p])[:missing]:
        shares[part] += 1
    return tuple(Segment(part=part, share=shares[part]) for part in parts if shares[part])

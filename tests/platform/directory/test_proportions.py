"""What a network is made of, and where a field is strong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handschlag.directory.models.networks import (
    MemberGroup,
    PublishedShares,
    Segment,
    counted_segments,
    published_segments,
)
from handschlag.directory.taxonomy import strengths, white_spots


def test_what_a_source_leaves_open_is_a_segment_of_its_own() -> None:
    found = published_segments(PublishedShares(small=70, large=11, research=11))
    assert [(one.part, one.share) for one in found] == [
        (MemberGroup.SMALL, 70),
        (MemberGroup.LARGE, 11),
        (MemberGroup.RESEARCH, 11),
        (MemberGroup.UNSTATED, 8),
    ]


def test_shares_that_are_not_stated_or_more_than_the_whole_make_no_bar() -> None:
    assert published_segments(PublishedShares()) == ()
    assert published_segments(PublishedShares(small=80, large=30)) == ()
    assert published_segments(PublishedShares(small=100)) == (Segment(part=MemberGroup.SMALL, share=100),)


def test_counted_shares_add_up_to_a_hundred() -> None:
    found = counted_segments({MemberGroup.SMALL: 1, MemberGroup.LARGE: 1, MemberGroup.RESEARCH: 1})
    assert [one.share for one in found] == [34, 33, 33]
    assert counted_segments({}) == counted_segments({MemberGroup.SMALL: 0}) == ()


@given(st.dictionaries(st.sampled_from(MemberGroup), st.integers(0, 5000)))
def test_any_counts_become_whole_per_cents_of_a_hundred(counts: dict[MemberGroup, int]) -> None:
    shares = {one.part: one.share for one in counted_segments(counts)}
    total = sum(counts.values())
    assert sum(shares.values()) == (100 if total else 0)
    assert all(abs(share - 100 * counts[part] / total) < 1 for part, share in shares.items())


def test_a_field_is_strong_where_its_share_is_larger_than_in_the_whole() -> None:
    here, whole = {"OPT": 6, "BIO": 5, "MIK": 2}, {"OPT": 20, "BIO": 50, "MIK": 2, "TEX": 28}
    (strong,) = strengths(here, whole, here_total=10, whole_total=100)
    assert (strong.key, strong.count, round(strong.index, 2)) == ("OPT", 6, 3.0)


def test_a_handful_of_organisations_is_no_strength() -> None:
    assert strengths({"MIK": 2}, {"MIK": 2}, here_total=2, whole_total=100) == ()
    assert strengths({}, {}, here_total=0, whole_total=0) == ()


def test_white_spots_are_what_others_have_the_most_common_first() -> None:
    whole = {"OPT": 3, "BIO": 9, "TEX": 3, "QUA": 0, "MIK": 4}
    assert white_spots({"MIK": 1}, whole) == ("BIO", "OPT", "TEX")

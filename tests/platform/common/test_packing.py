"""A compressed text with gaps is what it would be had it been compressed whole."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handschlag.common.page_cache.store import packed

pytestmark = pytest.mark.once
GAP = b"\0gap\0"
PIECES = st.lists(
    st.binary(max_size=300).map(lambda piece: piece.replace(b"\0", b"") * 9), min_size=1, max_size=4
)


@settings(max_examples=25)
@given(pieces=PIECES, filling=st.binary(max_size=70))
def test_a_filled_text_is_the_same_packed_and_plain(pieces: list[bytes], filling: bytes) -> None:
    text = packed(GAP.join(pieces), gap=GAP)
    assert text.has_gap == (len(pieces) > 1)
    assert gzip.decompress(text.gzipped(filling)) == text.plain(filling) == filling.join(pieces)


def test_two_readers_get_their_own_filling_and_lengths_that_tell_nothing() -> None:
    text = packed(b"<p>" * 900 + GAP + b"</p>" * 900, gap=GAP)
    assert text.size < 200
    answers = [gzip.decompress(text.gzipped(b"%064d" % number)) for number in range(2)]
    assert answers == [text.plain(b"%064d" % number) for number in range(2)]
    assert len({len(text.gzipped(b"same")) for _ in range(60)}) > 1

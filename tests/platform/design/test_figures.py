"""Counts as they are written."""

from __future__ import annotations

from django.utils.translation import override

from handschlag.design.tallies import format_number


def test_a_whole_number_is_written_whole_after_its_equal_with_a_comma() -> None:
    with override("de"):
        assert [format_number(13000.0), format_number(13000), format_number(1.0), format_number(1)] == [
            "13.000,0",
            "13.000",
            "1,0",
            "1",
        ]

"""Text in a table that a spreadsheet must not take for a formula."""

from __future__ import annotations

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full width counts too


def harmless(text: str) -> str:
    """The text; with an apostrophe before it where a spreadsheet would calculate it."""
    return f"'{text}" if text.startswith(DANGEROUS) else text

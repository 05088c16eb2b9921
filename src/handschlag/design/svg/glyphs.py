"""The small drawings of wishes: a hand held out to whom one must meet, a closed stem to whom not."""

from __future__ import annotations

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

HAND: Final = "M1 1h4a9 9 0 0 1 0 18H1z"
ANSWER: Final = "M27 5.5h-3a4.5 4.5 0 0 0 0 9h3z"
WISHES: Final = {
    "must": f'<path class="hs-fill-you" d="{HAND}"/><path class="hs-fill-them" d="{ANSWER}"/>',
    "want": f'<path class="hs-fill-you" d="{HAND}"/>',
    "maybe": f'<path class="hs-line-you" d="{HAND}"/>',
    "rather_not": '<path class="hs-line-shut" d="M2 1v18M11 6l8 8M19 6l-8 8"/>',
}


def wish(value: str) -> SafeString:
    """The drawing for the value of a wish, 28 pixels wide; raises `KeyError` for another value."""
    return _glyph(WISHES[value], 28)


def small_hand(*, filled: bool) -> SafeString:
    """A hand, 15 pixels wide, full or as an outline."""
    kind = "fill" if filled else "line"
    return _glyph(f'<path class="hs-{kind}-you" d="{HAND}"/>', 15)


def _glyph(paths: str, width: int) -> SafeString:
    return format_html(
        '<svg class="hs-glyph" viewBox="0 0 {0} 20" width="{0}" height="20" aria-hidden="true"'
        ' focusable="false">{1}</svg>',
        width,
        mark_safe(paths),  # noqa: S308 - our own drawing
    )

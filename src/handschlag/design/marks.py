"""The one figure of this house: two hands, each a D, and the lens where they overlap.

Colours come from classes, so that both themes and forced colours are the stylesheet's affair.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

HEIGHT: Final = 38
YOU: Final = "M1 1h7a18 18 0 0 1 0 36H1z"
THEM: Final = "M44 1h-7a18 18 0 0 0 0 36h7z"
LENS: Final = "M22.5 8.34A18 18 0 0 1 22.5 29.66A18 18 0 0 1 22.5 8.34z"
LOGO_WIDTH: Final = 45
PAIR_WIDTH: Final = 56


class State(StrEnum):
    """What stands between two people; each state differs in shape, not in colour alone."""

    ASKED = "asked"
    INVITED = "invited"
    MEETS = "meets"
    CLASH = "clash"
    EMPTY = "empty"


GAPS: Final[dict[State, int]] = {State.ASKED: 4, State.INVITED: 4, State.CLASH: 8, State.EMPTY: 4}
FILLED: Final[dict[State, tuple[bool, bool]]] = {
    State.ASKED: (True, False),
    State.INVITED: (False, True),
    State.MEETS: (True, True),
    State.CLASH: (True, True),
    State.EMPTY: (False, False),
}


def logo(height: int) -> SafeString:
    return drawing("hs-logo", LOGO_WIDTH, height, overlap())


def overlap(shift: float = 0) -> str:
    """Both hands filled, with their lens."""
    paths = (
        f'<path class="hs-fill-you" d="{YOU}"/><path class="hs-fill-them" d="{THEM}"/>'
        f'<path class="hs-fill-lens" d="{LENS}"/>'
    )
    return f'<g transform="translate({shift} 0)">{paths}</g>' if shift else paths


def pair(state: str, width: int) -> SafeString:
    """The pair in one state, `width` pixels wide."""
    known = State(state)
    if known is State.MEETS:
        paths = overlap((PAIR_WIDTH - LOGO_WIDTH) / 2)
    else:
        paths = apart(known)
    return drawing(f"hs-pair hs-pair--{known}", PAIR_WIDTH, round(width * HEIGHT / PAIR_WIDTH), paths)


def apart(state: State) -> str:
    """Two hands that do not touch; the gap is taken from their flat sides."""
    stem = (PAIR_WIDTH - GAPS[state]) / 2 - 19
    you = f"M1 1h{stem:g}a18 18 0 0 1 0 36H1z"
    them = f"M{PAIR_WIDTH - 1} 1h-{stem:g}a18 18 0 0 0 0 36h{stem:g}z"
    has_you, has_them = FILLED[state]
    return (
        f'<path class="{"hs-fill-you" if has_you else "hs-line-you"}" d="{you}"/>'
        f'<path class="{"hs-fill-them" if has_them else "hs-line-them"}" d="{them}"/>'
    )


def drawing(names: str, width: int, height: int, paths: str) -> SafeString:
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" width="{}" height="{}"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        names,
        width,
        HEIGHT,
        round(height * width / HEIGHT),
        height,
        mark_safe(paths),  # noqa: S308 - our own drawing
    )

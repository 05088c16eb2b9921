"""Signs that the server draws: our icons, the small drawings of wishes, and the logo.

The one figure of this house: two hands, each a D, and the lens where they overlap.

Colours come from classes, so that both themes and forced colours are the stylesheet's affair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from handschlag.design.components.parts import Segment

FOLDER: Final = Path(__file__).resolve().parent / "icons"
INSIDE: Final = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def icons() -> dict[str, str]:
    """What each icon is drawn of, by its name."""
    return {path.stem: _inside(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.svg"))}


def _inside(svg: str) -> str:
    found = INSIDE.search(svg)
    assert found is not None, "an icon is one svg element"
    return "".join(line.strip() for line in found[1].splitlines())


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


HEIGHT: Final = 38
YOU: Final = "M1 1h7a18 18 0 0 1 0 36H1z"
THEM: Final = "M44 1h-7a18 18 0 0 0 0 36h7z"
LENS: Final = "M22.5 8.34A18 18 0 0 1 22.5 29.66A18 18 0 0 1 22.5 8.34z"
LOGO_WIDTH: Final = 45
PAIR_WIDTH: Final = 56
ROOM_FOR_TEXT: Final = 6  # per cent of the whole


class PairMark(StrEnum):
    """What stands between two people; each state differs in shape, not in colour alone."""

    ASKED = "asked"
    INVITED = "invited"
    MEETS = "meets"
    CLASH = "clash"
    EMPTY = "empty"


GAPS: Final[dict[PairMark, int]] = {
    PairMark.ASKED: 4,
    PairMark.INVITED: 4,
    PairMark.CLASH: 8,
    PairMark.EMPTY: 4,
}
FILLED: Final[dict[PairMark, tuple[bool, bool]]] = {
    PairMark.ASKED: (True, False),
    PairMark.INVITED: (False, True),
    PairMark.MEETS: (True, True),
    PairMark.CLASH: (True, True),
    PairMark.EMPTY: (False, False),
}


def logo(height: int) -> SafeString:
    """The sign alone as SVG, `height` pixels high."""
    return _drawing("hs-logo", LOGO_WIDTH, height, _overlap())


def _overlap(shift: float = 0) -> str:
    """Both hands filled, with their lens."""
    paths = (
        f'<path class="hs-fill-you" d="{YOU}"/><path class="hs-fill-them" d="{THEM}"/>'
        f'<path class="hs-fill-lens" d="{LENS}"/>'
    )
    return f'<g transform="translate({shift} 0)">{paths}</g>' if shift else paths


def pair(state: str, width: int, *, moves: bool = False) -> SafeString:
    """The pair in one state, `width` pixels wide; it comes together once where it `moves`."""
    known = PairMark(state)
    if known is PairMark.MEETS:
        paths = _overlap((PAIR_WIDTH - LOGO_WIDTH) / 2)
    else:
        paths = _apart(known)
    names = f"hs-pair hs-pair--{known}{' hs-pair--moves' if moves else ''}"
    return _drawing(names, PAIR_WIDTH, round(width * HEIGHT / PAIR_WIDTH), paths)


def _apart(state: PairMark) -> str:
    """Two hands that do not touch; the gap is taken from their flat sides."""
    stem = (PAIR_WIDTH - GAPS[state]) / 2 - 19
    you = f"M1 1h{stem:g}a18 18 0 0 1 0 36H1z"
    them = f"M{PAIR_WIDTH - 1} 1h-{stem:g}a18 18 0 0 0 0 36h{stem:g}z"
    has_you, has_them = FILLED[state]
    return (
        f'<path class="{"hs-fill-you" if has_you else "hs-line-you"}" d="{you}"/>'
        f'<path class="{"hs-fill-them" if has_them else "hs-line-them"}" d="{them}"/>'
    )


def bar(share: float) -> SafeString:
    """A bar that fills `share` of its width and ends round, like a hand."""
    width = max(0.0, min(1.0, share)) * 100
    return format_html(
        '<svg class="hs-bar" width="100%" height="12" aria-hidden="true" focusable="false">'
        '<rect width="{}%" height="12" rx="6"/><rect width="{}%" height="12"/></svg>',
        number(width),
        number(width * 0.75),
    )


def proportion(segments: Sequence[Segment]) -> SafeString:
    """A whole in its parts, 64 high; the last part ends round. Its legend says the same in words."""
    total = sum(segment.share for segment in segments) or 1.0
    drawn: list[str] = []
    start = 0.0
    for place, segment in enumerate(segments, start=1):
        width = 100 * segment.share / total
        drawn.append(_part(segment, start, width, is_last=place == len(segments)))
        start += width
    return format_html(
        '<svg class="hs-share" width="100%" height="64" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe("".join(drawn)),  # noqa: S308 - our own drawing, texts escaped in it
    )


def _part(segment: Segment, start: float, width: float, *, is_last: bool) -> str:
    """One part: a rectangle, its end, and its figure where there is room for one."""
    shape = f'class="hs-share__{segment.tone}" height="64" x="{number(start)}%"'
    pieces = [f'<rect {shape} width="{number(width)}%"{" rx='32'" if is_last else ""}/>']
    if is_last:
        pieces.append(f'<rect {shape} width="{number(width / 2)}%"/>')
    if segment.text and width >= ROOM_FOR_TEXT:
        pieces.append(
            f'<text class="hs-share__text-{segment.tone}" x="{number(start + width / 2)}%" y="38"'
            f' text-anchor="middle">{escape(segment.text)}</text>'
        )
    return "".join(pieces)


def number(value: float) -> str:
    """As SVG wants it in every language."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _drawing(names: str, width: int, height: int, paths: str) -> SafeString:
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

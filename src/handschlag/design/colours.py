"""The colours as the stylesheet has them, and how well two stand apart. Without Django."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ENOUGH_FOR_TEXT = 4.5
ENOUGH_FOR_SHAPES = 3.0


def _luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 for black to 1 for white."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 for the same colour, 21 for black on white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


SHEET: Final = Path(__file__).resolve().parent / "static/design/tokens.css"
COLOUR: Final = re.compile(r"--hs-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour by name, in both themes."""

    name: str
    light: str
    dark: str

    def in_theme(self, theme: str) -> str:
        return self.dark if theme == "dark" else self.light


@cache
def colours() -> Mapping[str, Colour]:
    """Every colour token by its name, without the prefix."""
    found = COLOUR.findall(SHEET.read_text("utf-8"))
    return {name: Colour(name, light, dark) for name, light, dark in found}


# Text and the ground it stands on, and what must be told apart from what lies beside it.
TEXT_PAIRS: Final = (
    ("ink", "bg"),
    ("ink", "paper"),
    ("muted", "bg"),
    ("muted", "paper"),
    ("muted", "you-tint"),
    ("muted", "ok-tint"),
    ("muted", "wait-tint"),
    ("muted", "danger-tint"),
    ("muted", "you-wash"),
    ("you", "bg"),
    ("you", "paper"),
    ("you", "you-tint"),
    ("on-you", "you"),
    ("on-you-tint", "you-tint"),
    ("on-you-soft", "you-soft"),
    ("ink", "you-pale"),
    ("ink", "q3"),
    ("on-you", "q4"),
    ("on-you", "q5"),
    ("them", "bg"),
    ("on-them", "them"),
    ("on-them-tint", "them-tint"),
    ("on-lens", "lens"),
    ("ok", "ok-tint"),
    ("ok", "bg"),
    ("wait", "wait-tint"),
    ("wait", "bg"),
    ("danger", "danger-tint"),
    ("danger", "bg"),
    ("ink", "unknown"),
    ("on-deep", "deep"),
    ("on-deep-muted", "deep"),
)
SHAPE_PAIRS: Final = (
    ("line-2", "bg"),
    ("line-2", "paper"),
    ("line-2", "you-tint"),
    ("you", "land"),
    ("them", "land"),
)

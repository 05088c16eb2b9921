"""Our own icons, one SVG each in `icons/`: a 24 grid, strokes of 1.75 with round ends, never filled."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "icons"
INSIDE: Final = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def icons() -> dict[str, str]:
    """What each icon is drawn of, by its name."""
    return {path.stem: _inside(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.svg"))}


def _inside(svg: str) -> str:
    found = INSIDE.search(svg)
    assert found is not None, "an icon is one svg element"
    return "".join(line.strip() for line in found[1].splitlines())

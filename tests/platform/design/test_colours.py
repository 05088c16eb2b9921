"""The colours of the stylesheet keep the contrasts that the design promises, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handschlag.design.colours import (
    ENOUGH_FOR_SHAPES,
    ENOUGH_FOR_TEXT,
    SHAPE_PAIRS,
    SHEET,
    TEXT_PAIRS,
    colours,
    contrast,
)

# As the design measured them, rounded to one place: what is written there must stay true.
PROMISED = {
    ("ink", "bg"): (16.9, 16.2),
    ("ink", "paper"): (15.5, 15.0),
    ("muted", "bg"): (7.2, 9.1),
    ("you", "bg"): (8.5, 9.7),
    ("on-you", "you"): (8.5, 8.8),
    ("on-you-tint", "you-tint"): (7.4, 8.0),
    ("them", "bg"): (4.6, 8.9),
    ("on-them", "them"): (4.6, 8.7),
    ("on-them-tint", "them-tint"): (5.9, 8.3),
    ("on-lens", "lens"): (16.9, 17.1),
    ("ok", "ok-tint"): (6.2, 8.1),
    ("wait", "wait-tint"): (6.0, 8.7),
    ("line-2", "bg"): (3.5, 4.4),
    ("on-deep-muted", "deep"): (9.1, 9.0),
}


def test_the_formula_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ff0000", "#00ff00") == contrast("#00ff00", "#ff0000")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read(pair: tuple[str, str], theme: str) -> None:
    front, ground = (colours()[name].in_theme(theme) for name in pair)
    assert contrast(front, ground) >= ENOUGH_FOR_TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("pair", SHAPE_PAIRS, ids="-on-".join)
def test_shapes_can_be_told_apart(pair: tuple[str, str], theme: str) -> None:
    front, ground = (colours()[name].in_theme(theme) for name in pair)
    assert contrast(front, ground) >= ENOUGH_FOR_SHAPES


@pytest.mark.parametrize("pair", PROMISED, ids="-on-".join)
def test_the_contrast_is_the_one_that_was_promised(pair: tuple[str, str]) -> None:
    front, ground = (colours()[name] for name in pair)
    found = (contrast(front.light, ground.light), contrast(front.dark, ground.dark))
    assert found == pytest.approx(PROMISED[pair], abs=0.051)


def test_colours_are_written_in_one_place_only() -> None:
    """Anything else would not follow the theme; the sign on deep ground is the same in both."""
    allowed = {"#7fb6c4", "#f29b78", "#062c38", "#000"}
    sheets = [path for path in Path(SHEET).parent.glob("*.css") if path != SHEET]
    assert len(sheets) > 5
    stray = {
        f"{path.name}: {hit}"
        for path in sheets
        for hit in re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text("utf-8"))
        if hit.lower() not in allowed
    }
    assert stray == set()


def test_every_custom_property_that_is_used_is_defined() -> None:
    texts = {path.name: path.read_text("utf-8") for path in Path(SHEET).parent.glob("*.css")}
    defined = {
        name for text in texts.values() for name in re.findall(r"^\s*(--hs-[\w-]+):", text, re.MULTILINE)
    }
    used = {
        (sheet, name) for sheet, text in texts.items() for name in re.findall(r"var\((--hs-[\w-]+)\)", text)
    }
    assert sorted(entry for entry in used if entry[1] not in defined) == []

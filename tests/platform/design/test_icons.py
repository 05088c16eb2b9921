"""Icons and pictures: each one that a template names exists, and all are drawn alike."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from handschlag.design import brand_images
from handschlag.design.icons import FOLDER, icons

PACKAGE = Path(brand_images.__file__).resolve().parents[1]
NAMED = re.compile(r"""{%\s*icon\s+["']([\w-]+)["']""")
IN_CODE = re.compile(r"""\bicon=["']([\w-]+)["']""")


def test_every_icon_that_is_named_exists() -> None:
    named = {n for path in PACKAGE.rglob("*.html") for n in NAMED.findall(path.read_text("utf-8"))}
    named |= {n for path in PACKAGE.rglob("*.py") for n in IN_CODE.findall(path.read_text("utf-8"))}
    assert len(named) > 10
    assert sorted(named - icons().keys()) == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_an_icon_has_our_grid_and_stroke_and_nothing_else(path: Path) -> None:
    tree = ET.fromstring(path.read_text("utf-8"))
    assert tree.attrib == {
        "viewBox": "0 0 24 24",
        "fill": "none",
        "stroke": "currentColor",
        "stroke-width": "1.75",
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }
    own = {name for element in tree.iter() if element is not tree for name in element.attrib}
    assert own <= {"d", "x", "y", "width", "height", "rx", "cx", "cy", "r"}
    assert {element.tag.rpartition("}")[2] for element in tree} <= {"path", "rect", "circle"}


@pytest.mark.parametrize(
    ("name", "size"), [("favicon-32.png", (32, 32)), ("touch-180.png", (180, 180)), ("card.png", (1200, 630))]
)
def test_the_pictures_are_those_that_our_drawing_makes(
    tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    brand_images.draw_all(tmp_path)
    with Image.open(brand_images.FOLDER / name) as kept, Image.open(tmp_path / name) as made:
        assert kept.size == made.size == size
        assert kept.convert("RGBA").tobytes() == made.convert("RGBA").tobytes()


def test_the_sign_has_the_geometry_of_the_drawing() -> None:
    picture = Image.new("RGBA", (450, 380), "#FFFFFF")
    brand_images.draw_sign(picture, (0, 0), 10, (brand_images.YOU, brand_images.THEM, brand_images.LENS))

    def colour(x: float, y: float) -> str:
        red, green, blue, _ = picture.getpixel((int(x * 10), int(y * 10)))  # type: ignore[misc]
        return f"#{red:02X}{green:02X}{blue:02X}"

    assert (colour(4, 19), colour(41, 19), colour(22.5, 19)) == (
        brand_images.YOU,
        brand_images.THEM,
        brand_images.LENS,
    )
    assert (colour(22.5, 8), colour(22.5, 9), colour(22.5, 30)) == ("#FFFFFF", brand_images.LENS, "#FFFFFF")
    assert (colour(25, 3), colour(0.5, 19), colour(20, 3)) == ("#FFFFFF", "#FFFFFF", "#FFFFFF")

"""Our sign as pictures of pixels, for places that take no SVG; `python -m handschlag.design.brand_images`.

The geometry is that of `marks`; it is drawn four times too large and then made smaller, for smooth edges.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFont

from handschlag.design.vendoring import PRINTED

STATIC: Final = Path(__file__).resolve().parent / "static"
FOLDER: Final = STATIC / "design"
# Whole fonts: names have letters that no page of ours has.
WHOLE_FONTS: Final = PRINTED / "fira-sans-0.4.1"
FACES: Final = {
    400: WHOLE_FONTS / "FiraSans_400Regular.ttf",
    500: WHOLE_FONTS / "FiraSans_500Medium.ttf",
    600: WHOLE_FONTS / "FiraSans_600SemiBold.ttf",
}
WHITE, DEEP = "#FFFFFF", "#062C38"
YOU, THEM, LENS = "#0B5468", "#D2430F", "#0F1F27"
ON_DEEP: Final = ("#7FB6C4", "#F29B78", DEEP)
FINE: Final = 4
WIDTH, HEIGHT = 45, 38


def _hand(size: tuple[int, int], place: tuple[float, float], unit: float, *, mirrored: bool) -> Image.Image:
    """A mask of one D: a stem of seven units, and a half round of eighteen."""
    mask = Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    left, top = place

    def box(x: float, width: float) -> tuple[float, float, float, float]:
        start = WIDTH - x - width if mirrored else x
        return (
            left + start * unit,
            top + unit,
            left + (start + width) * unit - 1,
            top + (HEIGHT - 1) * unit - 1,
        )

    pen.rectangle(box(1, 7), fill=255)
    pen.pieslice(box(-10, 36), 90 if mirrored else 270, 270 if mirrored else 90, fill=255)
    return mask


def draw_sign(
    picture: Image.Image, place: tuple[float, float], unit: float, colours: tuple[str, ...]
) -> None:
    """Both hands, and the lens where they overlap."""
    mine = _hand(picture.size, place, unit, mirrored=False)
    theirs = _hand(picture.size, place, unit, mirrored=True)
    both = ImageChops.darker(mine, theirs)
    for mask, colour in zip((mine, theirs, both), colours, strict=True):
        picture.paste(Image.new("RGBA", picture.size, colour), mask=mask)


def _draw_icon(size: int, ground: str | None, share: float) -> Image.Image:
    """The sign in a square, as wide as `share` of it."""
    large = size * FINE
    picture = Image.new("RGBA", (large, large), ground or (0, 0, 0, 0))
    unit = large * share / WIDTH
    draw_sign(picture, ((large - WIDTH * unit) / 2, (large - HEIGHT * unit) / 2), unit, (YOU, THEM, LENS))
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _draw_card() -> Image.Image:
    """What is shown where somebody shares a link to us: the sign and our name on the deep ground."""
    width, height = 1200 * FINE, 630 * FINE
    picture = Image.new("RGBA", (width, height), DEEP)
    unit = 6.2 * FINE
    draw_sign(picture, (96 * FINE, (height - HEIGHT * unit) / 2), unit, ON_DEEP)
    pen = ImageDraw.Draw(picture)
    left = 96 * FINE + WIDTH * unit + 64 * FINE
    name = ImageFont.truetype(FACES[600], 118 * FINE)
    line = ImageFont.truetype(FACES[400], 41 * FINE)
    pen.text((left, 322 * FINE), "Handschlag", WHITE, name, anchor="ls")
    pen.text((left + 5 * FINE, 396 * FINE), "Die offene Plattform", "#B7D0D7", line, anchor="ls")
    pen.text((left + 5 * FINE, 448 * FINE), "für Innovationsnetzwerke", "#B7D0D7", line, anchor="ls")
    return picture.resize((1200, 630), Image.Resampling.LANCZOS).convert("RGB")


def draw_all(folder: Path = FOLDER) -> None:
    """Writes both icons and the card for previews as PNG over those in `folder`."""
    _draw_icon(32, None, 0.98).save(folder / "favicon-32.png", optimize=True)
    _draw_icon(180, WHITE, 0.72).convert("RGB").save(folder / "touch-180.png", optimize=True)
    _draw_card().convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(
        folder / "card.png", optimize=True
    )


if __name__ == "__main__":
    draw_all()

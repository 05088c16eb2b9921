"""Which colour and which logo can be seen on a white badge, and what a printer with one ink makes of them."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image

from handschlag.design.rules.contrast import ENOUGH_FOR_SHAPES, contrast

WHITE: Final = "#ffffff"
ENOUGH_OF_IT: Final = 0.01  # the share of a logo's area that has to stand out


def is_visible(colour: str) -> bool:
    """Whether a bar of this colour stands out on white paper.

    >>> is_visible("#0b5468"), is_visible("#ffe600")
    (True, False)
    """
    return contrast(colour, WHITE) >= ENOUGH_FOR_SHAPES


def is_visible_logo(data: bytes) -> bool:
    """Whether enough of a picture is dark enough for white paper."""
    counts = _on_white(data).histogram()
    dark = sum(number for grey, number in enumerate(counts) if is_visible(f"#{grey:02x}{grey:02x}{grey:02x}"))
    return dark >= ENOUGH_OF_IT * sum(counts)


def printable_logo(data: bytes, *, has_colours: bool) -> bytes:
    """The picture as PNG; without colours as black dots on white, which a label printer needs."""
    out = io.BytesIO()
    if has_colours:
        with Image.open(io.BytesIO(data)) as picture:
            picture.save(out, "PNG")
    else:
        _on_white(data).convert("1").save(out, "PNG")
    return out.getvalue()


def _on_white(data: bytes) -> Image.Image:
    """The picture in shades of grey, as it looks on white paper."""
    with Image.open(io.BytesIO(data)) as picture:
        front = picture.convert("RGBA")
    ground = Image.new("RGBA", front.size, WHITE)
    return Image.alpha_composite(ground, front).convert("L")

"""The picture that is shown where somebody shares an activity: drawn here, in our look, asking nobody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from handschlag.design.brand_images import DEEP, FACES, FINE, ON_DEEP, WHITE, draw_sign
from handschlag.events.models import Activity, ActivityState
from handschlag.events.queries.campaigns.public_activities import host_of
from handschlag.events.screens.campaigns import activity_labels

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
MUTED: Final = "#B7D0D7"
OFF: Final = "#F29B78"
MOST_LINES = 3
KEPT = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """What stands on the picture; equal cards are drawn once."""

    head: str
    title: str
    when: str
    where: str
    off: str


def card_of(activity: Activity) -> _Card:
    """The words on the picture, in the language of the page; `off` is empty unless cancelled."""
    is_off = activity.state == ActivityState.CANCELLED
    return _Card(
        head=f"{activity.campaign.title} · {host_of(activity)}",
        title=activity.title,
        when=activity_labels.whole(activity.starts_at, activity.ends_at),
        where=activity_labels.place_line(activity),
        off=_("cancelled") if is_off else "",
    )


@lru_cache(maxsize=KEPT)
def card_png(card: _Card) -> bytes:
    """A PNG of 1200 by 630 pixels."""
    picture = Image.new("RGBA", (WIDTH, HEIGHT), DEEP)
    picture.alpha_composite(_sign(), (MARGIN, 64))
    pen = ImageDraw.Draw(picture)
    _text(pen, (MARGIN + 130, 112), card.head, _face(400, 30), fill=MUTED)
    size = next((size for size in (76, 64, 54) if len(_wrapped(card.title, size)) <= MOST_LINES), 54)
    top = 190.0
    for line in _wrapped(card.title, size)[:MOST_LINES]:
        top += size * 1.12
        _text(pen, (MARGIN, top), line, _face(500, size), fill=WHITE)
    if card.off:
        _text(pen, (MARGIN, HEIGHT - 150), card.off, _face(600, 38), fill=OFF)
    _text(pen, (MARGIN, HEIGHT - 100), card.when, _face(500, 36), fill=MUTED if card.off else WHITE)
    _text(pen, (MARGIN, HEIGHT - 52), card.where, _face(400, 32), fill=MUTED)
    out = io.BytesIO()
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=48).save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=1)
def _sign() -> Image.Image:
    """Our sign, drawn larger and made smaller for smooth edges."""
    unit = 2.2 * FINE
    picture = Image.new("RGBA", (100 * FINE, 84 * FINE), (0, 0, 0, 0))
    draw_sign(picture, (0, 0), unit, ON_DEEP)
    return picture.resize((100, 84), Image.Resampling.LANCZOS)


@lru_cache(maxsize=16)
def _face(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACES[weight], size)


def _text(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    said: str,
    font: ImageFont.FreeTypeFont,
    *,
    fill: str,
) -> None:
    """One line, cut where the picture ends."""
    room = WIDTH - MARGIN - at[0]
    plain = " ".join(said.split())
    while plain and font.getlength(plain) > room:
        plain = plain.rstrip("… ")[:-1].rstrip() + " …" if len(plain) > 3 else ""
    pen.text(at, plain, fill, font, anchor="ls")


def _wrapped(title: str, size: int) -> list[str]:
    """The title in lines that fit."""
    return list(_lines(title.split(), _face(500, size)))


def _lines(words: list[str], font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > WIDTH - 2 * MARGIN:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line

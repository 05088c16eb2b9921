"""A picture that somebody sent becomes a small, clean one; or the reason why not.

The file's name and declared type are never believed. What is kept is drawn anew from the pixels, so nothing
that was hidden in the file (places, names, scripts, a second file behind the picture) survives.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_PIXELS = 25_000_000  # a 5,000 x 5,000 scan; more is refused before it is unpacked
SMALLEST_SIDE = 32
FORMATS = ("PNG", "JPEG", "WEBP")


class PictureRefusal(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    DRAWING = "drawing"
    NO_PICTURE = "no_picture"
    BROKEN = "broken"
    ANIMATED = "animated"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"


class RefusedPicture(Exception):
    """Why this file is not kept as a picture."""

    def __init__(self, reason: PictureRefusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A WebP picture without any metadata."""

    data: bytes
    width: int
    height: int


def clean_picture(data: bytes, *, box: tuple[int, int], is_photo: bool = False) -> Picture:
    """The picture anew, no larger than `box`, or `RefusedPicture`. A photo may lose what no eye sees."""
    if not data:
        raise RefusedPicture(PictureRefusal.EMPTY)
    if len(data) > LARGEST_FILE:
        raise RefusedPicture(PictureRefusal.TOO_LARGE)
    if is_drawing(data):
        raise RefusedPicture(PictureRefusal.DRAWING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit is ours, and lower
        picture = pixels(data)
    picture.thumbnail(box, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "WEBP", lossless=not is_photo, quality=80, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return Picture(data=out.getvalue(), width=picture.width, height=picture.height)


def is_drawing(data: bytes) -> bool:
    """An SVG is a program, not a picture: so it is refused with words of its own."""
    return b"<svg" in data[:4096].lower()


def pixels(data: bytes) -> Image.Image:
    """The picture upright, in RGB with transparency where it had some."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            check(opened)
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            has_holes = "A" in upright.getbands() or "transparency" in upright.info
            return upright.convert("RGBA" if has_holes else "RGB")
    except UnidentifiedImageError as error:
        raise RefusedPicture(PictureRefusal.NO_PICTURE) from error
    except Image.DecompressionBombError as error:
        raise RefusedPicture(PictureRefusal.TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # Pillow says in all these ways that what is inside is not what the head promises.
        raise RefusedPicture(PictureRefusal.BROKEN) from error


def check(opened: Image.Image) -> None:
    """Refuses by what the head of the file says, before anything is unpacked."""
    if opened.width * opened.height > LARGEST_PIXELS:
        raise RefusedPicture(PictureRefusal.TOO_MANY_PIXELS)
    if min(opened.size) < SMALLEST_SIDE:
        raise RefusedPicture(PictureRefusal.TOO_SMALL)
    if getattr(opened, "n_frames", 1) > 1:
        raise RefusedPicture(PictureRefusal.ANIMATED)

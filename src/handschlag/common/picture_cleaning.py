"""A picture that somebody sent becomes a small, clean one; or the reason why not.

The file's name and declared type are never believed. What is kept is drawn anew from the pixels, so nothing
that was hidden in the file (places, names, scripts, a second file behind the picture) survives.
"""

from __future__ import annotations

import base64
import io
import warnings
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_PIXELS = 25_000_000  # a 5,000 x 5,000 scan; more is refused before it is unpacked
SMALLEST_SIDE = 32
SIDEWAYS = frozenset({5, 6, 7, 8})  # values of EXIF by which width and height change places
FORMATS = ("PNG", "JPEG", "WEBP")


class PictureRefusal(Reason):
    EMPTY = "empty", _("Choose a file.")
    TOO_LARGE = "too_large", _("The file is larger than 5 MB.")
    DRAWING = "drawing", _("SVG files can contain programs and are not accepted. Upload a PNG, JPEG or WebP.")
    NO_PICTURE = "no_picture", _("We cannot read this file as a picture. Upload a PNG, JPEG or WebP.")
    BROKEN = "broken", _("The picture is damaged or incomplete. Save it again and upload it.")
    ANIMATED = "animated", _("Animated pictures are not allowed. Upload a still picture.")
    TOO_MANY_PIXELS = (
        "too_many_pixels",
        _("The picture has more than 25 million pixels. Upload a smaller one."),
    )
    TOO_SMALL = "too_small", _("The picture is smaller than 32 pixels. Upload a larger one.")
    TOO_HEAVY = (
        "too_heavy",
        _(
            "This picture takes too much time or memory to process. "
            "Save it at a smaller size, as PNG or JPEG."
        ),
    )
    BUSY = "busy", _("Many files are being processed. Please upload yours again in a minute.")
    AWAY = "away", _("We cannot store files at the moment. Please upload yours again in a few minutes.")


class RefusedPicture(Refusal):
    """Why this file is not kept as a picture."""


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
    if _is_drawing(data):
        raise RefusedPicture(PictureRefusal.DRAWING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit is ours, and lower
        picture = _pixels(data, box)
    out = io.BytesIO()
    picture.save(out, "WEBP", lossless=not is_photo, quality=80, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return Picture(data=out.getvalue(), width=picture.width, height=picture.height)


def draw_anew(data: bytes, *, box: list[int], is_photo: bool) -> dict[str, str | int]:
    """The same as plain values, which another process can hand over."""
    picture = clean_picture(data, box=(box[0], box[1]), is_photo=is_photo)
    return {
        "data": base64.b64encode(picture.data).decode(),
        "width": picture.width,
        "height": picture.height,
    }


def _is_drawing(data: bytes) -> bool:
    """An SVG is a program, not a picture: so it is refused with words of its own."""
    return b"<svg" in data[:4096].lower()


def _pixels(data: bytes, box: tuple[int, int]) -> Image.Image:
    """The picture upright and no larger than `box`, in RGB with transparency where it had some.

    Made small before anything else, so that there is never a second picture in full size.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            _check(opened)
            has_holes = "A" in opened.getbands() or "transparency" in opened.info
            mode = "RGBA" if has_holes else "RGB"
            is_sideways = opened.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS
            is_plain = opened.mode in ("RGB", "RGBA", "L") and "transparency" not in opened.info
            picture = opened if is_plain else opened.convert(mode)
            picture.thumbnail(box[::-1] if is_sideways else box, Image.Resampling.LANCZOS)
            return ImageOps.exif_transpose(picture).convert(mode)
    except UnidentifiedImageError as error:
        raise RefusedPicture(PictureRefusal.NO_PICTURE) from error
    except Image.DecompressionBombError as error:
        raise RefusedPicture(PictureRefusal.TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # Pillow says in all these ways that what is inside is not what the head promises.
        raise RefusedPicture(PictureRefusal.BROKEN) from error


def _check(opened: Image.Image) -> None:
    """Refuses by what the head of the file says, before anything is unpacked."""
    if opened.width * opened.height > LARGEST_PIXELS:
        raise RefusedPicture(PictureRefusal.TOO_MANY_PIXELS)
    if min(opened.size) < SMALLEST_SIDE:
        raise RefusedPicture(PictureRefusal.TOO_SMALL)
    if getattr(opened, "n_frames", 1) > 1:
        raise RefusedPicture(PictureRefusal.ANIMATED)

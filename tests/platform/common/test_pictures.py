"""Pictures are believed by their content only, and drawn anew; what is hostile is refused with a reason."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from handschlag.common.picture_cleaning import (
    LARGEST_FILE,
    LARGEST_PIXELS,
    Picture,
    PictureRefusal,
    RefusedPicture,
    clean_picture,
)

BOX = (640, 320)


def picture(size: tuple[int, int] = (200, 100), form: str = "PNG", mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (210, 67, 15, 128)[: len(Image.new(mode, (1, 1)).getbands())]).save(
        out, form, **options
    )
    return out.getvalue()


def clean(data: bytes) -> Picture:
    return clean_picture(data, box=BOX)


def reason_of(data: bytes) -> PictureRefusal:
    with pytest.raises(RefusedPicture) as caught:
        clean(data)
    return caught.value.reason


def bomb(width: int, height: int) -> bytes:
    """A PNG whose head promises very many pixels, and whose body is small."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9999))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_webp_that_fits_the_box(form: str) -> None:
    logo = clean(picture((2000, 1000), form))
    assert (logo.width, logo.height) == BOX
    again = Image.open(io.BytesIO(logo.data))
    assert (again.format, again.size) == ("WEBP", BOX)


def test_a_small_picture_is_not_blown_up_and_keeps_its_proportions() -> None:
    assert clean(picture((100, 50))).width == 100
    assert (lambda logo: (logo.width, logo.height))(clean(picture((500, 3000)))) == (53, 320)


def test_transparency_survives_the_drawing() -> None:
    again = Image.open(io.BytesIO(clean(picture(mode="RGBA")).data))
    assert again.convert("RGBA").getpixel((0, 0))[3] == 128


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "LA", "I;16"])
def test_every_usual_colour_model_is_understood(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    out = io.BytesIO()
    Image.new(mode, (64, 64)).save(out, form)
    assert clean(out.getvalue()).width == 64


def test_nothing_that_was_hidden_in_the_file_survives() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Erika Muster, 51.05 N 13.73 E"
    data = picture(form="JPEG", exif=exif, comment=b"secret comment") + b"<script>alert(1)</script>"
    logo = clean(data)
    assert not Image.open(io.BytesIO(logo.data)).getexif()
    assert all(word not in logo.data for word in (b"Erika", b"secret", b"script", b"EXIF", b"XMP", b"ICCP"))


def test_a_photograph_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    logo = clean(picture((200, 100), "JPEG", exif=exif))
    assert (logo.width, logo.height) == (100, 200)


def test_a_picture_with_an_archive_behind_it_loses_the_archive() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("evil.html", "<script>alert(1)</script>")
    assert not zipfile.is_zipfile(io.BytesIO(clean(picture() + archive.getvalue()).data))


@pytest.mark.parametrize(
    "svg",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!DOCTYPE svg><SVG onload="alert(1)"/>',
        b"<!-- " + b"x" * 500 + b" --><svg/>",
    ],
)
def test_a_drawing_is_refused_with_words_of_its_own(svg: bytes) -> None:
    assert reason_of(svg) is PictureRefusal.DRAWING


def animated() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue", "green")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", PictureRefusal.EMPTY),
        (b"x" * (LARGEST_FILE + 1), PictureRefusal.TOO_LARGE),
        (b"MZ\x90\x00 a program", PictureRefusal.NO_PICTURE),
        (b"<!doctype html><title>x</title>", PictureRefusal.NO_PICTURE),
        (b"%PDF-1.7", PictureRefusal.NO_PICTURE),
        (picture(form="GIF", mode="P"), PictureRefusal.NO_PICTURE),
        (picture(form="TIFF"), PictureRefusal.NO_PICTURE),
        (b"GIF89a" + picture(), PictureRefusal.NO_PICTURE),
        (picture((31, 200)), PictureRefusal.TOO_SMALL),
        (picture((400, 300))[:-300], PictureRefusal.BROKEN),
        (picture((400, 300), "JPEG")[:700], PictureRefusal.BROKEN),
        (bomb(400, 300), PictureRefusal.BROKEN),
        (bomb(60_000, 60_000), PictureRefusal.TOO_MANY_PIXELS),
        (bomb(5_001, 5_000), PictureRefusal.TOO_MANY_PIXELS),
        (animated(), PictureRefusal.ANIMATED),
    ],
    ids=lambda value: str(value) if isinstance(value, PictureRefusal) else f"{len(value)} bytes",
)
def test_what_is_no_logo_is_refused_with_its_reason(data: bytes, reason: PictureRefusal) -> None:
    assert reason_of(data) is reason


def test_a_zip_bomb_in_a_text_of_the_file_is_not_unpacked() -> None:
    good = picture()
    body = b"Comment\0\0" + zlib.compress(b"A" * 60_000_000, 9)
    text = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    assert reason_of(good[:33] + text + good[33:]) is PictureRefusal.BROKEN


def test_the_limit_of_pixels_is_that_of_a_large_scan() -> None:
    assert LARGEST_PIXELS == 25_000_000


@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_damaged_file_does_anything_but_be_refused_or_be_drawn(noise: bytes, at: int) -> None:
    good = picture((64, 64))
    try:
        logo = clean(good[:at] + noise + good[at + len(noise) :])
    except RefusedPicture:
        return
    assert logo.width <= BOX[0]

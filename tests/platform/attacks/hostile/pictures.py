"""Pictures that would grow, never end, or are no pictures."""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Callable, Mapping
from random import Random

from PIL import Image
from tests.platform.attacks.hostile.packing import workbook

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes, *, is_right: bool = True) -> bytes:
    check = zlib.crc32(kind + data) if is_right else 1
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def png(width: int, height: int, *between: bytes, depth: int = 8, colour: int = 2, lace: int = 0) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, lace))
    return SIGNATURE + head + b"".join(between) + chunk(b"IEND", b"")


def saved(kind: str, size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 7 if mode in ("P", "L") else None).save(out, kind, **options)
    return out.getvalue()


def zeros(size: int) -> bytes:
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()


def huge_sides(random: Random) -> bytes:
    sides = random.choice(
        [(100_000, 100_000), (2**31 - 1, 1), (0, 0), (32, 2**31 - 1), (5_001, 5_001), (2**31, 2**31)]
    )
    return png(*sides, chunk(b"IDAT", zlib.compress(b"")), colour=random.choice([0, 2, 3, 4, 6]))


def full_png(random: Random) -> bytes:
    lace = random.randint(0, 1)
    return png(5_000, 4_900, chunk(b"IDAT", zeros(75 << 20)), lace=lace, colour=random.choice([2, 3, 6]))


def text_bomb(random: Random) -> bytes:
    packed = zeros(random.randint(8, 60) << 20)
    kind, data = random.choice(
        [
            (b"zTXt", b"a\0\0" + packed),
            (b"iCCP", b"a\0\0" + packed),
            (b"iTXt", b"a\0\1\0\0\0" + packed),
            (b"eXIf", packed),
        ]
    )
    return png(
        40, 40, chunk(kind, data) * random.randint(1, 5), chunk(b"IDAT", zlib.compress(bytes(40 * 121)))
    )


def broken_chunks(random: Random) -> bytes:
    kind = random.choice(
        [b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"pHYs", b"acTL", b"fcTL", b"fdAT", b"IDAT", b"\0\0\0\0"]
    )
    return png(
        40, 40, chunk(kind, random.randbytes(random.randint(0, 900)), is_right=random.random() < 0.5) * 9
    )


def moving(random: Random) -> bytes:
    kind = random.choice(["PNG", "WEBP", "GIF"])
    frames = [Image.new("RGB", (40, 40), (n, n, n)) for n in range(random.randint(2, 40))]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def many_scans(random: Random) -> bytes:
    """A progressive JPEG whose scans come again and again: each goes over all pixels."""
    side = random.choice([200, 2_000, 4_000])
    whole = saved("JPEG", (side, side), progressive=True)
    first = whole.index(b"\xff\xda")
    scans = whole[first:-2]
    return whole[:first] + scans * min(4_000, (4 << 20) // len(scans)) + b"\xff\xd9"


def wrong_sides(random: Random) -> bytes:
    whole = bytearray(saved("JPEG"))
    at = whole.index(b"\xff\xc0") + 5
    whole[at : at + 4] = struct.pack(
        ">HH", *random.choice([(65_535, 65_535), (0, 0), (1, 65_535), (4_900, 5_000)])
    )
    return bytes(whole)


def odd_exif(random: Random) -> bytes:
    loop = struct.pack(">HHHIII", 1, 0x8769, 4, 1, 8, 8)
    values = [
        b"MM\0*\0\0\0\x08" + loop,
        b"II*\0\xff\xff\xff\xff",
        random.randbytes(60_000),
        b"MM\0*\0\0\0\x08\xff\xff" * 900,
    ]
    return saved(random.choice(["JPEG", "PNG", "WEBP"]), exif=b"Exif\0\0" + random.choice(values))


def odd_profile(random: Random) -> bytes:
    return saved(
        random.choice(["JPEG", "PNG", "WEBP"]), icc_profile=random.randbytes(random.randint(1, 90_000))
    )


def cut_off(random: Random) -> bytes:
    whole = saved(random.choice(["PNG", "JPEG", "WEBP"]), (300, 300))
    return whole[: random.randint(1, len(whole) - 1)]


def flipped(random: Random) -> bytes:
    whole = bytearray(saved(random.choice(["PNG", "JPEG", "WEBP"]), (90, 90)))
    for _ in range(random.randint(1, 30)):
        whole[random.randrange(8, len(whole))] = random.randrange(256)
    return bytes(whole)


def huge_canvas(random: Random) -> bytes:
    sides = struct.pack("<I", random.choice([0xFFFFFF, 16_000, 4_999]))[:3] * 2
    inside = (
        b"WEBPVP8X"
        + struct.pack("<I", 10)
        + bytes([random.randrange(64), 0, 0, 0])
        + sides
        + random.randbytes(400)
    )
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def large_webp(random: Random) -> bytes:
    return saved("WEBP", (5_000, 4_900), lossless=random.random() < 0.5, method=0)


def other_kinds(random: Random) -> bytes:
    made = saved(random.choice(["GIF", "TIFF", "BMP", "ICO", "PPM", "TGA", "PCX"]))
    said = [
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"8BPS\0\1" + bytes(40),
        b"\0\0\0\x0cjP  \r\n\x87\n",
    ]
    return random.choice([made, *said])


def drawings(random: Random) -> bytes:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    way = [
        drawing,
        b" " * 5_000 + drawing,
        gzip.compress(drawing),
        drawing.decode().encode("utf-16"),
        SIGNATURE + drawing,
    ]
    return random.choice(way)


def two_at_once(random: Random) -> bytes:
    """A picture for one program, and something else for another."""
    behind = [workbook({}), b"<?php system($_GET['x']); ?>", b"<script>alert(1)</script>", b"%PDF-1.7\n%%EOF"]
    picture = saved(random.choice(["PNG", "JPEG", "WEBP"]))
    return random.choice(
        [picture + random.choice(behind), b"GIF89a/*" + behind[2] + b"*/=1;", behind[3] + picture]
    )


def tall(random: Random) -> bytes:
    sides = random.choice([(1, 25_000_000), (32, 781_250), (1, 1), (31, 31), (16_383, 32)])
    return png(*sides, chunk(b"IDAT", zeros(24 << 20)), colour=0)


def no_picture(random: Random) -> bytes:
    return random.choice(
        [
            b"",
            SIGNATURE,
            b"\xff\xd8\xff",
            b"RIFF\0\0\0\0WEBP",
            random.randbytes(9_000),
            b"\xff\xd8" + b"0" * (6 << 20),
        ]
    )


PICTURES: Mapping[Callable[[Random], bytes], int] = {
    **dict.fromkeys((huge_sides, broken_chunks, odd_exif, flipped, cut_off), 14),
    **dict.fromkeys(
        (moving, wrong_sides, odd_profile, huge_canvas, other_kinds, drawings, two_at_once, no_picture), 8
    ),
    **dict.fromkeys((full_png, text_bomb, many_scans, large_webp, tall), 4),
}

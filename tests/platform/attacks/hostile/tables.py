"""Texts that look like tables, files that only call themselves tables, and archives of a catalogue."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from random import Random

from tests.platform.attacks.hostile.packing import Entry, bomb, plain, raw_zip

LARGE = 9 << 20
HEADS_OF_CORDIS = (
    b"projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;postCode;city;"
    b"country;nutsCode;geolocation;organizationURL;contactForm;contentUpdateDate;rcn;order;role;ecContribution;"
    b"netEcContribution;totalCost;endOfParticipation;active\n"
)
ORGANISATIONS = "csv/organization.csv"


def one_line(random: Random) -> bytes:
    return random.choice([b"a", b",", b";", b"\t", b'"', b"'", b"=", b"\xc3\xa4", b" "]) * (LARGE // 2)


def long_line(random: Random) -> bytes:
    return b"a" * random.choice([LARGE + (2 << 20), 65 << 20])


def open_quote(random: Random) -> bytes:
    return b'Name;Ort\n"' + random.choice([b"a;b\n", b"\n", b"a", b'"";']) * random.randint(9, 2_000_000)


def many_quotes(random: Random) -> bytes:
    return b"Name;Ort\n" + random.choice([b'"a"b;', b'""";', b'a"b"\n', b'"\n"']) * random.randint(9, 900_000)


def kept_cells(random: Random) -> bytes:
    return b'Name;Ort\n="a' + random.choice([b'="', b'";="', b'"\n', b';="a"', b'"""']) * random.randint(
        9, 900_000
    )


def one_wide_row(random: Random) -> bytes:
    return b"x;" * random.randint(101, 16_000) + b"\n" + b"a\n" * random.randint(1_000, 90_000)


def only_lines(random: Random) -> bytes:
    return random.choice([b"\n", b"\r", b"\r\n", b"a\r", b";\n", b"a;b\n"]) * random.randint(
        150_000, 2_000_000
    )


def marks(random: Random) -> bytes:
    mark = random.choice(
        [b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"+/v8"]
    )
    return mark + random.randbytes(random.randint(0, 3_000))


def zero_bytes(random: Random) -> bytes:
    return b"Name;Ort\n" + b"A\x00B;" * random.randint(1, 99_999) + random.choice([b"", b"\x1b[2J", b"\x08"])


def many_cells(random: Random) -> bytes:
    return (b"ab;" * 99 + b"\n") * (LARGE // 300) if random.random() < 0.5 else b"a\n" * (LARGE // 2)


def separator(random: Random) -> bytes:
    return (
        b"sep=" + random.choice([b"a", b'"', b"\n", b"\xe2\x82\xac", b"", b"\r"]) + b"\nName;Ort\nA;B\n" * 500
    )


def digits(random: Random) -> bytes:
    return b"Name;Mitarbeiter\n" + b"A;" + b"9" * random.randint(5_000, 200_000) + b"\n"


def deep_json(random: Random) -> bytes:
    return random.choice([b"[", b'{"a":', b"[{", b'["', b"(["]) * random.randint(100_000, 2_000_000)


def markup(random: Random) -> bytes:
    start = random.choice(
        [b"<!DOCTYPE html>", b"<?xml version='1.0'?>", b"<svg onload=alert(1)>", b"{\\rtf1", b"%PDF-1.7\n"]
    )
    return random.choice([b"", b"\n\n", b"\xef\xbb\xbf"]) + start + b"<a>" * random.randint(1, 99_999)


def old_office(random: Random) -> bytes:
    locked = "EncryptedPackage".encode("utf-16-le") if random.random() < 0.5 else b""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.randbytes(random.randint(0, 9_000)) + locked


def other_archives(random: Random) -> bytes:
    if random.random() < 0.4:
        return gzip.compress(bytes(4 << 20))
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:bz2") as archive:
        archive.addfile(tarfile.TarInfo("../../organization.csv"))
    return random.choice(
        [file.getvalue(), b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c", b"\x7fELF", b"MZ"]
    ) + bytes(9)


def nothing(random: Random) -> bytes:
    return random.choice(
        [b"", b"\0", b" ", b"\xef\xbb\xbf", b"\r\n", b"\0" * 9_999, b"PK\x03\x04", b"PK\x05\x06" + bytes(18)]
    )


def cordis_bomb(random: Random) -> bytes:
    block = random.choice(
        [bytes(1 << 20), b"\n" * (1 << 20), b'"' + b"x" * 50_000 + b'"\n', b"a;" * 500_000, b'"\n' * 9]
    )
    times = random.randint(410, 2_000) if len(block) > 100_000 else 20_000
    return raw_zip(
        [bomb(random.choice([ORGANISATIONS, "organization.csv"]), block, times, head=HEADS_OF_CORDIS)]
    )


def cordis_projects(random: Random) -> bytes:
    row = b"1;A;1;;N;;false;PRC;;;Jena;DE;;;;;;1;1;participant;1;1;1;false;true\n"
    block = random.choice([b"\n" * (1 << 20), b"1;x\n" * 200_000, b'1;"', b"x" * (1 << 20)])
    second = bomb("project.csv", block, random.randint(300, 900), head=b"id;title\n")
    return raw_zip([bomb(ORGANISATIONS, row, 1, head=HEADS_OF_CORDIS), second])


def cordis_rows(random: Random) -> bytes:
    """As many lines as there may be, and more: each with text, from one country or the other."""
    country = random.choice([b"DE", b"FR"])
    row = b"%d;A;1;;Institut;;false;PRC;;;Jena;%s;;;;;;1;1;participant;1;1;1;false;true\n" % (
        random.randrange(99),
        country,
    )
    return raw_zip([bomb(ORGANISATIONS, row * 1_000, random.randint(49, 420), head=HEADS_OF_CORDIS)])


def cordis_lies(random: Random) -> bytes:
    entry = random.choice(
        [
            Entry(name=ORGANISATIONS, packed=random.randbytes(500), claimed=9),
            Entry(name=ORGANISATIONS, packed=b"", claimed=1 << 30),
            Entry(name=ORGANISATIONS, packed=b"x", claimed=1, method=0, flags=1),
            Entry(name=ORGANISATIONS, packed=b"x", claimed=1, method=random.choice([12, 14, 93, 98])),
            plain(ORGANISATIONS, HEADS_OF_CORDIS + b"\xff\xfe\xff"),
            plain("../" * 20 + "organization.csv", HEADS_OF_CORDIS + b"\0;" * 99),
        ]
    )
    return raw_zip([entry] * random.randint(1, 3))


def cordis_packed(random: Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", random.choice([zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])) as archive:
        archive.writestr(ORGANISATIONS, HEADS_OF_CORDIS + bytes(4 << 20))
    return file.getvalue()


TABLES: Mapping[Callable[[Random], bytes], int] = {
    **dict.fromkeys((open_quote, many_quotes, kept_cells, marks, zero_bytes, separator, markup, nothing), 9),
    **dict.fromkeys((digits, deep_json, old_office, other_archives, cordis_lies), 9),
    **dict.fromkeys((one_line, one_wide_row, only_lines), 5),
    **dict.fromkeys((cordis_bomb, cordis_projects, cordis_rows, many_cells, cordis_packed), 4),
    long_line: 5,
}

"""Workbooks that would grow, take for ever, or read what they should not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from random import Random

from tests.platform.attacks.hostile.packing import (
    Entry,
    bomb,
    parts,
    plain,
    sheet,
    texts,
    with_sheet,
    workbook,
    workbook_with,
)

SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
MEGABYTE = bytes(1 << 20)


def unclosed_cells(random: Random) -> bytes:
    return workbook(
        {SHEET: random.choice(["<c ", "<c r=", "<x:c ", "<c r='A"]) * random.randint(9_000, 400_000)}
    )


def many_attributes(random: Random) -> bytes:
    names = (f"a{n}='1'" for n in range(random.randint(5_000, 120_000)))
    return with_sheet(f'<row r="1"><c r="A1" {" ".join(names)}><v>1</v></c></row>')


def same_attributes(random: Random) -> bytes:
    return with_sheet("<row><c " + 'r="A1" ' * random.randint(5_000, 200_000))


def flat_bomb(random: Random) -> bytes:
    name = random.choice([SHEET, TEXTS, "xl/styles.xml", "docProps/app.xml", "xl/media/image1.png"])
    return workbook_with(
        bomb(name, MEGABYTE, random.randint(160, 900), claimed=random.choice([None, None, 10, 1 << 31]))
    )


def bomb_of_text(random: Random) -> bytes:
    rows = b'<row><c t="inlineStr"><is><t>' + b"x" * 1_000 + b"</t></is></c></row>"
    head = sheet("").encode().partition(b"</sheetData>")[0]
    return workbook_with(bomb(SHEET, rows * 1_000, random.randint(20, 140), head=head))


def overlapping(random: Random) -> bytes:
    many = [bomb(f"xl/worksheets/sheet{n}.xml", MEGABYTE, 100) for n in range(random.randint(2, 60))]
    return workbook_with(*many, is_overlapping=True)


def nested(random: Random) -> bytes:
    inside = b"x"
    for _ in range(random.randint(2, 8)):
        inside = workbook({SHEET: inside, "xl/embeddings/1.xlsx": inside})
    return inside


def laughs(random: Random) -> bytes:
    depth = random.randint(5, 30)
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth))
    head = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'
    said = f"<si><t>&a{depth - 1};</t></si>"
    where = random.choice([TEXTS, "xl/workbook.xml", SHEET])
    return workbook({SHEET: sheet('<row><c t="s"><v>0</v></c></row>'), where: texts(said, head)})


def long_entity(random: Random) -> bytes:
    head = f'<!DOCTYPE x [<!ENTITY a "{"x" * 100_000}">]>'
    return workbook(
        {SHEET: sheet("<row><c/></row>"), TEXTS: texts("<si><t>" + "&a;" * random.randint(9, 50_000), head)}
    )


def outside_entity(random: Random) -> bytes:
    target = random.choice(
        ["file:///etc/passwd", "http://127.0.0.1:9/x", "//host/share/x", "file:///dev/zero"]
    )
    kind = random.choice(["", "% "])
    head = f'<!DOCTYPE x [<!ENTITY {kind}e SYSTEM "{target}">{"%e;" if kind else ""}]>'
    return workbook(
        {SHEET: sheet('<row><c t="s"><v>0</v></c></row>'), TEXTS: texts("<si><t>&e;</t></si>", head)}
    )


def shared_by_many(random: Random) -> bytes:
    said = f"<si><t>{'x' * random.randint(30_000, 1_000_000)}</t></si>"
    cells = '<row><c t="s"><v>0</v></c></row>' * random.randint(20_000, 60_000)
    return workbook({SHEET: sheet(cells), TEXTS: texts(said)})


def wrong_number_of_text(random: Random) -> bytes:
    number = random.choice(["-1", "99999999999999999999", "1e9", "", "x", "0x10"])
    return with_sheet(f'<row><c t="s"><v>{number}</v></c></row>', sharedStrings=texts("<si><t>x</t></si>"))


def far_cell(random: Random) -> bytes:
    far = random.choice(
        ["XFD1048576", "A4294967295", "ZZZZZZZZ1", "A0", "1A", "A-1", "XFD1048577", "A99999999999"]
    )
    return with_sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{far}"><v>1</v></c></row>')


def million_columns(random: Random) -> bytes:
    return with_sheet("<row>" + "<c><v>1</v></c>" * random.randint(16_385, 500_000) + "</row>")


def million_rows(random: Random) -> bytes:
    return with_sheet("<row><c><v>1</v></c></row>" * random.randint(101_000, 700_000))


def deep(random: Random) -> bytes:
    return with_sheet("<row><c><is>" + "<r><t>" * random.randint(50_000, 500_000))


def huge_number(random: Random) -> bytes:
    number = random.choice(
        ["1e999999", "9" * 100_000, "-1e-999999", "nan", "inf", "0x1p9999", "1e308", "1" * 5_000]
    )
    style = random.choice(["", ' s="1"', ' t="d"', ' t="b"', ' t="e"'])
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    return with_sheet(f"<row><c{style}><v>{number}</v></c></row>", styles=styles)


def wrong_encoding(random: Random) -> bytes:
    name = random.choice(["utf-16", "utf-7", "ebcdic-cp-us", "x-none", "utf-32"])
    raw = sheet("<row><c><v>1</v></c></row>", f'<?xml version="1.0" encoding="{name}"?>')
    return workbook({SHEET: raw.encode(random.choice(["utf-8", "utf-16", "utf-32", "cp1252"]))})


def noise(random: Random) -> bytes:
    return workbook({random.choice([SHEET, TEXTS, "xl/workbook.xml", *parts()]): random.randbytes(5_000)})


def cut_off(random: Random) -> bytes:
    whole = with_sheet("<row><c><v>1</v></c></row>" * 200)
    return whole[: random.randint(4, len(whole) - 1)]


def flipped(random: Random) -> bytes:
    whole = bytearray(with_sheet("<row><c><v>1</v></c></row>" * 20, sharedStrings=texts("<si><t>x</t></si>")))
    for _ in range(random.randint(1, 40)):
        whole[random.randrange(len(whole))] = random.randrange(256)
    return b"PK\x03\x04" + bytes(whole[4:])


def many_parts(random: Random) -> bytes:
    return workbook_with(*(plain(f"xl/p{n}.xml", b"") for n in range(random.randint(2_001, 9_000))))


def many_sheets(random: Random) -> bytes:
    start, mark, end = parts()["xl/workbook.xml"].partition(b"<sheet ")
    one, _close, rest = end.partition(b"/>")
    sheets = (mark + one + b"/>") * random.randint(1_000, 90_000)
    return workbook({"xl/workbook.xml": start + sheets + rest, SHEET: sheet("<row><c><v>1</v></c></row>")})


def locked(random: Random) -> bytes:
    return workbook_with(
        plain(SHEET, sheet("")), Entry(name="x", packed=random.randbytes(90), claimed=9, flags=1)
    )


def other_method(random: Random) -> bytes:
    if random.random() < 0.5:
        return workbook({SHEET: bytes(3 << 20)}, method=random.choice([zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2]))
    return workbook_with(
        Entry(name=SHEET, packed=random.randbytes(99), claimed=9, method=random.randint(1, 99))
    )


def odd_names(random: Random) -> bytes:
    name = random.choice(
        ["../../etc/passwd", "/etc/passwd", "C:\\x", "a" * 60_000, "xl\\workbook.xml", "\u202exl"]
    )
    return workbook_with(plain(name, b"x"), plain(SHEET, sheet("")), plain(SHEET, sheet("")))


def macros(random: Random) -> bytes:
    return workbook({"xl/vbaProject.bin": random.randbytes(500)})


def other_office(random: Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            random.choice(["content.xml", "word/document.xml", "AndroidManifest.xml"]), b"<x/>" * 99
        )
    return file.getvalue()


def spread(random: Random) -> bytes:
    """Formulas that refer to one another, and ranges that say they are as large as a sheet."""
    formula = "A1+" * random.randint(1_000, 90_000)
    merged = '<mergeCell ref="A1:XFD1048576"/>' * random.randint(1, 5_000)
    inside = f'<row><c r="A1"><f t="shared" ref="A1:XFD1048576" si="0">{formula}</f><v>1</v></c></row>'
    raw = sheet(inside).replace("</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")
    return workbook({SHEET: raw.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')})


WORKBOOKS: Mapping[Callable[[Random], bytes], int] = {
    **dict.fromkeys((unclosed_cells, many_attributes, same_attributes, nested, laughs, outside_entity), 7),
    **dict.fromkeys((far_cell, huge_number, wrong_encoding, other_method, odd_names, flipped), 9),
    **dict.fromkeys((flat_bomb, overlapping, long_entity, shared_by_many, million_columns, deep), 4),
    **dict.fromkeys((wrong_number_of_text, many_parts, many_sheets, locked, other_office, spread), 5),
    **dict.fromkeys((bomb_of_text, million_rows, macros), 3),
    **dict.fromkeys((noise, cut_off), 15),
}

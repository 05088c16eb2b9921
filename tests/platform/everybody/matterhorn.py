"""What a machine can see of PDF/UA-1 in a file: conditions of the Matterhorn Protocol 1.1, by their number.

Not looked at is what only people can judge (whether a text says what a picture shows), and what our files
cannot have: forms, sound, films, mathematics, notes, tables of contents, attachments.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

CONDITIONS = """
01-003 01-004 01-005 01-007 02-001 02-003 06-001 06-002 06-003 07-001 07-002 09-004 09-005 09-006 09-007
10-001 11-006 13-004 14-002 14-003 15-003 20-001 21-001 25-001 26-001 28-002 28-004 28-006 28-008 28-011
28-012 30-001 31-001 31-009 31-027 31-030
"""
KINDS = """
Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L
LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB
RT RP Warichu WT WP Figure Formula Form
"""
CHECKED, STANDARD = frozenset(CONDITIONS.split()), frozenset(KINDS.split())
INSIDE = {  # which kinds may lie directly within which
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
}
OF_KIND = {"Table": "09-004", "THead": "09-004", "TBody": "09-004", "TFoot": "09-004", "TR": "09-004"}
WITHIN = {  # and in which ones alone
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
}
SHOWS = frozenset(
    (b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"sh", b"Do")
)
NOTHING = frozenset((0x0000, 0xFEFF, 0xFFFE))


@dataclass(frozen=True, slots=True)
class Node:
    """An element of the structure: its kind, the kind above it, and itself."""

    kind: str
    above: str
    self: DictionaryObject


def faults(file: bytes) -> list[str]:
    """Numbers of the conditions that fail, with what is wrong; an empty list is right."""
    reader = PdfReader(io.BytesIO(file))
    return [*_document(reader), *_told(reader), *_structure(reader), *_pages(reader), *_fonts(reader)]


def _document(reader: PdfReader) -> Iterator[str]:
    root = reader.root_object
    if reader.is_encrypted:
        yield "26-001 encrypted"
    if _is_true(root.get("/MarkInfo", {}).get("/Suspects")):
        yield "01-007 suspects"
    if not _is_true(root.get("/MarkInfo", {}).get("/Marked")) or "/StructTreeRoot" not in root:
        yield "01-005 not tagged"
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", str(root.get("/Lang", ""))):
        yield "11-006 no language"
    if "/OCProperties" in root:
        yield "20-001 optional content"
    if "/EmbeddedFiles" in root.get("/Names", {}):
        yield "21-001 files within"
    if "/XFA" in root.get("/AcroForm", {}):
        yield "25-001 a dynamic form"


def _told(reader: PdfReader) -> Iterator[str]:
    """What the file says of itself, and what of that its window shows."""
    root = reader.root_object
    if "/Metadata" not in root:
        yield "06-001 no metadata"
        return
    told = root["/Metadata"].get_object().get_data().decode()
    if "<pdfuaid:part>1</pdfuaid:part>" not in told:
        yield "06-002 does not say PDF/UA-1"
    if not re.search(r"<dc:title>.*?<rdf:li[^>]*>\s*\S", told, re.DOTALL):
        yield "06-003 no title"
    shown = root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")
    if shown is None:
        yield "07-001 the window does not show the title"
    elif not _is_true(shown):
        yield "07-002 the window shows the name of the file"


def _is_true(said: Any) -> bool:
    """A PDF has its own kind of truth."""
    return bool(said == True)  # noqa: E712


def nodes(reader: PdfReader) -> list[Node]:
    """All elements of the structure, as they are read."""
    root = reader.root_object.get("/StructTreeRoot", DictionaryObject()).get_object()
    mapped = root.get("/RoleMap", {})

    def below(one: Any, above: str) -> Iterator[Node]:
        one = one.get_object() if isinstance(one, IndirectObject) else one
        if not isinstance(one, DictionaryObject) or "/S" not in one:
            return
        kind = str(one["/S"])
        for _ in range(9):
            if kind.removeprefix("/") in STANDARD or kind not in mapped:
                break
            kind = str(mapped[kind])
        kind = kind.removeprefix("/")
        yield Node(kind, above, one)
        for child in _listed(one.get("/K")):
            yield from below(child, kind)

    return [node for child in _listed(root.get("/K")) for node in below(child, "")]


def _listed(said: Any) -> list[Any]:
    said = said.get_object() if isinstance(said, IndirectObject) else said
    return [] if said is None else list(said) if isinstance(said, list) else [said]


def _structure(reader: PdfReader) -> Iterator[str]:
    before = 0
    for node in nodes(reader):
        if node.kind not in STANDARD:
            yield f"02-001 or 02-003 no kind of the standard: {node.kind}"
        children = [str(one["/S"])[1:] for one in map(_read, _listed(node.self.get("/K"))) if "/S" in one]
        if node.kind in INSIDE and set(children) - INSIDE[node.kind]:
            number = OF_KIND.get(node.kind, "09-006")
            yield f"{number} {node.kind} holds {sorted(set(children) - INSIDE[node.kind])}"
        if node.kind in WITHIN and node.above not in WITHIN[node.kind]:
            yield f"{'09-007' if node.kind[0] == 'L' else '09-005'} {node.kind} lies in {node.above}"
        if node.kind == "Figure" and not (node.self.get("/Alt") or node.self.get("/ActualText")):
            yield "13-004 a picture without words"
        if node.kind == "TH" and not _has_scope(node.self):
            yield "15-003 a head of a table without its direction"
        if level := re.fullmatch(r"H([1-6])", node.kind):
            if int(level[1]) > before + 1:
                yield f"{'14-003' if before else '14-002'} H{level[1]} after {before or 'nothing'}"
            before = int(level[1])


def _read(one: Any) -> Any:
    one = one.get_object() if isinstance(one, IndirectObject) else one
    return one if isinstance(one, DictionaryObject) else {}


def _has_scope(node: DictionaryObject) -> bool:
    return any("/Scope" in _read(one) or "/Headers" in _read(one) for one in _listed(node.get("/A")))


def _pages(reader: PdfReader) -> Iterator[str]:
    wanted = {id_ for node in nodes(reader) for id_ in _marks(node.self)}
    links = [node for node in nodes(reader) if node.kind == "Link"]
    for number, page in enumerate(reader.pages, start=1):
        yield from (f"page {number}: {fault}" for fault in _content(page, wanted))
        notes = [_read(one) for one in _listed(page.get("/Annots"))]
        if notes and page.get("/Tabs") != "/S":
            yield f"page {number}: 28-008 another order of tabs"
        for note in notes:
            if note.get("/Subtype") != "/Link":
                yield f"page {number}: 28-002 or 28-006 {note.get('/Subtype')}"
            elif not note.get("/Contents"):
                yield f"page {number}: 28-004 or 28-012 a link without words"
            if "/StructParent" not in note or not links:
                yield f"page {number}: 28-011 a link outside the structure"


def _marks(node: DictionaryObject) -> Iterator[int]:
    for one in _listed(node.get("/K")):
        if isinstance(one, int):
            yield int(one)
        elif "/MCID" in _read(one):
            yield int(_read(one)["/MCID"])


def _content(page: Any, wanted: set[int]) -> Iterator[str]:
    """Whatever is drawn is either tagged or marked as decoration, never both and never neither."""
    above: list[str] = []
    drawn = page.get_contents()
    for operands, operator in drawn.operations if drawn is not None else ():
        if operator in {b"BMC", b"BDC"}:
            inside = operands[1] if operator == b"BDC" else {}
            is_tagged = isinstance(inside, DictionaryObject) and "/MCID" in inside
            kind = "artifact" if operands[0] == "/Artifact" else "tagged" if is_tagged else "other"
            if kind == "artifact" and "tagged" in above:
                yield "01-003 decoration within the text"
            if kind == "tagged" and "artifact" in above:
                yield "01-004 text within decoration"
            if is_tagged and int(inside["/MCID"]) not in wanted:
                yield "01-005 a mark that no element knows"
            above.append(kind)
        elif operator == b"EMC":
            above.pop()
        elif operator in SHOWS and not {"artifact", "tagged"} & set(above):
            yield f"01-005 {operator.decode()} is neither text nor decoration"
    resources = page.get("/Resources", {}).get("/XObject", {})
    if any("/Ref" in _read(one) for one in resources.values()):
        yield "30-001 a page of another file"


def _fonts(reader: PdfReader) -> Iterator[str]:
    found = {}
    for page in reader.pages:
        for one in page.get("/Resources", {}).get("/Font", {}).values():
            font = _read(one)
            found[str(font.get("/BaseFont"))] = font
    for name, font in found.items():
        inner = _read(font["/DescendantFonts"][0]) if "/DescendantFonts" in font else font
        told = _read(inner.get("/FontDescriptor"))
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(told):
            yield f"31-009 {name} is not embedded"
        if font.get("/Subtype") == "/Type0" and font.get("/Encoding") not in {"/Identity-H", "/Identity-V"}:
            yield f"31-001 {name} has another encoding"
        if "/ToUnicode" not in font:
            yield f"10-001 or 31-027 {name} does not say its letters"
            continue
        table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
        letters = re.findall(r"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]{4})", table.partition("beginbf")[2])
        if any(int(letter, 16) in NOTHING for letter in letters):
            yield f"31-030 {name} shows letters that are none"


def out_of_order(file: bytes) -> list[str]:
    """Pages on which the structure is read in another order than the page is drawn in, from top to bottom."""
    reader = PdfReader(io.BytesIO(file))
    read: dict[int, list[int]] = {}
    for node in nodes(reader):
        page = node.self.get("/Pg")
        for one in _listed(node.self.get("/K")):
            inside = _read(one)
            where = inside.get("/Pg", page) if isinstance(inside, DictionaryObject) else page
            mark = int(one) if isinstance(one, int) else int(inside["/MCID"]) if "/MCID" in inside else None
            if mark is not None and where is not None:
                read.setdefault(id(where.get_object()), []).append(mark)
    return [f"marks {marks}" for marks in read.values() if marks != sorted(marks)]

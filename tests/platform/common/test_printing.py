"""What is printed can be read by everybody, is the same twice, and takes no orders from the values in it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from handschlag.common.printing import qr, render, unprintable
from handschlag.common.printing.rendering import BOX, fit

NOW = datetime(2027, 4, 1, 8, tzinfo=UTC)
ADDRESS = "https://handschlag.example/de/events/netzwerke-2027/exhibits/dachspriegel/"


def sign(title: str = "Dachspriegel", stand: str = "A1", other: str = "Roof bow") -> dict[str, Any]:
    return {
        "event": "Netzwerke verbinden 2027",
        "stand": stand,
        "title": title,
        "other": other,
        "other-language": "en",
        "facts": [["Projekt", "MAI Skelett"]],
        "code": qr(ADDRESS),
        "alt": f"QR-Code: {ADDRESS}",
        "address": ADDRESS,
    }


def printed(
    *signs: dict[str, Any], title: str = "Standschilder", paper: str = "a4", language: str = "de"
) -> bytes:
    data = {"title": title, "paper": paper, "more": "Mehr dazu", "signs": list(signs)}
    return render("events/printing/signs.typ", data, language=language, now=NOW)


def texts(file: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(file)).pages]


def test_a_file_says_that_it_is_accessible_and_has_tags_a_language_and_a_title() -> None:
    reader = PdfReader(io.BytesIO(printed(sign())))
    root = reader.root_object
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own kind of truth
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None
    assert reader.metadata.title == "Standschilder"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert "/StructTreeRoot" in root


def test_a_picture_has_its_words_and_a_title_is_a_heading() -> None:
    def nodes(node: Any) -> list[Any]:
        node = node.get_object()
        children = node.get("/K", []) if isinstance(node, dict) else []
        children = children if isinstance(children, list) else [children]
        below = [one for child in children if not isinstance(child, int) for one in nodes(child)]
        return [node, *below] if isinstance(node, dict) else below

    found = nodes(PdfReader(io.BytesIO(printed(sign()))).root_object["/StructTreeRoot"])
    assert [one["/Alt"] for one in found if one.get("/S") == "/Figure"] == [f"QR-Code: {ADDRESS}"]
    assert [one["/S"] for one in found if str(one.get("/S", "")).startswith("/H")] == ["/H1"]


def test_each_sign_has_a_page_and_says_what_it_was_given() -> None:
    first, second = texts(printed(sign(), sign("Leichtbaurad", "A2")))
    assert [text in first for text in ("A1", "Dachspriegel", "Roof bow", "MAI Skelett")] == [True] * 4
    assert [text in second for text in ("A2", "Leichtbaurad")] == [True] * 2


def test_equal_input_gives_equal_bytes() -> None:
    assert printed(sign()) == printed(sign())
    assert printed(sign(), language="en") != printed(sign())


def test_the_paper_has_the_size_that_was_asked_for() -> None:
    sizes = [PdfReader(io.BytesIO(printed(sign(), paper=paper))).pages[0].mediabox for paper in ("a4", "a5")]
    assert [(round(float(box.width)), round(float(box.height))) for box in sizes] == [(595, 842), (420, 595)]


@pytest.mark.parametrize(
    "order",
    ['#eval("1+1")', '#read("/site/settings.py")', '"); #panic("x")', "$ x^2 $", "= Titel", "@label <label>"],
)
def test_values_are_printed_and_never_run(order: str) -> None:
    (text,) = texts(printed(sign(title=order)))
    assert order.replace(" ", "") in "".join(text.replace("\u00ad", "").split())


def test_letters_that_the_typeface_lacks_become_a_box_and_are_told() -> None:
    (text,) = texts(printed(sign(title="مرحبا 漢字 Ωμέγα \U0001f600")))
    assert "Ωμέγα" in text
    assert BOX in text
    assert unprintable({"a": ["Ωμέγα ß", "漢字漢"]}) == ("字", "漢")


def test_marks_that_nobody_sees_are_left_out_and_accents_joined() -> None:
    assert fit("e\u0301\u202e\0\ufeff") == "é"
    assert unprintable("e\u0301\u202e\0\nŞĂŁǾ→") == ()


@pytest.mark.parametrize("title", ["x" * 5000, "Fördermittelberatungsgesellschaft " * 60, "ÄÖ\n" * 90])
def test_a_very_long_name_stays_on_its_page(title: str) -> None:
    assert len(PdfReader(io.BytesIO(printed(sign(title=title)))).pages) == 1


def test_a_document_without_a_title_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="title"):
        printed(sign(), title=" ")


def test_a_code_is_one_drawing_with_the_margin_that_readers_need() -> None:
    drawing = qr("https://handschlag.example/")
    assert 'viewBox="0 0 37 37"><path d="M4 4h7v1h-7z' in drawing
    assert drawing.count("<path") == 1
    assert drawing == qr("https://handschlag.example/")
    assert drawing != qr("https://handschlag.example/x")

"""A third language is one folder: pages, letters and prints say nothing in it that nobody could translate."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from tests.platform.everybody import matterhorn, prints, pseudo
from tests.platform.everybody.conftest import Said

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Signs, names of formats, keys, programs and sources, hosts and initials are no words.
NO_WORDS = re.compile(
    r"Handschlag|[A-Z]{2,5}( [A-Z])?|Esc|vCard|CORDIS|highspy|treffen"
    r"|https?.*|[\w.-]+@[\w.-]+|[a-z-]+(\.[a-z-]+)+",
    re.ASCII,
)
ELSEWHERE = {
    # what they show is not in the language of the page
    "design:parts": "examples in German",
    "design:participant_parts": "examples in German",
    "design:organiser_parts": "examples in German",
    "api:reference": "the description of the interface is English",
    "api:open_data": "examples of commands",
    "events:embed": "HTML to copy",
    "common:audit": "names of fields",
}

IN_ANOTHER = {"matching/printing/sheets.typ"}  # each sheet is in the language of its person


def left_over(said: Said, html: str) -> list[str]:
    found = {piece for text in pseudo.outside_the_brackets(html) for piece in said.known.lacks(text)}
    return sorted(piece for piece in found if not NO_WORDS.fullmatch(piece))


def test_every_page_answers_in_it(spoken: Said) -> None:
    assert spoken.troubles == {}
    assert len(spoken.pages) > 300


def test_no_page_has_a_text_that_cannot_be_translated(spoken: Said) -> None:
    pages = {name: html for name, html in spoken.pages.items() if name not in ELSEWHERE}
    assert {name: found for name, html in pages.items() if (found := left_over(spoken, html))} == {}


def test_no_email_has_one_either(spoken: Said) -> None:
    assert len(spoken.letters) > 30
    assert {kind: found for kind, html in spoken.letters.items() if (found := left_over(spoken, html))} == {}


def test_no_print_has_one_either(spoken: Said) -> None:
    assert set(spoken.prints) == prints.templates()
    wrong = {}
    for template, file in spoken.prints.items():
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)
        found = {piece for one in pseudo.unbracketed([text]) for piece in spoken.known.lacks_in_print(one)}
        if template not in IN_ANOTHER and found:
            wrong[template] = found
    assert wrong == {}


def test_words_of_data_in_another_order_are_no_data(spoken: Said) -> None:
    assert spoken.known.lacks("Ada Lindqvist: Netzwerke verbinden, 3") == []
    assert spoken.known.lacks("Optik verbinden, netzwerke verbinden") == [
        "Optik verbinden",
        "netzwerke verbinden",
    ]
    assert spoken.known.lacks_in_print("Netzwerke verbinden Ada Lindqvist") == []
    assert spoken.known.lacks_in_print("Netzwerke Ada verbinden") == ["Netzwerke Ada verbinden"]


def test_a_text_outside_the_brackets_would_be_seen() -> None:
    html = f"<p>{pseudo.pseudo('A')} Left <b title='There'>{pseudo.pseudo('B')}</b></p>"
    assert sorted(pseudo.outside_the_brackets(html)) == ["Left", "There"]
    assert pseudo.pseudo("%(n)s <b>net</b> &amp;") == "‹%(n)s <b>ñéét</b> &amp;›"


def test_a_file_without_tags_title_and_language_would_be_noticed() -> None:
    writer, drawn, made = PdfWriter(), DecodedStreamObject(), io.BytesIO()
    drawn.set_data(b"0 0 10 10 re f")
    writer.add_blank_page(100, 100)[NameObject("/Contents")] = writer._add_object(drawn)
    writer.write(made)
    assert matterhorn.faults(made.getvalue()) == [
        "01-005 not tagged",
        "11-006 no language",
        "06-001 no metadata",
        "page 1: 01-005 f is neither text nor decoration",
    ]


def test_every_kind_of_print_is_tagged_as_pdf_ua_asks(spoken: Said) -> None:
    wrong = {name: found for name, file in spoken.prints.items() if (found := matterhorn.faults(file))}
    assert wrong == {}


def test_every_print_is_read_in_the_order_in_which_it_stands(spoken: Said) -> None:
    wrong = {name: found for name, file in spoken.prints.items() if (found := matterhorn.out_of_order(file))}
    assert wrong == {}

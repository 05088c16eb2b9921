"""What leaves the house in tables and cards does no harm there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handschlag.common.table_files import harmless
from handschlag.directory.exports import Card, escaped_value, written


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_that_a_spreadsheet_would_calculate_is_marked_as_text(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


def test_other_cells_stay_as_they_are() -> None:
    assert [harmless(text) for text in ("", "Optik", "1-2", "a=b")] == ["", "Optik", "1-2", "a=b"]


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_card_says_what_is_known_and_nothing_else() -> None:
    card = Card(uid="https://example.org/a", name="Linsen; Meier, GmbH", place="Jena", at=(50.93, 11.59))
    assert unfolded(written(card)) == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:org",
        "UID:https://example.org/a",
        "FN:Linsen\\; Meier\\, GmbH",
        "ORG:Linsen\\; Meier\\, GmbH",
        "ADR:;;;Jena;;;Deutschland",
        "GEO:geo:50.9300,11.5900",
        "END:VCARD",
    ]


@given(st.text(), st.text(), st.lists(st.text()))
def test_no_text_can_add_a_line_or_a_value_to_a_card(name: str, note: str, categories: list[str]) -> None:
    card = Card(uid=name, name=name, note=note, categories=tuple(categories), website=note)
    text = written(card)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    heads = [line.split(":")[0] for line in unfolded(text)]
    known = ["BEGIN", "VERSION", "KIND", "UID", "FN", "ORG", "URL", "CATEGORIES", "NOTE", "END"]
    assert [head for head in known if head in heads] == heads


@given(st.text(alphabet="a\\;,\n"))
def test_escaping_a_text_keeps_every_letter_of_it(text: str) -> None:
    back = (
        escaped_value(text).replace("\\\\", "\0").replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",")
    )
    assert back.replace("\0", "\\") == "\n".join(text.splitlines())

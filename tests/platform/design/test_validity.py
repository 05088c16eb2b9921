"""The reader that all pages are shown to notices what is wrong."""

from __future__ import annotations

import pytest
from tests.platform.validity import faults

GOOD = '<!doctype html><html lang="de"><head><title>T</title></head><body><h1 id="a">A</h1>{}</body></html>'


def test_a_good_page_has_no_fault() -> None:
    assert faults(GOOD.format('<h2>B</h2><label for="x">X</label><input id="x"><a href="#a">up</a>')) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p><div>in</div></p>", "unexpected-end-tag"),
        ("<b>open</i>", "unexpected-end-tag"),
        ('<i id="a"></i>', "the id a is there 2 times"),
        ('<label for="gone">X</label>', "for=gone leads nowhere"),
        ('<a href="#gone">X</a>', "the link #gone leads nowhere"),
        ("<h1>again</h1>", "2 headings of the first level"),
        ("<h3>deep</h3>", "h3 follows h1"),
        ('<img src="x.png" alt="">', "a picture without its size: x.png"),
    ],
)
def test_a_fault_is_named(body: str, told: str) -> None:
    assert [fault for fault in faults(GOOD.format(body)) if fault.startswith(told)] != []


def test_a_page_without_title_and_language_is_noticed() -> None:
    page = "<!doctype html><html><head><title> · </title></head><body><h1>A</h1></body></html>"
    assert faults(page) == ["no title", "no language"]

"""Pages come without the indentation of their templates."""

from __future__ import annotations

import pytest
from tests.platform.snapshot.plain import plain

from handschlag.design.squeezing import squeezed

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>\n  a\n  b\n</p>\n", "<p>a b</p>"),
        ("<ul>\n  {% for a in b %}\n    <li>{{ a }}</li>\n  {% endfor %}\n</ul>", None),
        ('<a\n  href="/"\n  class="b"\n>a</a>', '<a href="/" class="b">a</a>'),
        ('<p\n  class="\n    a\n    b\n  "\n>c</p>', '<p class="a b">c</p>'),
        ("<html {% if a %}b{% endif %}>", "<html{% if a %} b{% endif %}>"),
        ("<b>a</b>\n<b>b</b>", "<b>a</b> <b>b</b>"),
        ("<textarea>\n a</textarea>", "<textarea>\n a</textarea>"),
    ],
)
def test_white_space_that_shows_nowhere_is_left_out(source: str, shown: str | None) -> None:
    assert squeezed(source) == (shown or "<ul>{% for a in b %}<li>{{ a }}</li>{% endfor %}</ul>")


def test_what_is_left_out_makes_no_difference() -> None:
    page = "<div>\n <p>\n a <b>b</b>\n <i>c</i>\n </p>\n <table>\n <tr>\n <td>d\n</td></tr></table></div>"
    assert plain(squeezed(page)) == plain(page)

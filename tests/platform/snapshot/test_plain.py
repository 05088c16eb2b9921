"""Of white space, a snapshot keeps what a browser shows, and nothing else."""

from __future__ import annotations

import pytest
from tests.platform.snapshot.plain import plain

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a b</p>", "<p>\n  a\n  b\n</p>"),
        ("<ul><li>a</li><li>b</li></ul>", "<ul>\n <li>a</li>\n <li> b </li>\n</ul>"),
        ("<p>a <b>b</b></p>", "<p>a <b> b</b></p>"),
        ("<p>a<br>b</p>", "<p>a <br> b</p>"),
        ('<div class="a b">c</div>', '<div\n class="\n a\n b\n"\n>c</div>'),
        ("<p>a <button>b</button></p>", "<p>a <button> b </button></p>"),
        ('<p class="hs-actions"><a>a</a><a>b</a></p>', '<p class="hs-actions"> <a>a</a> <a>b</a></p>'),
        ("<svg><text>a</text></svg>", "<svg> <text> a </text> </svg>"),
        ('<form><input type="hidden"><b>a</b></form>', '<form> <input type="hidden"> <b>a</b></form>'),
        ('<input name="csrfmiddlewaretoken" value="a">', '<input name="csrfmiddlewaretoken" value="b">'),
    ],
)
def test_what_nobody_sees_makes_no_difference(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a<b>b</b></p>", "<p>a <b>b</b></p>"),
        ("<p><b>a</b><i>b</i></p>", "<p><b>a</b> <i>b</i></p>"),
        ("<p>a<button>b</button></p>", "<p>a <button>b</button></p>"),
        ("<p>a</p>", "<p>b</p>"),
        ('<p title="a b">c</p>', '<p title="ab">c</p>'),
        ("<pre>a\n b</pre>", "<pre>a b</pre>"),
        ("<textarea>a\n b</textarea>", "<textarea>a b</textarea>"),
        ("<p>a\u00a0b</p>", "<p>a b</p>"),
        ("<ul><li>a</li></ul>", "<ul><li><b>a</b></li></ul>"),
    ],
)
def test_what_somebody_could_see_makes_one(one: str, other: str) -> None:
    assert plain(one) != plain(other)

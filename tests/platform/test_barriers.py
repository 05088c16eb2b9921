"""What looks for barriers finds them: a newer axe cannot go quiet without a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.once]
PAGE = """<!doctype html><html{lang}><head>{title}<meta name="viewport" content="width=device-width"></head>
<body><main><h1>A page</h1>{faults}</main></body></html>"""
FAULTS = {
    "aria-roles": '<p role="no-such-role">Text</p>',
    "button-name": '<button type="button"></button>',
    "color-contrast": '<p style="color: #bbb; background: #fff">Text</p>',
    "heading-order": "<h4>Far below the first</h4>",
    "image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">',
    "label": '<input type="text">',
    "link-name": '<a href="/somewhere"></a>',
    "list": "<ul><p>No item</p></ul>",
    "scrolls sideways": '<div style="width: 3000px">Text</div>',
    "target-size": '<p><button style="width: 9px; height: 9px; padding: 0">x</button>'
    '<button style="width: 9px; height: 9px; padding: 0">y</button></p>',
}


def test_each_kind_of_barrier_is_found_by_its_name(browser: Any, barriers: Callable[..., list[Any]]) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format(lang="", title="", faults="".join(FAULTS.values())))
    found = {name for name, *_more in barriers(page)}
    assert {*FAULTS, "document-title", "html-has-lang"} - found == set()
    page.set_content(PAGE.format(lang=' lang="en"', title="<title>A page</title>", faults="<p>Text</p>"))
    assert barriers(page) == []
    page.close()

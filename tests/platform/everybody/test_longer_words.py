"""Words two fifths longer break no page: nothing scrolls sideways, and no text is cut off."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from tests.journeys.participant.walker import CUT
from tests.platform.conftest import SIDEWAYS
from tests.platform.everybody.conftest import Said

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.browser]
NAMES = """
pages:start directory:networks directory:network directory:search programmes:finder events:events
events:programme registration:register registration:details matching:profile matching:recommended
matching:inbox matching:day day:today registration:registrations matching:timetable events:edit_event
accounts:profile
"""
PAGES = NAMES.split()
HERE = "http://localhost:8000"


@pytest.fixture(scope="module")
def window(browser: Any, spoken: Said) -> Iterator[Any]:
    """Shows the pages that were made already; style sheets come from where they are found."""
    around = browser.new_context(java_script_enabled=True)

    def answer(route: Any) -> None:
        path = urlsplit(route.request.url).path
        page = spoken.pages.get(path.removeprefix("/page/"))
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if page:
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
        elif found:
            kind = mimetypes.guess_type(str(found))[0] or "application/octet-stream"
            route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404, body="")

    around.route("**/*", answer)
    yield around.new_page()
    around.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_longer_words_break_no_page(window: Any, spoken: Said, width: int) -> None:
    window.set_viewport_size({"width": width, "height": 900})
    wrong = {}
    for name in PAGES:
        assert name in spoken.pages
        window.goto(f"{HERE}/page/{name}", timeout=60_000)
        window.wait_for_load_state()
        if (sideways := window.evaluate(SIDEWAYS)) or (cut := window.evaluate(CUT)):
            wrong[name] = [sideways, cut if not sideways else []]
    assert wrong == {}
    window.evaluate("() => { document.querySelector('h1').textContent = 'x'.repeat(900); }")
    window.add_style_tag(content="h1 { white-space: nowrap !important; overflow-wrap: normal !important; }")
    assert window.evaluate(SIDEWAYS) or window.evaluate(CUT), "a broken page would be seen"

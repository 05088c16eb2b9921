"""The page that shows what a repair changes."""

from __future__ import annotations

import pytest
from tests.engine.files.page.test_in_browser import LOOK, RULES, SIDEWAYS, SPILLED

from treffen.files.page.changes import render_changes, write_changes_page
from treffen.generation import conference, conference_labels, conference_witness
from treffen.problem import Request
from treffen.repair import Gone, PlaceLost, Repaired, Urgent, Withdrawn, repair

PEOPLE, SEED = 30, 2


@pytest.fixture(scope="module")
def happened():
    """Somebody leaves, a place is lost, a wish comes late, one is taken back."""
    problem, held = conference(PEOPLE, SEED), conference_witness(PEOPLE, SEED)
    meetings = held.meetings
    asked = {r.id: r for r in problem.requests}
    people = [p.id for p in problem.participants]
    return (
        Gone(participant=asked[meetings[5].request].participants[0]),
        PlaceLost(place=meetings[len(meetings) // 2].place),
        Urgent(request=Request(id="<late>", participants=(people[0], people[1]), value=500)),
        Withdrawn(request=meetings[0].request),
    )


@pytest.fixture(scope="module")
def mended(happened) -> Repaired:
    held = conference_witness(PEOPLE, SEED)
    return repair(conference(PEOPLE, SEED), held, disruptions=happened, alternatives=3)


def drawn(mended: Repaired, happened, language: str) -> str:
    labels = conference_labels(PEOPLE, SEED, language=language)
    return "".join(render_changes(mended, disruptions=happened, labels=labels, language=language))


def test_the_page_names_everything_that_changes(mended: Repaired, happened) -> None:
    page = drawn(mended, happened, "en")
    assert page.count("<tr>") - 3 >= len(mended.difference.moved)
    assert 'id="lost"' in page
    assert 'id="choices"' in page
    assert 'id="back"' in page
    assert "<late>" not in page
    assert "&lt;late&gt;" in page
    assert "<script" not in page
    assert "Was geschehen ist" in drawn(mended, happened, "de")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_page_has_no_barriers_and_fits(mended, happened, browser, root, tmp_path, width, scheme) -> None:
    path = tmp_path / "diff.html"
    write_changes_page(path, mended, disruptions=happened, language="de")
    around = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    tab = around.new_page()
    tab.goto(path.as_uri())
    tab.add_script_tag(content=(root / "tests/vendor/axe.min.js").read_text("utf-8"))
    assert tab.evaluate(LOOK, RULES) == []
    assert tab.evaluate(SIDEWAYS) == 0
    assert tab.evaluate(SPILLED) == []
    around.close()

"""The page of answers: without barriers in both schemes and languages, without sideways scrolling."""

from __future__ import annotations

import pytest
from tests.engine.files.page.test_in_browser import LOOK, RULES, SIDEWAYS

from treffen.admission import AdmissionController, answer_requests
from treffen.files.answers_json import Answers
from treffen.files.page.replies import write_answers_page
from treffen.generation import narrow
from treffen.timetable import Timetable


@pytest.fixture(scope="module")
def told():
    """Answers of every kind but "not yet", of an event that is full by then."""
    problem = narrow(40, 1)
    asked = [r.id for r in problem.requests]
    witness = answer_requests(problem, Timetable(), requests=asked[:150]).witness
    heard = answer_requests(problem, witness, requests=asked[150:180])
    desk = AdmissionController(problem, heard.witness)
    return problem, Answers(
        problem=problem.digest(),
        policy="at_once",
        answers=heard.answers,
        waiting=tuple(asked[-3:]),
        possible=desk.possible(asked[180:]),
        room={p.id: desk.room_for(p.id) for p in problem.participants[:5]},
        withdrawn=tuple(asked[:1]),
        witness=heard.witness,
    )


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_no_barrier(told, browser, root, tmp_path, language, scheme, width):
    path = tmp_path / "answers.html"
    write_answers_page(path, told[0], told=told[1], language=language)
    size = {"width": width, "height": 900}
    around = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    tab = around.new_page()
    tab.goto(path.as_uri())
    assert tab.evaluate(SIDEWAYS) == 0
    tab.add_script_tag(content=(root / "tests/vendor/axe.min.js").read_text("utf-8"))
    assert tab.evaluate(LOOK, RULES) == []
    around.close()

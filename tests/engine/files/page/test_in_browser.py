"""The page in a real browser: without barriers, without sideways scrolling, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.browsing import until

from treffen.files.page import write_page
from treffen.problem import EntityKind

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async rules => {
    const found = await axe.run({runOnly: rules});
    return found.violations.map(v => [v.id, v.nodes[0].html.slice(0, 200)]);
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SPILLED = """() => [...document.querySelectorAll('h1,h2,h3,h4,p,dd,dt,li,caption,summary,small')]
    .filter(e => !e.closest('.h, .region, thead') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1)
    .map(e => e.outerHTML.slice(0, 100))"""
WIDTHS = [320, 390, 768, 1024, 1280, 1920]


@pytest.fixture
def opened(browser, tmp_path):
    """Writes a page and opens it as its reader would, with scripts switched off unless asked."""

    @contextmanager
    def open_page(drawn, language="de", **context) -> Iterator:
        path = tmp_path / "page.html"
        write_page(path, drawn.problem, plan=drawn.plan, labels=drawn.labels, language=language)
        around = browser.new_context(**{"java_script_enabled": True, **context})
        tab = around.new_page()
        complaints: list[str] = []
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on(
            "request",
            lambda r: complaints.append(r.url) if not r.url.startswith(("file:", "data:")) else None,
        )
        tab.goto(path.as_uri())
        yield tab
        around.close()
        assert complaints == []

    return open_page


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_no_barrier(crowded, opened, root, language, scheme, width):
    size = {"width": width, "height": 900}
    with opened(crowded, language, viewport=size, color_scheme=scheme, bypass_csp=True) as tab:
        tab.add_script_tag(content=(root / "tests/vendor/axe.min.js").read_text("utf-8"))
        assert tab.evaluate(LOOK, RULES) == []


def test_axe_finds_no_barrier_in_an_event_that_is_impossible(tiny, opened, root):
    from treffen.timetable import Core, CoreKind, Plan, PlanStatus

    core = Core(kind=CoreKind.PLACES, requests=("1", "2"), slots=("1",), is_minimal=True)
    plan = Plan(problem=tiny.problem.digest(), status=PlanStatus.INFEASIBLE, core=core)
    with opened(replace(tiny, plan=plan), bypass_csp=True) as tab:
        tab.add_script_tag(content=(root / "tests/vendor/axe.min.js").read_text("utf-8"))
        assert tab.evaluate(LOOK, RULES) == []


def with_long_names(drawn):
    """Everybody has a name, an organisation and a place name that hardly fit anywhere."""
    long = {
        key: f"{text} {'Wissenschaftsgemeinschaft' * 3} von und zu {text}"
        for key, text in drawn.labels.items()
    }
    people = tuple(replace(p, organisation="Forschungsvereinigung" * 4) for p in drawn.problem.participants)
    problem = replace(drawn.problem, participants=people, title="Netzwerkveranstaltung" * 6)
    return replace(
        drawn, problem=problem, labels=long | {(EntityKind.TALK, "Eröffnung"): "Eröffnungsansprache" * 8}
    )


@pytest.mark.parametrize("kind", ["a day", "three days", "long names", "no clock"])
def test_nothing_scrolls_sideways_at_any_width(draw, opened, kind):
    drawn = draw(24, days=3 if kind == "three days" else 1, clocks=kind != "no clock")
    drawn = with_long_names(drawn) if kind == "long names" else drawn
    with opened(drawn) as tab:
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            assert (width, tab.evaluate(SIDEWAYS), tab.evaluate(SPILLED)) == (width, 0, [])


def test_the_keyboard_reaches_the_grids_and_can_scroll_them(draw, opened):
    with opened(draw(24, days=3), viewport={"width": 390, "height": 800}) as tab:
        table = tab.locator(".people-region")
        table.focus()
        assert tab.evaluate("() => document.activeElement.getAttribute('role')") == "region"
        assert table.get_attribute("aria-label").startswith("Tabelle, lässt sich seitlich verschieben")
        tab.keyboard.press("ArrowRight")
        until(tab, "() => document.querySelector('.people-region').scrollLeft > 0")


def test_the_skip_link_is_the_first_stop_and_leads_past_the_navigation(crowded, opened):
    with opened(crowded) as tab:
        tab.keyboard.press("Tab")
        assert tab.evaluate("() => document.activeElement.className") == "skip"
        tab.keyboard.press("Enter")
        until(tab, "() => location.hash !== ''")
        tab.keyboard.press("Tab")
        assert tab.evaluate("() => document.activeElement.closest('main') !== null")


def test_without_scripts_every_meeting_and_the_details_can_be_read(crowded, opened):
    with opened(crowded, java_script_enabled=False) as tab:
        tab.locator("summary").first.click()
        assert tab.locator("details[open] li").first.is_visible()
        name = tab.locator(".people tbody a").first
        anchor = name.get_attribute("href")
        name.click()
        tab.wait_for_url(f"**/page.html{anchor}")
        assert tab.locator(anchor).is_visible()


def test_paper_holds_the_proof_and_then_one_sheet_a_person(crowded, opened, tmp_path):
    with opened(crowded) as tab:
        tab.pdf(path=str(tmp_path / "print.pdf"), prefer_css_page_size=True)
        tab.emulate_media(media="print")
        shown = {
            i: tab.locator(f"#{i}").is_visible() for i in ("proof", "people", "places", "times", "sheets")
        }
    written = Path(tmp_path / "print.pdf").read_bytes()
    sizes = re.findall(rb"/MediaBox\s*\[([^\]]*)\]", written)
    assert shown == {"proof": True, "people": False, "places": False, "times": False, "sheets": True}
    assert len(sizes) == 1 + len(crowded.problem.participants)
    assert {tuple(round(float(n)) for n in s.split()) for s in sizes} == {(0, 0, 420, 595)}

"""The page of lists: every person can be reached, nothing is loaded, no barrier in any theme."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from tests.engine.recommendation.standin import Concepts, pool_of

from treffen.files.people.display_names import PeopleNames
from treffen.files.people.page import write_lists_page
from treffen.problem import EntityKind
from treffen.recommendation.lists import Recommender

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async rules => {
    const found = await axe.run({runOnly: rules});
    return found.violations.map(v => [v.id, v.nodes[0].html.slice(0, 200)]);
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _page(path: Path, language: Any = "de", people: int = 24) -> str:
    pool = replace(pool_of(people, seed=3), title="<b>Netzwerktag</b>")
    lists = Recommender(pool, Concepts).lists()
    labels = {(EntityKind.PROFILE, f"p{i}"): f"Person <{i}> {'Beispielhausen' * 3}" for i in range(people)}
    names = PeopleNames(pool, labels, language)
    write_lists_page(path, pool, lists=lists, names=names, language=language)
    return path.read_text("utf-8")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.targets.add(str(found["href"]).removeprefix("#"))


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_link_leads_somewhere_and_every_person_has_one(tmp_path: Path, language: Any) -> None:
    text = _page(tmp_path / "page.html", language)
    links = _Links()
    links.feed(text)
    assert len(links.ids) == len(set(links.ids))
    assert links.targets <= set(links.ids)
    people = {id for id in links.ids if re.fullmatch(r"p\d+", id)}
    assert len(people) == len(Recommender(pool_of(24, seed=3), Concepts).crowd.ids)
    assert people <= links.targets


def test_names_and_titles_are_text_and_nothing_is_loaded(tmp_path: Path) -> None:
    text = _page(tmp_path / "page.html")
    assert "<b>Netzwerktag</b>" not in text.replace("<b>&lt;b&gt;Netzwerktag&lt;/b&gt;</b>", "")
    assert "Person &lt;1&gt;" in text
    assert "<script" not in text
    assert not re.search(r"(src|href)=\"https?:", text)
    assert "default-src &#x27;none&#x27;" in text


def test_an_empty_pool_has_a_page(tmp_path: Path) -> None:
    assert "</html>" in _page(tmp_path / "page.html", people=0)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(browser: Any, root: Path, tmp_path: Path, scheme: str, width: int) -> None:
    path = tmp_path / "page.html"
    _page(path)
    size = {"width": width, "height": 900}
    around = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    tab = around.new_page()
    tab.goto(path.as_uri())
    assert tab.evaluate(SIDEWAYS) == 0
    tab.add_script_tag(content=(root / "tests/vendor/axe.min.js").read_text("utf-8"))
    assert tab.evaluate(LOOK, RULES) == []
    around.close()

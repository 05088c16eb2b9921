"""The page as text: complete, escaped, self-contained, and saying what the plan says."""

from __future__ import annotations

import base64
import hashlib
import importlib
import pkgutil
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from string import Formatter

import pytest

from treffen.files import page
from treffen.files.page import render_page, write_page
from treffen.problem import EntityKind, Goal, Participant, Place, Problem, Request, Slot
from treffen.timetable import Plan, PlanStatus
from treffen.verification import measure
from treffen.words import Text

VOID = {"meta", "link", "col"}
LETTERS = re.compile(r"[^\W\d_]")


class Reader(HTMLParser):
    """Reads a page strictly: every element that is opened is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.columns: list[int] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag == "tr":
            self.columns.append(0)
        elif tag in ("td", "th"):
            self.columns[-1] += int(given.get("colspan", 1))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert self.open[-1] in ("svg", "symbol")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def values(self, name: str) -> list[str]:
        return [given[name] for _, given in self.elements if name in given]


def read(drawn, **more) -> Reader:
    return Reader(render_page(drawn.problem, drawn.plan, labels=drawn.labels, **more))


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_link_leads_somewhere_and_no_id_is_given_twice(conference, language):
    reader = read(conference, language=language)
    ids = Counter(reader.values("id"))
    targets = {h[1:] for h in reader.values("href") if h.startswith("#")}
    assert max(ids.values()) == 1
    assert targets - set(ids) == set()
    assert set(" ".join(reader.values("aria-labelledby")).split()) - set(ids) == set()
    assert ("html", {"lang": language}) in reader.elements


def test_the_policy_admits_the_one_style_and_nothing_else(conference):
    text = render_page(conference.problem, conference.plan, labels=conference.labels)
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#x27;", "'")
    assert len(style) == 1
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    reader = Reader(text)
    assert {t for t, _ in reader.elements} & {"script", "iframe", "img", "object", "embed", "form"} == set()
    assert reader.values("style") == []
    assert [n for _, given in reader.elements for n in given if n.startswith("on")] == []
    links = [u for name in ("href", "src") for u in reader.values(name)]
    assert [u for u in links if not u.startswith(("#", "data:"))] == []
    assert "url(" not in style[0]
    assert "@import" not in style[0]


HOSTILE = "\"><script>alert('x')</script><b a=\"&amp;"


def test_names_and_ids_from_outside_are_text_and_never_markup(conference):
    problem = Problem(
        slots=(Slot(id=HOSTILE + "1", block=HOSTILE), Slot(id=HOSTILE + "2", block="b")),
        places=(Place(id=HOSTILE, zone=HOSTILE),),
        participants=(
            Participant(id=HOSTILE + "a", organisation=HOSTILE, network=HOSTILE),
            Participant(id="\ud800\x00b"),
        ),
        requests=(Request(id=HOSTILE, participants=(HOSTILE + "a", "\ud800\x00b")),),
        title=HOSTILE,
    )
    plan = Plan(problem=HOSTILE, status=PlanStatus.FEASIBLE, versions={HOSTILE: HOSTILE})
    text = render_page(problem, plan, labels={(EntityKind.PLACE, HOSTILE): HOSTILE})
    assert "<script" not in text
    assert "<b a=" not in text
    assert "\x00" not in text
    assert HOSTILE in Reader(text).text()


def test_the_file_holds_what_is_rendered_even_with_broken_characters(tmp_path, conference):
    people = (
        replace(conference.problem.participants[0], organisation="\udcff"),
        *conference.problem.participants[1:],
    )
    problem = replace(conference.problem, participants=people)
    write_page(tmp_path / "page.html", problem, plan=conference.plan, language="en")
    written = (tmp_path / "page.html").read_text("utf-8")
    assert written == render_page(problem, conference.plan, language="en")
    assert "\N{REPLACEMENT CHARACTER}" in written


@pytest.mark.parametrize(("people", "days"), [(30, 1), (60, 1), (40, 3)])
def test_the_figures_of_the_grid_add_up_to_what_the_verifier_measures(draw, people, days):
    drawn = draw(people, days=days)
    rows = re.findall(
        r'<td class="n">(\d+)</td><td class="n">(?:<b>)?(\d+)(?:</b>)?</td><td class="n">(\d+)</td></tr>',
        render_page(drawn.problem, drawn.plan, labels=drawn.labels),
    )
    timetable, problem = drawn.plan.timetable, drawn.problem
    requests = {r.id: r for r in problem.requests}
    meetings, idle, changes = (sum(map(int, column)) for column in zip(*rows, strict=True))
    assert len(rows) == people
    assert meetings == sum(len(requests[m.request].participants) for m in timetable.meetings)
    assert idle == measure(problem, timetable, Goal.IDLE)
    assert changes == measure(problem, timetable, Goal.CHANGES)


def test_the_rows_of_both_grids_fill_all_columns_also_with_long_meetings(draw):
    drawn = draw(60)
    text = render_page(drawn.problem, drawn.plan, labels=drawn.labels)
    lengths = {r.id: r.length for r in drawn.problem.requests}
    assert any(lengths[m.request] > 1 for m in drawn.plan.timetable.meetings)
    for kind, columns in (("people", 1 + 12 + 3), ("places", 1 + 12)):
        grid = re.search(rf'<table class="grid {kind}">.*?<tbody>(.*?)</tbody>', text, re.DOTALL)[1]
        assert set(Reader(f"<table>{grid}</table>").columns) == {columns}


def test_everybody_has_one_sheet_with_all_their_meetings(conference):
    text = render_page(conference.problem, conference.plan, labels=conference.labels)
    sheets = re.findall(r'<article class="sheet" id="p(\d+)".*?</article>', text, re.DOTALL)
    assert sorted(map(int, sheets)) == list(range(1, len(conference.problem.participants) + 1))
    requests = {r.id: r for r in conference.problem.requests}
    busy = Counter(p for m in conference.plan.timetable.meetings for p in requests[m.request].participants)
    for number, person in enumerate(conference.problem.participants, 1):
        sheet = re.search(rf'<article class="sheet" id="p{number}".*?</article>', text, re.DOTALL)[0]
        assert sheet.count("<small>Tisch</small>") == busy[person.id]


def test_times_are_told_by_the_clock_of_berlin_and_days_by_their_date(draw):
    german, english = (read(draw(30, days=2), language=language).text() for language in ("de", "en"))
    assert "10:30–10:45" in german
    assert "Dienstag, 20. April, Vormittag 1" in german
    assert "Dienstag, 20. April – Mittwoch, 21. April 2027" in german
    assert "Wednesday 21 April, Nachmittag 2" in english


def test_slots_without_a_clock_are_told_by_their_number(tiny):
    text = read(tiny, language="de").text()
    assert "Fenster 1" in text
    assert "Eine Person wartet ein Fenster." in text
    assert "Europe/Berlin" not in text


def test_a_large_event_becomes_a_list_of_one_line_each(draw):
    drawn = draw(14, tables=2)
    crowd = tuple(Participant(id=f"guest {n}") for n in range(2086))
    problem = replace(drawn.problem, participants=drawn.problem.participants + crowd)
    text = render_page(problem, drawn.plan, labels=drawn.labels, language="en")
    lines = re.search(r'<ol class="lines">(.*?)</ol>', text, re.DOTALL)[1]
    assert lines.count("<li ") == 2100
    assert set(re.findall(r'href="#(p\d+)"', text)) <= set(re.findall(r'<li id="(p\d+)"', lines))
    assert 'class="grid' not in text
    assert 'class="sheet"' not in text
    assert "With 2,100 participants this page shows lists in place of grids." in Reader(text).text()


def test_a_page_for_150_people_stays_below_a_megabyte(draw):
    drawn = draw(150)
    assert len(render_page(drawn.problem, drawn.plan, labels=drawn.labels).encode()) < 1_000_000


def texts():
    for module in pkgutil.iter_modules(page.__path__):
        room = importlib.import_module(f"{page.__name__}.{module.name}")
        for name, value in vars(room).items():
            found = value.values() if isinstance(value, dict) else [value]
            yield from ((f"{module.name}.{name}", t) for v in found for t in _flat(v))


def _flat(value):
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _flat(one)


def test_every_text_has_two_languages_with_the_same_places_to_fill():
    found = list(texts())
    assert len(found) > 100
    for name, text in found:
        fields = [{f for _, f, _, _ in Formatter().parse(one) if f} for one in text]
        assert all(LETTERS.search(one) for one in text), name
        assert fields[0] == fields[1], name


def test_an_english_page_has_no_german_left(conference):
    english = read(replace(conference, labels={}), language="en").text()
    german = {t.de for _, t in texts() if t.de.lower() != t.en.lower() and "{" not in t.de and len(t.de) > 5}
    assert [t for t in german if re.search(rf"\b{re.escape(t)}\b", english)] == ["Vormittag", "Nachmittag"][
        :0
    ]

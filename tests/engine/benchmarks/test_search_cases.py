"""The judge of the search: its grammar, and what it reads from a page."""

from __future__ import annotations

from pathlib import Path

from benchmarks.search.cases import Case, Shown, read
from benchmarks.search.pages import shown_on

HEAD = "query,language,intent,must,good,must_not,note\n"
PAGE = """
<p><a data-hit="field" href="/de/fields/optik/">Optik</a></p>
<ol class="hs-hits">
  <li><p>Cluster · Jena</p><h2><a href="/de/networks/optonet/">Opto<mark>Net</mark> e. V.</a></h2></li>
  <li><p>Firma<br><span class="hs-tag hs-tag--demo">erfunden</span></p>
    <h2><a href="/de/actors/traum/">Traum GmbH</a></h2><p>Chargen</p></li>
</ol><ol><li><a href="/de/networks/other/">no hit</a></li></ol>
"""


def case(tmp_path: Path, line: str) -> Case:
    path = tmp_path / "cases.csv"
    path.write_text(HEAD + line + "\n", encoding="utf-8")
    return read(path)[0]


def test_a_page_is_read_in_its_order() -> None:
    shown = shown_on(PAGE)
    assert [(one.kind, one.title, one.slug) for one in shown] == [
        ("field", "Optik", "optik"),
        ("network", "OptoNet e. V.", "optonet"),
        ("actor", "Traum GmbH", "traum"),
    ]
    assert [one.is_invented for one in shown] == [False, False, True]


def test_groups_names_and_numbers_decide(tmp_path: Path) -> None:
    shown = shown_on(PAGE)
    met = case(tmp_path, "x,de,place,OptoNet#c005 | Other ; field:*,,invented>1,")
    assert met.has_everything(shown)
    assert not list(met.forbidden(shown))
    two = case(tmp_path, "x,de,place,2of: OptoNet#c005 | Other=Traum,,text:chargen ; actor:*,")
    assert two.has_something_right(shown)
    assert not two.has_everything(shown)
    assert list(two.forbidden(shown)) == ["text:chargen", "actor:*"]


def test_an_invention_above_the_first_right_one_is_noticed(tmp_path: Path) -> None:
    one = case(tmp_path, "x,de,place,Silicon Saxony,,invented-above,")
    dream, real = (
        Shown(kind="network", title="Traum", is_invented=True),
        Shown(kind="network", title="Silicon Saxony e. V."),
    )
    assert list(one.forbidden([dream, real])) == ["invented-above"]
    assert not list(one.forbidden([real, dream]))


def test_nothing_can_be_the_right_answer(tmp_path: Path) -> None:
    nothing = case(tmp_path, "cheap flights,en,nothing,nothing,,,")
    assert nothing.has_everything([])
    assert not nothing.has_something_right([Shown(kind="actor", title="x")])

"""Simulated events: the same worlds for everybody, our service and its day, figures and pages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from benchmarks.simulation import page, pictures, report, tables
from benchmarks.simulation.day import Control, held, slots_of
from benchmarks.simulation.figures import Figures, idle_slots
from benchmarks.simulation.kept import read
from benchmarks.simulation.lists import cards, exposure, fair_lists, ranking
from benchmarks.simulation.playing import Case, play
from benchmarks.simulation.service import plan
from benchmarks.simulation.world import SLOTS, USUAL, world
from tests.engine.benchmarks.tiny_world import Tiny, everybody, mutual

from treffen.admission import Policy
from treffen.verification import find_violations

PEOPLE = 24


def timeless(found: list[Figures]) -> list[Figures]:
    return [replace(one, seconds=0.0, slowest=0.0, usual=0.0) for one in found]


def test_the_same_seed_is_played_the_same_again_and_another_is_not() -> None:
    one, same, other = (timeless(play(Case(seed=s, people=PEOPLE, is_short=True))) for s in (3, 3, 4))
    assert one == same
    assert one != other


def test_changing_one_assumption_leaves_all_other_draws_alone() -> None:
    usual, changed = (world(3, people=PEOPLE, assumed=a) for a in (USUAL, replace(USUAL, absent=0.5)))
    assert np.array_equal(usual.taste, changed.taste)
    assert np.array_equal(usual.delay, changed.delay)
    assert np.array_equal(usual.arrives, changed.arrives)
    assert usual.pool == changed.pool
    comes = usual.comes() & changed.comes()
    assert np.array_equal(usual.visit[comes], changed.visit[comes])
    assert changed.comes().sum() < usual.comes().sum()


def test_wrong_statements_change_profiles_and_no_taste() -> None:
    usual, wrong = (world(3, people=PEOPLE, assumed=a) for a in (USUAL, replace(USUAL, error=1.0)))
    assert np.array_equal(usual.taste, wrong.taste)
    assert usual.pool != wrong.pool


def test_absences_come_as_often_as_assumed() -> None:
    drawn = world(5, people=1_000)
    missing = drawn.arrives == SLOTS
    assert float((missing & drawn.tells).mean()) == pytest.approx(USUAL.cancels, abs=0.03)
    assert float((missing & ~drawn.tells).mean()) == pytest.approx(USUAL.no_show, abs=0.03)
    late = (drawn.arrives > 0) & ~missing
    assert float(late.mean()) == pytest.approx(USUAL.late, abs=0.03)
    assert not (drawn.tells & (drawn.arrives == 0)).any()


def test_cards_are_a_list_and_then_the_search_without_it() -> None:
    assert cards(replace_cards(4), [[3, 1]], [[1, 2, 3, 4, 5]]) == [[3, 1, 2, 4]]
    drawn = world(3, people=PEOPLE)
    fair, ranked = fair_lists(drawn), ranking(drawn)
    assert all(len(set(row)) == len(row) and own not in row for own, row in enumerate(ranked))
    assert min(exposure(fair, PEOPLE)) >= 3


def replace_cards(count: int) -> object:
    return replace(Tiny(people=2).world(), assumed=replace(USUAL, cards=count))


# --- our service ------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", [Policy.AT_ONCE, Policy.PRICED])
def test_our_timetable_keeps_every_rule_and_moves_somebody_where_the_first_slot_is_wrong(
    policy: Policy,
) -> None:
    tiny = Tiny(people=3, likes=mutual((0, 2), (1, 2)), stays={0: (0, 1), 1: (0,)}, visits=(1.0, 2.0, 3.0))
    planned = plan(tiny.world(), everybody(3), policy)
    assert list(find_violations(planned.problem, planned.timetable)) == []
    assert slots_of(planned, planned.timetable) == {(0, 2): 1, (1, 2): 0}


def test_after_a_cancellation_whoever_waits_gets_the_time() -> None:
    tiny = Tiny(
        people=3,
        likes=mutual((1, 2)) | mutual((0, 2), much=3.0),
        stays={0: (0,), 1: (0,)},
        arrives={0: SLOTS},
        tells=frozenset({0}),
    )
    drawn = tiny.world()
    planned = plan(drawn, everybody(3), Policy.PRICED)
    assert slots_of(planned, planned.timetable) == {(0, 2): 0}
    mended = Control(drawn, planned).run()
    assert slots_of(planned, mended.timetable) == {(1, 2): 0}
    assert mended.moves == [(0, 1)]


def test_a_no_show_is_noticed_at_the_first_meeting_and_never_before() -> None:
    tiny = Tiny(people=3, likes=mutual((0, 1), (0, 2)), arrives={0: SLOTS}, stays={1: (2,), 2: (5,)})
    drawn = tiny.world()
    planned = plan(drawn, everybody(3), Policy.AT_ONCE)
    before = slots_of(planned, planned.timetable)
    assert before == {(0, 1): 2, (0, 2): 5}
    mended = Control(drawn, planned).run()
    after = slots_of(planned, mended.timetable)
    assert after == {}
    assert mended.moves == [(0, 1)]
    assert held(drawn, before, after) == {}


def test_who_is_late_meets_later_whom_they_missed() -> None:
    tiny = Tiny(people=2, likes=mutual((0, 1)), arrives={0: 2}, stays={1: (0, 5)})
    drawn = tiny.world()
    planned = plan(drawn, everybody(2), Policy.AT_ONCE)
    before = slots_of(planned, planned.timetable)
    after = slots_of(planned, Control(drawn, planned).run().timetable)
    assert held(drawn, before, after) == {(0, 1): 5}


def test_a_change_that_somebody_overlooks_is_not_held_and_what_was_known_is() -> None:
    drawn = Tiny(people=2, overlooks=frozenset({(1, 0)})).world()
    assert held(drawn, {(0, 1): 3}, {(0, 1): 4}) == {}
    assert held(drawn, {}, {(0, 1): 4}) == {}
    assert held(drawn, {(0, 1): 3}, {(0, 1): 3}) == {(0, 1): 3}


# --- figures, tables, pictures, page ----------------------------------------------------------


def test_idle_slots_are_counted_within_half_days_only() -> None:
    assert idle_slots({(0, 1): 0, (0, 2): 3, (0, 3): 6}, 4) == [2, 0, 0, 0]


def figures(way: str, seed: int, meetings: float) -> Figures:
    eve = {"meetings": meetings, "enough": 0.5, "worst": 1.0, "idle": 0.0, "across": 0.9, "exposure": 0.2}
    held = {"agreed": 1.0, "worth": 1.0, "shared": 0.5, "kept": 0.75, "held": meetings - 1, "filled": 1}
    repairs = {"moved": 0.5, "undisturbed": 0.5, "incidents": 2, "slowest": 0.1, "usual": 0.1, "seconds": 0.2}
    return Figures(service=way, seed=seed, people=4, each=(3, 2, 1, 0), **eve, **held, **repairs)  # type: ignore[arg-type]


def groups() -> tables.Groups:
    ways = {"slot booking": (3.0, 4.0), tables.OURS: (4.0, 4.5)}
    return {("fair", way): [figures(way, s, m) for s, m in enumerate(many)] for way, many in ways.items()}


def test_differences_are_taken_seed_by_seed() -> None:
    rows = tables.differences(groups())
    assert rows == [("fair", "slot booking", "+0.75", "+0.50", "+1.00", "+0.0", "+0.75", "+0.50", "+1.00")]


def test_pictures_say_in_words_what_they_show() -> None:
    rows = [(way, many) for (_, way), many in groups().items()]
    for text in (pictures.bands(rows, "A & B"), pictures.dots(rows, "A & B")):
        root = ET.fromstring(text)
        names = [e.text for e in root.iter() if e.tag.endswith(("title", "desc"))]
        assert names[0] == "A & B"
        assert "slot booking" in str(names[1])


def test_a_run_is_kept_and_read_again_and_the_page_shows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "write_table", lambda *a, **k: write_into(tmp_path, *a, **k))
    found = groups()
    report._keep("matching-150", found, {"processor": "p", "cores": "2", "load before": "0"})
    kept = read("matching-150", tmp_path)
    assert kept is not None
    assert kept[0] == found
    written = page.write(tmp_path / "docs", folder=tmp_path)
    text = written[0].read_text("utf-8")
    assert "| fair | slot booking |" in text
    assert "Not measured yet (`python3 run.py bench matching --people 1500 --write`)." in text
    assert [p.name for p in written[1:]] == [
        "simulation-fair-150-meetings.svg",
        "simulation-fair-150-held.svg",
    ]
    assert json.loads((tmp_path / "matching-150.json").read_text("utf-8"))["suite"] == "matching-150"


def write_into(folder: Path, *arguments: object, **more: object) -> object:
    from benchmarks.results import write_table

    return write_table(*arguments, **more, into=folder)  # type: ignore[arg-type]

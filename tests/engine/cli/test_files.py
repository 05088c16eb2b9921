"""`treffen template`, `treffen generate`, and the page and workbook beside a plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.engine.cli.processes import Run

from treffen.files import read_problem
from treffen.files.people import read_people
from treffen.generation import base, conference
from treffen.problem import EntityKind


@pytest.mark.parametrize("name", ["event.json", "event.xlsx", "event"])
def test_a_generated_event_is_the_same_in_every_format(tmp_path: Path, run: Run, name: str) -> None:
    done = run("generate", "conference", "-o", name, "--people", "20", "--seed", "3")
    assert (done.status, done.out) == (0, "")
    reading = read_problem(tmp_path / name)
    assert reading.faults == ()
    assert reading.problem is not None
    assert reading.problem.digest() == conference(20, 3).digest()
    assert reading.labels[EntityKind.PLACE, reading.problem.places[0].id].startswith("Table ")


def test_people_and_seed_have_defaults(tmp_path: Path, run: Run) -> None:
    assert run("generate", "base", "-o", "event.json").err == (
        "event.json: 150 participants, 1,125 requests, 12 slots, 57 places\n"
    )
    problem = read_problem(tmp_path / "event.json").problem
    assert problem is not None
    assert problem.digest() == base(150, 1).digest()


def test_generated_profiles_are_sound_and_get_lists_with_reasons(tmp_path: Path, run: Run) -> None:
    done = run("generate", "profiles", "-o", "people.json", "--people", "12", "--seed", "3")
    assert (done.status, done.out) == (0, "")
    assert "12 profiles. Go on with: treffen recommend people.json" in done.err
    first = (tmp_path / "people.json").read_bytes()
    reading = read_people(tmp_path / "people.json")
    assert reading.faults == ()
    assert run("generate", "profiles", "-o", "again.json", "--people", "12", "--seed", "3").status == 0
    assert (tmp_path / "again.json").read_bytes() == first
    done = run("recommend", "people.json", "-o", "lists.json", "--k", "4", "--quiet")
    assert done.status == 0
    lists = json.loads((tmp_path / "lists.json").read_text("utf-8"))["lists"]
    reasons = [r["kind"] for one in lists for entry in one["entries"] for r in entry.get("reasons", ())]
    assert "need_met" in reasons


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["conference", "-o", "x.json", "--people", "3"], "conference cannot have 3 participants"),
        (["profiles", "-o", "x.xlsx"], "the ending must be .json"),
        (["base", "-o", "x.txt"], "the ending must be .json / .xlsx"),
        (["base", "-o", "full"], "this folder is not empty"),
        (["base", "-o", "file"], "this is a file, not a folder"),
        (["base", "-o", "none/folder"], "there is no folder"),
    ],
)
def test_what_cannot_be_generated_is_refused_and_nothing_is_touched(
    tmp_path: Path, run: Run, words: list[str], said: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "slots.csv").write_text("mine", "utf-8")
    (tmp_path / "file").write_text("mine", "utf-8")
    done = run("generate", *words)
    assert done.status == 2
    assert said in done.err
    assert (tmp_path / "full" / "slots.csv").read_text("utf-8") == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "full"]


def test_a_template_is_written_once_and_never_over_a_filled_one(tmp_path: Path, run: Run) -> None:
    first = run("template", "event.xlsx", "--lang", "de")
    assert (first.status, first.out) == (0, "")
    assert first.err.endswith("treffen schedule event.xlsx -o plan.json\n")
    path = tmp_path / "event.xlsx"
    german = CalamineWorkbook.from_path(path).sheet_names
    written = path.read_bytes()
    second = run("template", "event.xlsx")
    assert second.status == 2
    assert path.read_bytes() == written
    assert run("template", "event.xlsx", "--force").status == 0
    assert CalamineWorkbook.from_path(path).sheet_names != german


def test_an_empty_template_is_told_sheet_by_sheet_what_it_needs(run: Run) -> None:
    run("template", "event.xlsx")
    done = run("schedule", "event.xlsx", "-o", "plan.json")
    assert (done.status, done.out) == (2, "")
    assert "is not filled in yet" in done.err


def test_page_and_workbook_are_written_beside_the_plan(event_file: Path, tmp_path: Path, run: Run) -> None:
    flags = ["--html", "plan.html", "--xlsx", "plan.xlsx", "--lang", "de"]
    done = run("schedule", "event.json", "-o", "plan.json", *flags)
    assert (done.status, done.err) == (0, "")
    assert "Geschrieben: plan.json, plan.html, plan.xlsx" in done.out.splitlines()
    page = (tmp_path / "plan.html").read_text("utf-8")
    assert '<html lang="de"' in page
    assert "Ada Beispiel" in page
    assert len(CalamineWorkbook.from_path(tmp_path / "plan.xlsx").sheet_names) >= 5
    assert not list(tmp_path.glob(".*"))


def test_verify_writes_the_page_and_its_verdict(
    event_file: Path, broken_plan_file: Path, tmp_path: Path, run: Run
) -> None:
    done = run("verify", event_file, broken_plan_file, "--html", "seen.html")
    assert done.status == 1
    assert '<html lang="en"' in (tmp_path / "seen.html").read_text("utf-8")
    refused = run("verify", event_file, broken_plan_file, "--html", broken_plan_file)
    assert refused.status == 2
    assert "this is the input" in refused.err


def test_a_column_that_is_not_read_is_told_where_it_makes_an_event_faulty(tmp_path: Path, run: Run) -> None:
    (tmp_path / "list").mkdir()
    rows = "Host,Guest,Status,Date,Commencing\nAda,Bo,accepted,2027-04-20,10:00\n"
    (tmp_path / "list" / "meetings.csv").write_text(rows, "utf-8")
    done = run("convert", "list", "-o", "event.json")
    assert done.status == 2
    assert "There are no slots" in done.err
    assert "“Commencing”" in done.err
    assert not (tmp_path / "event.json").exists()

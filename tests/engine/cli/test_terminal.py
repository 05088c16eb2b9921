"""Tables and the progress line know how wide a terminal is."""

from __future__ import annotations

import io
import itertools
import os
import re
from pathlib import Path

import pytest
from tests.engine.cli.processes import start

import treffen
from treffen.cli.console import Console
from treffen.cli.progress import PHASES, Bar, closeness, line
from treffen.cli.tables import cut, table, width_of, wrapped
from treffen.problem import Goal
from treffen.solvers.base import Progress

ROWS = [["10:00", "Tisch 1", "Ada Beispiel und Bo Muster, dazu Cem Probe"], ["10:20", "会議室", "x" * 90]]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def _progress(value: int | None, bound: int | None, goal: Goal = Goal.IDLE) -> Progress:
    return Progress(phase="improve", goal=goal, value=value, bound=bound, seconds=1.0)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_of_a_table_is_wider_than_the_terminal(width: int) -> None:
    lines = list(table(["Zeit", "Ort", "Wer"], ROWS, width=width))
    assert max(map(width_of, lines)) <= width


def test_on_a_pipe_a_row_is_a_line_and_nothing_is_cut() -> None:
    lines = list(table(["Zeit", "Ort", "Wer"], ROWS, width=None))
    assert len(lines) == 2 + len(ROWS)
    assert lines[-1].endswith("x" * 90)


def test_columns_of_wide_characters_still_line_up() -> None:
    lines = list(table(["Ort", "n"], [["会議", "1"], ["Saal", "2"]], width=None))
    assert [width_of(text.rsplit(" ", 1)[0]) for text in lines[2:]] == [5, 5]


def test_text_is_broken_between_words_and_cut_only_where_a_word_is_too_long() -> None:
    assert wrapped("eins zwei drei", 9) == ["eins zwei", "drei"]
    assert wrapped("Donaudampfschiff", 8) == ["Donauda…"]
    assert cut("Ort", 3) == "Ort"


@pytest.mark.parametrize(
    ("value", "bound", "share"), [(None, 5, 0.0), (5, None, 0.0), (0, 0, 1.0), (50, 100, 0.5), (4, 2, 0.5)]
)
def test_the_bar_fills_as_value_and_bound_meet(value: int | None, bound: int | None, share: float) -> None:
    assert closeness(_progress(value, bound)) == share


def test_the_progress_line_gives_up_its_bar_first_then_the_phase() -> None:
    def at(width: int) -> str:
        return line(_progress(12, 8), "1,0 s", cells="#.", width=width, language="de")

    assert at(80) == "########....  1,0 s  Verbessern  Leerlauf 12  Schranke 8  Lücke 50,0\N{NO-BREAK SPACE}%"
    assert at(64) == "1,0 s  Verbessern  Leerlauf 12  Schranke 8  Lücke 50,0\N{NO-BREAK SPACE}%"
    assert at(45) == "1,0 s  Leerlauf 12  Schranke 8  Lücke 50,0\N{NO-BREAK SPACE}%"
    assert all(width_of(at(width)) <= width for width in range(10, 100))


def test_the_line_is_rewritten_in_place_and_taken_away_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    stream = Terminal()
    bar = Bar(stream, "en", limit=60.0, is_quiet=False)
    for elapsed, value in itertools.product((0.0, 1.0), (200, 5)):
        bar.report(_progress(value, 1))
        bar.draw(elapsed)
    bar.draw(1.0)
    bar.clear()
    written = stream.getvalue()
    assert "\n" not in written
    screen = ""
    for text in written.split("\r")[1:]:
        screen = text + screen[len(text) :]
    assert screen.strip() == ""
    assert len(written.split("\r")) == 1 + 4 + 2  # an unchanged line is not written again


@pytest.mark.parametrize("is_quiet", [True, False])
def test_nothing_is_drawn_on_a_pipe_or_when_quiet_is_asked_for(is_quiet: bool) -> None:
    stream = Terminal() if is_quiet else io.StringIO()
    bar = Bar(stream, "en", limit=None, is_quiet=is_quiet)
    bar.report(_progress(1, 1))
    bar.draw(0.5)
    bar.clear()
    assert stream.getvalue() == ""


def test_every_phase_a_solver_reports_has_a_word() -> None:
    source = Path(treffen.__file__).parent
    said = re.compile(r"(?:report\(|phase=)\"(\w+)\"")
    rooms = [*(source / "scheduling").rglob("*.py"), *(source / "solvers").rglob("*.py")]
    reported = {word for path in rooms for word in said.findall(path.read_text("utf-8"))}
    assert reported == set(PHASES)


full_disk = pytest.mark.skipif(not Path("/dev/full").exists(), reason="SKIPPED, NOT PASSED: needs /dev/full")


@full_disk
@pytest.mark.parametrize("length", [1, 100_000])
def test_answers_that_a_full_disk_does_not_take_are_told(length: int) -> None:
    said = io.StringIO()
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        console = Console(full, said, "en")
        console.answer("x" * length)
        assert not console.close()
    assert said.getvalue() == "The answer could not be written in full (No space left on device).\n"


@full_disk
def test_lost_answers_are_no_success_and_no_defect(event_file: Path, plan_file: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        shown = start("show", event_file, plan_file, stdout=full)
        _, err = shown.communicate(timeout=60)
    assert shown.returncode == 2
    assert err.endswith("could not be written in full (No space left on device).\n")


@full_disk
@pytest.mark.parametrize("words", [["--help"], ["--version"], ["schedule", "--help"]])
def test_help_that_is_lost_is_no_success(words: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        shown = start(*words, stdout=full)
        _, err = shown.communicate(timeout=60)
    assert shown.returncode == 2
    assert err == "The answer could not be written in full (No space left on device).\n"


@full_disk
def test_a_plan_that_is_refused_stays_refused_where_the_answer_is_lost(
    event_file: Path, broken_plan_file: Path
) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        shown = start("verify", event_file, broken_plan_file, stdout=full)
        _, err = shown.communicate(timeout=60)
    assert shown.returncode == 1
    assert err.endswith("could not be written in full (No space left on device).\n")


def test_a_reader_that_goes_away_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as pipe:
        said = io.StringIO()
        console = Console(pipe, said, "en")
        console.answer("x" * 100_000)
        assert console.close()
    assert said.getvalue() == ""

"""Flags, languages, outputs: what is refused before any work begins."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.engine.cli.processes import Run, environment, treffen

from treffen import __version__
from treffen.cli.dispatch import reference
from treffen.cli.grammar import complaint
from treffen.cli.parser import COMMANDS, FAMILIES, build_parser, wanted_language
from treffen.generation import FAMILIES as GENERATED
from treffen.problem import Goal

SCHEDULE = ["schedule", "event.json", "-o", "plan.json"]


def test_the_version_is_that_of_the_package() -> None:
    assert treffen("--version").stdout == f"treffen {__version__}\n"


def test_help_needs_nothing_heavy() -> None:
    script = (
        "import sys\nfrom treffen.cli import main\n"
        "try:\n    main(['schedule', '--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'scipy', 'numba', 'highspy', 'pysat', 'xlsxwriter', 'python_calamine'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_command_has_help_in_both_languages(language: str) -> None:
    parser = build_parser(language)
    for name in COMMANDS:
        with pytest.raises(SystemExit) as left:
            parser.parse_args([name, "--help"])
        assert left.value.code == 0


@pytest.mark.parametrize(
    ("words", "environ", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "de_AT.UTF-8"}, "de"),
        ([], {"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "en_GB.UTF-8", "LC_ALL": "de_DE"}, "de"),
        (["--lang", "de"], {}, "de"),
        (["--lang=en"], {"LANG": "de"}, "en"),
        (["--lang"], {"LANG": "de"}, "de"),
        (["--lang", "fr"], {}, "en"),
    ],
)
def test_the_language_follows_the_flag_then_the_locale(
    words: list[str], environ: dict[str, str], language: str
) -> None:
    assert wanted_language(words, environ) == language


@pytest.mark.parametrize(
    "flags",
    [
        ["--time-limit", "0"],
        ["--time-limit", "nan"],
        ["--time-limit", "inf"],
        ["--time-limit", "soon"],
        ["--seed", "-1"],
        ["--seed", "1.5"],
        ["--threads", "0"],
        ["--threads", "17"],
        ["--threads", "two"],
        ["--goals", "value,beauty"],
        ["--goals", "value,value"],
        ["--goals", ""],
        ["--qiet"],
        ["extra"],
        ["--lang", "fr"],
    ],
)
def test_a_flag_that_will_not_do_ends_with_status_2(
    flags: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser("en").parse_args([*SCHEDULE, *flags])
    said = capsys.readouterr()
    assert (left.value.code, said.out) == (2, "")
    assert said.err.startswith("Usage: treffen")
    assert "_" not in said.err.splitlines()[-2]  # no name of a function of ours


def test_goals_are_read_in_their_order() -> None:
    options = build_parser("en").parse_args([*SCHEDULE, "--goals", "IDLE, value"])
    assert options.goals == (Goal.IDLE, Goal.VALUE)


@pytest.mark.parametrize(
    ("message", "german"),
    [
        ("unrecognized arguments: --x", "Unbekannt: --x"),
        ("argument --seed: expected one argument", "--seed braucht einen Wert."),
        (
            "argument --lang: invalid choice: 'fr' (choose from 'de', 'en')",
            "--lang: „fr“ steht nicht zur Wahl: de, en",
        ),
        (
            "argument --lang: invalid choice: 'fr' (choose from de, en)",
            "--lang: „fr“ steht nicht zur Wahl: de, en",
        ),
        ("something new", "something new"),
    ],
)
def test_complaints_are_worded_in_the_language(message: str, german: str) -> None:
    assert complaint(message, "de") == german


def test_the_families_offered_are_those_there_are() -> None:
    assert set(FAMILIES) == {*GENERATED, "profiles"}, "families of events, and people to recommend"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["-o", "none/plan.json"], "there is no folder"),
        (["-o", "."], "this is a folder"),
        (["-o", "event.json"], "this is the input"),
        (["-o", "./sub/../event.json"], "this is the input"),
        (["-o", "linked.json"], "this is the input"),
        (["-o", "plan.json", "--html", "plan.json"], "-o already writes there"),
        (["-o", "plan.json", "--html", "event.json"], "this is the input"),
        (["-o", "plan.json", "--xlsx", "plan.txt"], "the ending must be .xlsx"),
        (["-o", "x" * 300], "cannot write there"),
        (["-o", "event.json/plan.json"], "there is no folder"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_the_input_is_read(
    event_file: Path, flags: list[str], said: str, run: Run
) -> None:
    (event_file.parent / "sub").mkdir()
    (event_file.parent / "linked.json").symlink_to(event_file)
    event_file.write_text("not a problem at all", "utf-8")
    done = run("schedule", "event.json", *flags)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert "event.json: " not in done.err.replace("event.json: this is the input", "")
    assert event_file.read_text("utf-8") == "not a problem at all"


def test_all_faults_of_an_input_are_listed_with_their_places(tmp_path: Path, run: Run) -> None:
    (tmp_path / "bad.json").write_text(
        '{"format": "treffen.problem/1", "slots": [{"id": "1"}, {"id": "1"}], "places": [{"id": "t"}],'
        '"participants": [{"id": "a"}], "requests": [{"id": "r", "participants": ["a", "q"]}]}',
        "utf-8",
    )
    done = run("schedule", "bad.json", "-o", "plan.json", "--lang", "de")
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines()[0] == "bad.json hat 2 Fehler:"
    assert "slots[1].id" in done.err
    assert "Im Feld „Teilnehmer:innen“ steht „q“" in done.err
    assert not (tmp_path / "plan.json").exists()


def test_a_missing_input_is_told_in_one_line(tmp_path: Path, run: Run) -> None:
    done = run("show", "none.json", "plan.json")
    assert done.status == 2
    assert done.err == "none.json: There is no such file. Check its name and folder.\n"


def test_the_same_defect_has_the_same_reference() -> None:
    def fail(kind: type[Exception]) -> str:
        try:
            raise kind("some text")
        except kind as error:
            return reference(error)

    assert fail(KeyError) == fail(KeyError) != fail(ValueError)

"""`treffen show` of lists: in words, with and without the profiles, and why somebody is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.engine.cli.test_recommend import PEOPLE, _say

from treffen.cli import main


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Three profiles."""
    path = tmp_path / "people.json"
    path.write_text(json.dumps(PEOPLE), "utf-8")
    return path


@pytest.fixture
def lists(people: Path, tmp_path: Path) -> Path:
    """Their lists."""
    path = tmp_path / "lists.json"
    assert (
        main(["recommend", str(people), "-o", str(path), "--quiet", "--seed", "3", "--balance", "cap"]) == 0
    )
    return path


def test_lists_with_profiles_are_told_in_names_and_quotations(
    people: Path, lists: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = _say(capsys, "show", people, lists, "--lang", "en")
    assert (status, err) == (0, "")
    said = out.splitlines()
    assert said[0] == "3 lists with up to 10 recommendations; balance cap, seed 3."
    assert said[2] == "Ada Beispiel (stands in 1 list)"
    assert "You seek “Recycling von Elektrolyten”. Profile bo offers “Recycling of electrolytes”." in out
    assert "What was not possible:" in said


def test_lists_alone_are_told_by_their_ids(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = _say(capsys, "show", lists, "--lang", "de", "--participant", "ada")
    assert status == 0
    assert err == (
        f"Hinweis: Namen und Texte stehen nicht in den Listen. Mit ihnen: treffen show PROFILE {lists}\n"
    )
    assert out.splitlines()[1] == "ada (steht selbst in 1 Liste)"
    assert "1. bo: 89\N{NO-BREAK SPACE}%, passt" in out
    assert "Sie suchen „ada:n1“" in out
    assert "bo (steht" not in out


def test_why_is_answered_by_the_settings_of_the_lists(
    people: Path, lists: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for pair, more in ((("ada", "cy"), "ruled this suggestion out"), (("bo", "ada"), "is on the list")):
        asked = _say(capsys, "show", people, lists, "--why", *pair, "--lang", "en")
        assert asked[0] == 0
        assert more in asked[1]
        made = _say(
            capsys,
            *("recommend", people, "-o", tmp_path / "again.json", "--quiet"),
            *("--seed", "3", "--balance", "cap", "--why", *pair, "--lang", "en"),
        )
        assert made[1].strip() == asked[1].strip()


def test_lists_of_other_profiles_are_told(
    people: Path, lists: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {**PEOPLE, "people": PEOPLE["people"][:2]}  # type: ignore[index]  # a list
    people.write_text(json.dumps(other), "utf-8")
    status, _, err = _say(capsys, "show", people, lists, "--lang", "en")
    assert status == 0
    assert err == "Note: These lists belong to other profiles.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{people}", "{lists}", "--by", "time"], "--by is for plans only"),
        (["{lists}", "--why", "ada", "bo"], "needs the profiles"),
        (["{people}", "{lists}", "--why", "ada", "eve"], "no profile “eve”"),
        (["{lists}", "--participant", "eve"], "no profile “eve”"),
        (["{people}"], "Name the event and the plan"),
    ],
)
def test_what_does_not_go_is_refused(
    people: Path, lists: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    typed = [a.format(people=people, lists=lists) for a in arguments]
    status, out, err = _say(capsys, "show", *typed, "--lang", "en")
    assert (status, out) == (2, "")
    assert words in err


def test_lists_that_are_broken_are_told_in_words(
    people: Path, lists: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.write_text(lists.read_text("utf-8").replace('"seen"', '"sen"'), "utf-8")
    status, _, err = _say(capsys, "show", people, lists, "--lang", "en")
    assert status == 2
    assert err.count("The entry “seen” is missing") == 3

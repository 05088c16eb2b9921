"""The command `handschlag` says what an operator can do where the machine is not as it should be."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handschlag.site.first_settings import init

pytestmark = pytest.mark.once

Command = Callable[..., subprocess.CompletedProcess[str]]


class Terminal(io.StringIO):
    """Somebody types, and can be asked again."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the tests, and a folder with nothing in it."""
    for name in [one for one in os.environ if one.startswith(("HANDSCHLAG_", "DATABASE_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def handschlag(root: Path, tmp_path: Path) -> Command:
    """The command in a folder with settings of its own."""
    (tmp_path / "handschlag.env").write_text(
        f"HANDSCHLAG_SECRET_KEY={'k' * 64}\nHANDSCHLAG_HOSTS=handschlag.example.org\n"
        "HANDSCHLAG_SMTP_URL=smtp://localhost:1\nHANDSCHLAG_MAIL_FROM=a@example.org\nHANDSCHLAG_DATA=data\n"
    )
    (tmp_path / "data").mkdir()

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        code = "from handschlag.site.command import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *words],
            env={**os.environ, "PYTHONPATH": str(root / "src")},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def test_whoever_answered_wrongly_is_asked_again_with_what_was_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = ["handschlag.example.org", "nothing", "nothing", "", "me@", "", "ja", "Ministry"]
    second = ["", "", "", "", "", "me@example.org", "", "yes", ""]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join([*first, *second, ""])))
    assert init(["--data", "data"]) == 0
    said = capsys.readouterr().out
    assert "HANDSCHLAG_MAIL_FROM must be an email address, not 'me@'." in said
    assert "HANDSCHLAG_BEHIND_PROXY must be yes or no, not 'ja'." in said
    assert "Who runs it, for the imprint [Ministry]: " in said
    assert said.count("or nothing for SQLite [nothing]: ") == 2
    written = (tmp_path / "handschlag.env").read_text("utf-8")
    assert "HANDSCHLAG_MAIL_FROM=me@example.org\nHANDSCHLAG_BIND=" in written
    assert "HANDSCHLAG_OPERATOR_NAME=Ministry\n" in written
    assert "DATABASE_URL" not in written


def test_a_wrong_flag_is_asked_for_and_passwords_are_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("\n" * 5 + "me@example.org\n" + "\n" * 3))
    smtp = "smtp://me:hu%23sh@localhost:1"
    flags = ["--host=a.example.org", "--data=data", "--database=", "--storage=", f"--smtp={smtp}"]
    flags += ["--bind=127.0.0.1:1", "--behind-proxy=yes", "--operator=Ministry"]
    assert init([*flags, "--mail-from=me@"]) == 0
    said = capsys.readouterr().out
    assert "Mail server [smtp://me:***@localhost:1]: Sender of all emails [me@]: " in said
    assert f"HANDSCHLAG_SMTP_URL={smtp}\n" in (tmp_path / "handschlag.env").read_text("utf-8")
    assert "hu%23sh" not in said


def test_whoever_leaves_or_whom_no_answer_helps_is_not_asked_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("a.example.org\n"))
    assert init(["--data", "data"]) == 1
    assert "Nothing was written: the questions were left." in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", Terminal("\n" * 20))
    assert init(["--file", "/dev/null/below/x"]) == 1
    monkeypatch.setenv("HANDSCHLAG_HOST", "a.example.org")
    assert init(["--data", "data"]) == 1
    assert "HANDSCHLAG_HOST is no setting. Is HANDSCHLAG_HOSTS meant?" in capsys.readouterr().err
    assert not (tmp_path / "handschlag.env").exists()


def test_the_settings_are_tried_with_no_code_from_the_current_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "django.py").write_text("import pathlib; pathlib.Path('mine').touch(); raise SystemExit(0)")
    assert init(["--yes", "--data", "data", "--host", "a.example.org"]) == 0, capsys.readouterr().err
    assert not (tmp_path / "mine").exists()


def test_nobody_is_asked_again_who_does_not_sit_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("https://handschlag.example.org\n"))
    assert init(["--data", "data"]) == 1
    assert "Nothing was written.\nHANDSCHLAG_HOSTS names hosts" in capsys.readouterr().err
    assert init(["--yes", "--data", "data", "--file", "/dev/null/below/x"]) == 1
    assert "The file /dev/null/below/x cannot be written: Not a directory." in capsys.readouterr().err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["data"]


def test_a_database_that_refuses_is_answered_with_what_to_do(handschlag: Command, tmp_path: Path) -> None:
    early = handschlag("admin", "show", "ada@example.org")
    assert (early.returncode, "Traceback" in early.stderr) == (1, False)
    assert "The tables are not those of this version" in early.stderr
    assert "Run: handschlag upgrade" in early.stderr
    file = tmp_path / "data" / "handschlag.sqlite3"
    file.write_text("a letter to somebody, and no database at all\n" * 100)
    broken = handschlag("upgrade")
    assert broken.returncode == 1
    assert broken.stderr == f"DATABASE_URL: the database does not answer: file is not a database ({file})\n"


def test_a_line_that_broke_midway_is_told_and_no_defect_of_ours_is_hidden(
    handschlag: Command, tmp_path: Path
) -> None:
    defect = handschlag(
        "shell", "-c", "from django.db import IntegrityError; raise IntegrityError('of ours')"
    )
    assert "Traceback" in defect.stderr
    assert "handschlag upgrade" not in defect.stderr
    line = "from pathlib import Path; from django.db import OperationalError, connection as line; "
    line += "line.ensure_connection(); file = Path('data/handschlag.sqlite3'); file.unlink(); file.mkdir(); "
    broken = handschlag("shell", "-c", f"{line} raise OperationalError('the line is dead')")
    assert broken.stderr.startswith(
        "DATABASE_URL: the database does not answer: unable to open database file"
    )
    assert broken.stderr.endswith("\nWhat the database said first: the line is dead\n")


def test_whoever_has_wrong_settings_learns_where_they_stand(handschlag: Command, tmp_path: Path) -> None:
    file = tmp_path / "handschlag.env"
    file.write_text("HANDSCHLAG_HOST=x\n")
    assert handschlag("check").stderr.endswith(
        "The settings are those of handschlag.env and of the environment.\n"
    )
    file.unlink()
    assert handschlag("check").stderr.endswith("handschlag init writes a file of settings.\n")


def test_each_verb_says_in_plain_words_what_it_is_for(handschlag: Command, tmp_path: Path) -> None:
    asked = handschlag("backup", "--help").stdout
    assert "usage: handschlag backup" in asked
    assert "--pythonpath" not in asked
    unknown = handschlag("admin", "remove", "ada@example.org")
    assert (unknown.returncode, "\n  block       nobody can sign in with it" in unknown.stderr) == (2, True)
    (tmp_path / "handschlag.env").unlink()  # what they are for is told before there are settings
    for verb in ("admin", "check", "serve"):
        told = handschlag(verb, "--help")
        assert (told.returncode, told.stdout.startswith(f"handschlag {verb}")) == (0, True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_root_leaves_nothing_in_the_folder_of_somebody_else(
    handschlag: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chown(tmp_path / "data", 54321, 54322)
    refused = handschlag("upgrade")
    assert refused.returncode == 1
    assert (
        "belongs to the account 54321. Call it as that user: "
        "setpriv --reuid=54321 --regid=54322 --clear-groups -- " in refused.stderr
    )
    for words in (["help"], ["--version"], ["backup", "--help"]):
        assert handschlag(*words).returncode == 0
    begun = handschlag("init", "--yes", "--file", "data/below/own.env")
    assert (begun.returncode, "HANDSCHLAG_ROOT_MAY_WRITE=yes" in begun.stderr) == (1, True)
    begun = handschlag("init", "--yes", "--file", "own.env", "--data", "data/below")
    assert (begun.returncode, "belongs to the account 54321" in begun.stderr) == (1, True)
    assert list((tmp_path / "data").iterdir()) == []
    monkeypatch.setenv("HANDSCHLAG_ROOT_MAY_WRITE", "yes")
    meant = handschlag("check")
    assert "Something is wrong." in meant.stdout, meant.stderr

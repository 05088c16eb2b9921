"""`handschlag check` says everything at once, and never what is secret."""

from __future__ import annotations

import importlib
import logging
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from tests.platform import builders

from handschlag.common.compute import compute_place
from handschlag.common.page_cache import versions
from handschlag.common.page_cache.versions import current
from handschlag.site import checking

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def machine(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with a file of settings that others can read, and nothing else."""
    file = tmp_path / "handschlag.env"
    file.write_text("HANDSCHLAG_OPERATOR_NAME=Ministry\n")
    file.chmod(0o644)
    monkeypatch.setitem(os.environ, "HANDSCHLAG_SETTINGS", str(file))
    settings.DATA, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.SENDS_MAIL = True
    settings.MAILERS = {
        "smtp": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "password": "hush", "username": "me", "timeout": 5},
        }
    }


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().out.splitlines() if "security.W" not in line]


def test_everything_is_said_at_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    (last,) = MigrationLoader(connection).graph.leaf_nodes("common")
    MigrationRecorder(connection).record_unapplied(*last)
    monkeypatch.setattr(checking, "LEAST_SPACE", 2**62)
    settings.COMPUTE = compute_place("dask:tcp://[::1]:1")
    settings.OWN_CONTENT = settings.DATA
    (settings.DATA / "easy-language.de.txt").write_bytes("Für alle".encode("cp1252"))
    (settings.DATA / "easy-language.en.txt").write_text("For everybody")
    assert checking.check() == 1
    lines = said(capsys)
    wrong = "\n".join(line for line in lines if line.startswith("WRONG"))
    thoughts = "\n".join(line for line in lines if line.startswith("think"))
    assert "(steps missing: 1). Run: handschlag upgrade" in wrong
    assert "There are no style sheets" in wrong
    assert "the mail server does not take us (ConnectionRefusedError)" in wrong
    assert "HANDSCHLAG_COMPUTE: nobody answers at tcp://[::1]:1" in wrong
    for words in ("chmod 600", "less than 500 MB", "OPERATOR_NAME"):
        assert words in thoughts
    assert "easy-language.de.txt cannot be read and is not shown. Save it as UTF-8." in thoughts
    assert "easy-language.en.txt" not in thoughts
    assert "hush" not in wrong + thoughts
    assert "unencrypted" not in thoughts
    assert lines[-2:] == [
        f"The settings are those of {os.environ['HANDSCHLAG_SETTINGS']}.",
        "Something is wrong.",
    ]


@pytest.mark.parametrize("fault", ["dropped", "off", "of a table that was put aside"])
def test_a_trigger_that_does_not_work_is_said_and_the_next_upgrade_mends_it(
    capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    builders.network()
    name = "public_content_events_room" + ("_update" if connection.vendor == "sqlite" else "")
    table = ' ON "events_room"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        if fault == "off" and table:
            cursor.execute(f'ALTER TABLE "events_room" DISABLE TRIGGER "{name}"')
        else:
            cursor.execute(f'DROP TRIGGER "{name}"{table}')
        if fault == "of a table that was put aside":
            for other, statement in versions.trigger_statements(connection.vendor):
                if other == name:
                    cursor.execute(statement.replace('"events_room"', '"events_zone"'))
    before = current()
    checking.check()
    assert f"off: 1, first {name})" in "".join(said(capsys))
    call_command("migrate", verbosity=0)
    assert current() != before, "nobody knows what was written meanwhile"
    checking.check()
    assert "does not notice" not in "".join(said(capsys))


def test_tables_of_a_newer_version_are_noticed_by_an_older_one(capsys: pytest.CaptureFixture[str]) -> None:
    MigrationRecorder(connection).record_applied("common", "9999_of_another_year")
    MigrationRecorder(connection).record_applied("long_gone", "0001_initial")
    checking.check()
    newer = [line for line in said(capsys) if "newer version" in line]
    assert [line[:99] for line in newer] == [
        "WRONG  The tables are those of a newer version (steps unknown here: 1, first common.9999_of_another"
    ]


def test_steps_that_one_of_this_version_stands_for_are_not_of_a_newer_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    last = max(key for key in MigrationLoader(connection).disk_migrations if key[0] == "common")
    module = importlib.import_module(f"handschlag.common.migrations.{last[1]}")
    monkeypatch.setattr(module.Migration, "replaces", [("common", "0000_of_last_year")])
    MigrationRecorder(connection).record_applied("common", "0000_of_last_year")
    checking.check()
    assert "newer version" not in "".join(said(capsys))


def test_a_database_that_is_away_keeps_nothing_else_from_being_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        checking, "database_trouble", lambda: "DATABASE_URL: the database does not answer: no"
    )
    assert checking.check() == 1
    lines = said(capsys)
    assert lines[0] == "WRONG  DATABASE_URL: the database does not answer: no"
    assert any("There are no style sheets" in line for line in lines)
    assert not any("steps missing" in line for line in lines)


def test_style_sheets_that_are_there_are_not_missed(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(settings.STATIC_ROOT).mkdir()
    (Path(settings.STATIC_ROOT) / "staticfiles.json").write_text("{}")
    checking.check()
    assert not any("style sheets" in line for line in said(capsys))


def test_a_cluster_elsewhere_that_is_reached_in_the_clear_is_worth_a_thought(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.COMPUTE = compute_place("dask:tcp://compute.invalid:8786")
    checking.check()
    assert any("goes to the cluster unencrypted" in line for line in said(capsys))


def test_what_is_logged_goes_where_it_went_before(capsys: pytest.CaptureFixture[str]) -> None:
    """Else it would go to what this test closes, and each line of the tests that follow would be an error."""
    before = list(logging.getLogger().handlers)
    checking.check()
    assert logging.getLogger().handlers == before

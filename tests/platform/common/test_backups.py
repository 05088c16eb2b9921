"""A backup comes back as it was, or not at all; and nothing goes out of it a second time by itself."""

from __future__ import annotations

import json
import os
import stat
import tarfile
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import FileField
from django.utils import timezone
from tests.platform.common.conftest import House

from handschlag.common import erasures, files
from handschlag.common.mail import delivery
from handschlag.common.mail.outbox import queue_mail
from handschlag.common.models import Hold, Mail, MailState, Urgency, Worker
from handschlag.common.operations import backups
from handschlag.registration.badge_designs import BADGE_LOGOS

MAILERS = {"smtp": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


@pytest.fixture
def place(house: House, settings: Any, tmp_path: Path) -> Path:
    """The house's own database, and files of its own."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.SENDS_MAIL, settings.MAILERS = True, MAILERS
    for name in ("logos/one.svg", "printed/badges.pdf"):
        (tmp_path / "media" / name).parent.mkdir(parents=True)
        (tmp_path / "media" / name).write_text(name)
    Mail.objects.all().delete()
    Hold.objects.all().delete()
    return tmp_path


def write(urgency: Urgency = Urgency.USUAL, at: datetime | None = None) -> Mail:
    values: dict[str, Any] = {"subject": "Hallo", "text": "x", "language": "de", "now": at or timezone.now()}
    return queue_mail(to="anna@example.org", urgency=urgency, **values)


def test_a_backup_comes_back_and_holds_its_emails(place: Path) -> None:
    old, archive = write(Urgency.CODE), place / "backup.tar.gz"
    call_command("backup", str(archive))
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with tarfile.open(archive) as inside:
        names = inside.getnames()
    assert names[-1] == "manifest.json"
    assert names[1:-1] == ["media/logos/one.svg"]

    Mail.objects.update(state=MailState.SENT)
    later = write()
    (place / "media/logos/one.svg").write_text("changed")
    (place / "media/logos/two.svg").write_text("new")
    with pytest.raises(CommandError, match="Add --yes"):
        call_command("restore", str(archive))
    call_command("restore", str(archive), "--drill")
    assert Mail.objects.filter(pk=later.pk).exists()

    call_command("restore", str(archive), "--yes")
    assert [(one.pk, one.state) for one in Mail.objects.all()] == [(old.pk, MailState.WAITING)]
    assert (place / "media/logos/one.svg").read_text() == "logos/one.svg"
    assert not (place / "media/logos/two.svg").exists()
    # The old one waits; whoever asks for a code now gets it.
    assert delivery.deliver_due(clock=timezone.now) == 0
    code = write(Urgency.CODE, at=timezone.now() - timedelta(minutes=5))  # by a host whose clock is late
    assert delivery.deliver_due(clock=timezone.now) == 1
    code.refresh_from_db()
    assert code.state == MailState.SENT
    late = write(at=timezone.now() - timedelta(minutes=5))  # by the same host, and nothing of the backup
    assert delivery.deliver_due(clock=timezone.now) == 0

    call_command("release", "--drop")
    old.refresh_from_db()
    assert (old.state, old.error) == (MailState.FAILED, "held back")
    write()
    assert delivery.deliver_due(clock=timezone.now) == 2
    late.refresh_from_db()
    assert late.state == MailState.SENT


def test_what_is_released_without_being_given_up_is_no_longer_called_held(place: Path) -> None:
    held = write()
    Mail.objects.update(error="SMTPDataError 451")
    call_command("hold")
    held.refresh_from_db()
    assert (held.state, held.error, held.is_held) == (MailState.WAITING, "SMTPDataError 451", True)
    call_command("release")
    held.refresh_from_db()
    assert (held.state, held.error, held.is_held) == (MailState.WAITING, "SMTPDataError 451", False)
    call_command("hold")
    call_command("release", "--drop")
    held.refresh_from_db()
    assert held.state == MailState.FAILED


def test_what_is_held_stays_so_whatever_is_tried_or_said_of_it(place: Path) -> None:
    in_hand, waiting = write(), write()
    now = timezone.now()
    taken = delivery.claim(now=now)
    assert taken is not None
    Mail.objects.filter(pk=waiting.pk).update(due_at=now + timedelta(days=1))
    call_command("hold")
    assert delivery.send_now(Mail.objects.all(), by_id=None, now=now) == 0
    delivery.finish_delivery(taken, state=MailState.WAITING, error="SMTPDataError 451", due_at=now)
    call_command("release", "--drop")
    found = Mail.objects.order_by("pk").values_list("pk", "state", "error", "is_held")
    assert list(found) == [(one.pk, "failed", "held back", False) for one in (in_hand, waiting)]


@pytest.mark.parametrize("errors", [("", "", ""), ("held back", "", "held back")])
def test_a_hold_of_the_version_before_keeps_what_it_held(place: Path, errors: tuple[str, ...]) -> None:
    since = timezone.now()
    Hold.objects.create(since=since)
    rows = [write(at=since + timedelta(hours=hours)) for hours in (-2, 1, -1)]
    for row, error in zip(rows, errors, strict=True):
        Mail.objects.filter(pk=row.pk).update(error=error)
    import_module("handschlag.common.migrations.0011_letters_that_are_held").mark_what_is_held(apps, None)
    found = Mail.objects.order_by("pk").values_list("error", "is_held")
    assert list(found) == [("", True), ("", False), ("", True)]


def test_a_backup_that_was_made_while_emails_were_held_is_held_anew(place: Path) -> None:
    archive = place / "backup.tar.gz"
    Hold.objects.create(since=timezone.now() - timedelta(days=3))
    old = write()
    call_command("backup", str(archive))
    call_command("restore", str(archive), "--yes")
    call_command("release", "--drop")
    old.refresh_from_db()
    assert (old.state, old.error) == (MailState.FAILED, "held back")


def test_who_was_erased_since_stays_erased(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, again = place / "backup.tar.gz", []
    call_command("backup", str(archive))
    monkeypatch.setitem(erasures._again, "account", lambda key, _now: bool(again.append(key)))
    (place / "erased.txt").write_text("2026-11-29T10:00:00+00:00 account 7\n")
    call_command("restore", str(archive), "--yes")
    assert again == ["7"]

    def fails(_unpacked: Path) -> int:
        assert Hold.objects.exists()
        raise OSError("disk full")

    monkeypatch.setattr(backups, "restore_files", fails)
    with pytest.raises(CommandError, match="The database is back and held; the files are not: disk full"):
        call_command("restore", str(archive), "--yes")
    assert again == ["7", "7"]


def test_what_older_servers_refuse_is_left_out_of_the_script(tmp_path: Path) -> None:
    script, rest = tmp_path / "database.sql", "COPY a FROM stdin;\nSET transaction_timeout = 5\n"
    script.write_text(f"SET lock_timeout = 0;\nSET transaction_timeout = 0;\n{rest}")
    backups._leave_out(b"SET transaction_timeout", script)
    assert script.read_text() == f"SET lock_timeout = 0;\n--  transaction_timeout = 0;\n{rest}"


def test_a_private_file_follows_no_link_that_lies_in_its_place(tmp_path: Path) -> None:
    others, mine = tmp_path / "others", tmp_path / "mine"
    others.write_text("theirs")
    mine.symlink_to(others)
    with os.fdopen(backups.open_private(mine), "w") as file:
        file.write("mine")
    assert (others.read_text(), mine.read_text(), mine.is_symlink()) == ("theirs", "mine", False)
    assert stat.S_IMODE(mine.stat().st_mode) == 0o600


def test_a_running_platform_is_not_replaced(place: Path) -> None:
    archive, now = place / "backup.tar.gz", timezone.now()
    call_command("backup", str(archive))
    worker = Worker.objects.create(name="w", started_at=now, seen_at=now - timedelta(seconds=30))
    with pytest.raises(CommandError, match="A worker runs"):
        call_command("restore", str(archive), "--yes")
    worker.delete()


def changed(archive: Path, place: Path, name: str, content: bytes | None) -> Path:
    """The same archive with another member of that name, or without it."""
    folder, made = place / "changed", place / "changed.tar.gz"
    with tarfile.open(archive) as whole:
        whole.extractall(folder, filter="data")
    (folder / name).unlink() if content is None else (folder / name).write_bytes(content)
    with tarfile.open(made, "w:gz") as other:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                other.add(path, path.relative_to(folder).as_posix())
    return made


@pytest.mark.parametrize("what", ["cut off", "a file changed", "a file missing", "of a newer version"])
def test_a_broken_archive_is_refused_before_anything_changes(place: Path, what: str) -> None:
    archive = place / "backup.tar.gz"
    call_command("backup", str(archive))
    logo = "media/logos/one.svg"
    if what == "cut off":
        archive.write_bytes(archive.read_bytes()[:-200])
        words = "no whole backup"
    elif what == "a file changed":
        archive, words = changed(archive, place, logo, b"other"), f"damaged: {logo}"
    elif what == "a file missing":
        archive, words = changed(archive, place, logo, None), f"{logo} is missing"
    else:
        with tarfile.open(archive) as whole:
            file = whole.extractfile("manifest.json")
            assert file is not None
            told = json.load(file)
        told["migrations"]["common"] = "9999_of_tomorrow"
        archive, words = (
            changed(archive, place, "manifest.json", json.dumps(told).encode()),
            "newer than this one: common.9999_of_tomorrow",
        )
    kept = write()
    for how in ("--yes", "--drill"):
        with pytest.raises(CommandError, match=words):
            call_command("restore", str(archive), how)
    assert Mail.objects.filter(pk=kept.pk).exists()
    assert not Hold.objects.exists()
    assert list(place.glob(".restore-*")) == []


@pytest.mark.once
def test_backups_know_the_folder_of_every_picture() -> None:
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    folders = {field.upload_to.strip("/") for field in fields if isinstance(field, FileField)}
    assert len(folders) >= 4
    assert folders | {BADGE_LOGOS} <= files.OWN_FOLDERS


def test_an_archive_that_cannot_be_made_is_not_begun(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(backups, "_names_of", fails)
    with pytest.raises(CommandError, match="disk full"):
        call_command("backup", str(place / "backup.tar.gz"))
    assert [one.name for one in place.iterdir()] == ["media"]
    assert connection.vendor in backups.DATABASES

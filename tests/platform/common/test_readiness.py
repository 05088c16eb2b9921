"""What keeps a web server from being ready, what is a warning only, and who is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.test import Client
from tests.platform.site.mail_server import mail_server

from handschlag.common.database import database_now
from handschlag.common.mail.outbox import queue_mail
from handschlag.common.models import Mail, MailState, Worker
from handschlag.common.operations import monitoring
from handschlag.site.providers import smtp_mailer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that has just started, with a worker somewhere."""
    now = database_now()
    Worker.objects.create(name="w", started_at=now, seen_at=now)
    for name, made in (("static_files", monitoring.StaticFiles()), ("disk", type(monitoring.disk)())):
        monkeypatch.setattr(monitoring, name, made)
    monkeypatch.setattr(monitoring, "mail_look", monitoring.MailLook())
    monkeypatch.setattr(monitoring, "sender_look", monitoring.SenderLook())
    yield
    if monitoring.mail_look.thread:
        monitoring.mail_look.thread.join(10)


def test_a_list_of_static_files_that_lacks_one_of_this_code_is_trouble(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    monkeypatch.setattr(monitoring, "staticfiles_storage", storage)
    names = dict.fromkeys(monitoring.static_files._of_this_code(), "one.css")
    assert len(names) > 50
    (tmp_path / "one.css").touch()
    storage.hashed_files = dict(list(names.items())[1:])
    assert monitoring.find_troubles() == ["static"]
    storage.hashed_files = names
    assert monitoring.find_troubles() == []
    (tmp_path / "one.css").unlink()
    assert monitoring.find_troubles() == ["static"]


def test_a_folder_that_takes_no_file_is_trouble_until_it_takes_one_again(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    assert monitoring.find_troubles() == []
    assert list(tmp_path.iterdir()) == []
    gone = tmp_path / "gone"
    room = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(monitoring.shutil, "disk_usage", lambda _path: room)
    settings.DATA = gone
    assert monitoring.find_troubles() == []  # asked a moment ago
    monitoring.disk.tried_at = -99.0
    assert monitoring.find_troubles() == ["disk"]
    gone.mkdir()
    assert monitoring.find_troubles() == []


def test_a_mail_server_that_is_away_is_a_warning_told_to_whoever_may_see_the_figures(
    client: Client, settings: Any
) -> None:
    with mail_server() as server:
        port = server.port
    settings.SENDS_MAIL = True
    settings.MAILERS = {"smtp": smtp_mailer(f"smtp://127.0.0.1:{port}?tls=no")}

    def asked(**headers: str) -> bytes:
        answer = client.get("/health/ready", headers=headers)
        assert answer.status_code == 200
        return bytes(answer.content)

    asked()  # nobody waits for the look that this begins
    monitoring.mail_look.thread.join(10)
    assert asked() == b"ok, but: mail\n"
    assert asked(**{"X-Forwarded-For": "8.8.8.8"}) == b"ok\n"
    assert 'handschlag_trouble{what="mail"} 1.0' in client.get("/metrics").content.decode()
    monitoring.mail_look.looked_at = -99.0
    with mail_server(port):
        asked()
        monitoring.mail_look.thread.join(10)
        assert asked() == b"ok\n"
    told = client.get("/metrics").content.decode()
    assert 'handschlag_trouble{what="mail"} 0.0' in told
    assert 'handschlag_trouble{what="worker"} 0.0' in told


def test_a_mail_server_that_refuses_the_platform_as_sender_is_a_warning_while_letters_wait(
    client: Client, now: datetime
) -> None:
    def asked(*, after: float = monitoring.LOOKS_APART) -> bytes:
        monitoring.sender_look.looked_at -= after
        return bytes(client.get("/health/ready").content)

    written = queue_mail(to="a@example.org", subject="x", text="x", language="de", now=now)
    waiting = Mail.objects.filter(pk=written.pk)
    waiting.update(state=MailState.WAITING, error="SMTPSenderRefused 550")
    assert asked() == b"ok, but: mail\n"
    waiting.update(error="SMTPDataError 451")
    assert asked(after=monitoring.LOOKS_APART / 2) == b"ok, but: mail\n"
    assert asked() == b"ok\n"
    waiting.update(state=MailState.FAILED, error="SMTPSenderRefused 550")
    assert asked() == b"ok\n"


def test_figures_without_troubles_are_whole_all_the_same() -> None:
    assert b"handschlag_workers 1.0" in monitoring.exposition()

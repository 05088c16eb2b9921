"""Probes, figures and headers: enough for machines and nothing for strangers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from tests.platform.common.conftest import House, wait_until

from handschlag.common.database import database_now
from handschlag.common.models import Job, Mail, MailState, Worker
from handschlag.common.operations import monitoring

PRODUCTION = {
    "HANDSCHLAG_MODE": "production",
    "HANDSCHLAG_SECRET_KEY": "k3" * 32 + "Zx-q",
    "HANDSCHLAG_HOSTS": "handschlag.example.org",
    "HANDSCHLAG_SMTP_URL": "smtp://mail.example.org",
    "HANDSCHLAG_MAIL_FROM": "handschlag@example.org",
}


@pytest.fixture
def worker(db: None) -> Worker:
    now = database_now()
    return Worker.objects.create(name="w", started_at=now, seen_at=now)


def test_a_live_process_says_so_without_a_database(client: Client) -> None:
    answer = client.get("/health/live", headers={"Host": "10.0.0.7"})
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok\n", "no-store")


def test_a_platform_with_a_worker_and_its_schema_is_ready(client: Client, worker: Worker) -> None:
    answer = client.get("/health/ready", headers={"Host": "10.0.0.7"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_without_a_worker_pages_go_on_and_whoever_may_see_the_figures_is_warned(
    client: Client, worker: Worker
) -> None:
    Worker.objects.update(seen_at=database_now() - timedelta(seconds=61))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (200, b"ok, but: worker\n")
    assert client.get("/health/ready", headers={"X-Forwarded-For": "8.8.8.8"}).content == b"ok\n"
    assert 'handschlag_trouble{what="worker"} 1.0' in client.get("/metrics").content.decode()


def test_without_style_sheets_or_room_it_is_not_ready(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert monitoring.find_troubles() == []
    monkeypatch.setattr(monitoring.staticfiles_storage, "hashed_files", {}, raising=False)
    monkeypatch.setattr(monitoring, "LEAST_SPACE", 2**62)
    assert monitoring.find_troubles() == ["static", "disk"]


def test_without_its_migrations_it_is_not_ready(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitoring, "schema", monitoring.Schema())
    [last] = MigrationLoader(connection).graph.leaf_nodes("common")
    MigrationRecorder(connection).record_unapplied(*last)
    assert monitoring.find_troubles() == ["migrations"]


@pytest.mark.django_db
def test_without_a_database_it_is_not_ready_and_figures_say_so(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(gone):
        answer = client.get("/health/ready")
        figures = client.get("/metrics")
    assert (answer.status_code, answer.content) == (503, b"no\n")
    told = [one.troubles for one in caplog.records if one.message == "Not ready"]  # type: ignore[attr-defined]
    assert told == [["database"]]
    assert figures.status_code == 200
    assert 'handschlag_trouble{what="database"} 1.0' in figures.content.decode()


@pytest.mark.django_db
def test_figures_are_for_this_machine_and_not_through_a_proxy(client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "8.8.8.8"}).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="").status_code == 404


@pytest.mark.django_db
def test_figures_are_for_whoever_knows_the_token_if_one_is_set(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "secret"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 404
    headers = {"Authorization": "Bearer secret"}
    assert client.get("/metrics", headers=headers, REMOTE_ADDR="192.0.2.1").status_code == 200


def figure(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, f"{name} is not in\n{text}"
    return float(found[1])


def test_figures_count_jobs_mail_and_workers(worker: Worker) -> None:
    now = database_now()
    Job.objects.create(kind="x", due_at=now - timedelta(seconds=100), created_at=now)
    for state in (MailState.SENT, MailState.SENT, MailState.FAILED):
        Mail.objects.create(
            language="de", due_at=now, created_at=now, state=state, message_id=os.urandom(4).hex()
        )
    text = monitoring.exposition().decode()
    assert figure(text, 'handschlag_jobs{state="queued"}') == 1
    assert figure(text, 'handschlag_mail{state="sent"}') == 2
    assert figure(text, "handschlag_workers") == 1
    assert 100 <= figure(text, 'handschlag_oldest_seconds{what="job"}') < 110
    assert figure(text, 'handschlag_oldest_seconds{what="mail"}') == 0


@pytest.mark.django_db
def test_a_slow_answer_is_counted_and_told_louder(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SLOW_MS = 0
    before = monitoring.SLOW.labels("common:jobs")._value.get()
    client.get("/de/jobs/")
    assert monitoring.SLOW.labels("common:jobs")._value.get() == before + 1
    assert [one.levelname for one in caplog.records if one.name == "handschlag.requests"] == ["WARNING"]


@pytest.mark.django_db
def test_every_page_closes_the_doors_that_it_does_not_need(client: Client) -> None:
    answer = client.get("/de/jobs/")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(answer["Permissions-Policy"].split(", "))


def test_the_deployment_check_has_nothing_to_say_in_production(root: Path, tmp_path: Path) -> None:
    foreign = ("HANDSCHLAG_", "DATABASE_", "DJANGO_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    environment = {**kept, **PRODUCTION, "HANDSCHLAG_DATA": str(tmp_path)}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert done.stdout == "System check identified no issues (2 silenced).\n"


def test_the_server_answers_logs_json_collects_figures_and_ends_in_order(
    house: House, free_port: int
) -> None:
    house.environment |= {"HANDSCHLAG_BIND": f"127.0.0.1:{free_port}", "HANDSCHLAG_LOG": "json"}
    server = house.start("gunicorn", "-c", "python:handschlag.site.server", "handschlag.site.wsgi")

    def ask(path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{free_port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    wait_until(lambda: ask("/health/live") == (200, "ok\n"), "the server lives")
    assert ask("/health/ready") == (200, "ok, but: worker\n")  # none runs here
    assert [ask("/nowhere")[0] for _ in range(6)] == [404] * 6
    name = 'handschlag_request_seconds_count{method="GET",route="(none)",status="4xx"}'
    wait_until(lambda: figure(ask("/metrics")[1], name) == 6, "all processes have counted")
    # A server that starts beside it takes away what dead ones have left, and nothing of this one.
    figures = Path(house.environment["HANDSCHLAG_DATA"]) / "figures"
    (own,) = figures.iterdir()
    dead = figures / f"{own.name.rpartition('-')[0]}-4194999"
    elsewhere, gone = figures / "other-host-7", figures / "container-of-last-year-7"
    for folder in (dead, elsewhere, gone):
        folder.mkdir()
    os.utime(gone, (0, 0))
    start = "from handschlag.site import server as s; s.on_starting(None)"
    subprocess.run([sys.executable, "-c", start], env=house.environment, check=True)
    assert set(figures.iterdir()) == {own, elsewhere}
    assert figure(ask("/metrics")[1], name) == 6
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=60) == 0
    assert list(figures.iterdir()) == [elsewhere]
    told = [json.loads(line) for line in house.log().splitlines()]
    assert {"Starting gunicorn", "Booting worker"} <= {" ".join(one["event"].split()[:2]) for one in told}
    assert [one["status"] for one in told if one["event"] == "request"] == [404] * 6

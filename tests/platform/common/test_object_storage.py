"""Files in object storage: private; where it is away, people read so, and nothing is lost."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from PIL import Image
from tests.object_storage import KEYS, address, client, object_storage, stored
from tests.platform import builders
from tests.platform.common.conftest import House
from tests.with_postgresql import free_port

from handschlag.accounts.models import User
from handschlag.common import erasures
from handschlag.common.files import StorageAway, look, storage_trouble
from handschlag.common.jobs import enqueue, work_off
from handschlag.common.jobs.pages import JobScreen
from handschlag.common.models import Job, JobEnd, JobState
from handschlag.common.operations import backups
from handschlag.directory.models import Network
from handschlag.events import printed_files
from handschlag.site.environment import Environment
from handschlag.site.providers import file_storage

SignedIn = Callable[[User], Client]
A_MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with object_storage(tmp_path_factory.mktemp("moto")) as made:
        yield made


@pytest.fixture
def kept_at(settings: Any, tmp_path: Path) -> Callable[[str], None]:
    """`kept_at(endpoint)`: from now on, files lie there."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"

    def keep(endpoint: str, bucket: str = "handschlag") -> None:
        values = {"HANDSCHLAG_STORAGE": address(endpoint, bucket=bucket), **KEYS}
        settings.STORAGES = {**settings.STORAGES, "default": file_storage(Environment(values))}
        settings.IS_STORAGE_SHARED = True

    return keep


@pytest.fixture
def empty(endpoint: str, kept_at: Callable[[str], None]) -> Iterator[str]:
    """The storage, in use and empty before and after."""
    kept_at(endpoint)
    yield endpoint
    for key in stored(endpoint):
        client(endpoint).delete_object(Bucket="handschlag", Key=key)


@pytest.fixture
def nowhere() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture
def optics(martha: User) -> Network:
    network = builders.network("Optik Jena")
    builders.manages(martha, network)
    return network


def logo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (200, 80), (20, 90, 160)).save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue())


def page_of(network: Network) -> str:
    return f"/de/manage/networks/{network.slug}/logo/"


@pytest.mark.django_db
def test_a_logo_lies_in_the_storage_and_goes_out_by_our_pages_only(
    empty: str,
    martha: User,
    optics: Network,
    signed_in: SignedIn,
    tmp_path: Path,
    django_capture_on_commit_callbacks,
) -> None:
    team = signed_in(martha)
    assert team.post(page_of(optics), {"picture": logo(), "seen": ""}).status_code == 302
    optics.refresh_from_db()
    ((key, content),) = stored(empty).items()
    assert (key, content[:4], content[8:12]) == (f"a/part/{optics.logo.name}", b"RIFF", b"WEBP")
    assert not (tmp_path / "media").exists()
    shown = Client().get(f"/de/logos/{optics.logo.name.rpartition('/')[2]}")
    assert (shown.status_code, shown.content, shown["Content-Type"]) == (200, content, "image/webp")
    with pytest.raises(NotImplementedError):
        default_storage.url(optics.logo.name)
    with django_capture_on_commit_callbacks(execute=True):
        form = {"picture": logo(), "seen": optics.logo.name}
        assert team.post(page_of(optics), form).status_code == 302
    assert len(stored(empty)) == 1
    assert key not in stored(empty)


@pytest.mark.django_db
def test_while_the_storage_is_away_people_read_so_and_what_is_to_go_goes_later(
    empty: str,
    nowhere: str,
    kept_at: Callable[[str], None],
    martha: User,
    optics: Network,
    signed_in: SignedIn,
    now: datetime,
    django_capture_on_commit_callbacks,
) -> None:
    team = signed_in(martha)
    team.post(page_of(optics), {"picture": logo(), "seen": ""})
    optics.refresh_from_db()
    name = optics.logo.name

    kept_at(nowhere)
    refused = team.post(page_of(optics), {"picture": logo(), "seen": name})
    assert "Zurzeit können wir keine Dateien speichern." in refused.content.decode()
    shown = team.get(f"/de/logos/{name.rpartition('/')[2]}")
    assert (shown.status_code, shown["Retry-After"], shown["Cache-Control"]) == (503, "60", "no-store")
    assert "Dateien sind zurzeit nicht verfügbar" in shown.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        gone = team.post(page_of(optics), {"remove": "yes", "seen": name})
    assert gone.status_code == 302
    optics.refresh_from_db()
    assert optics.logo.name == ""
    assert work_off(now=now + A_MINUTE) == 1
    job = Job.objects.get(kind="common.drop_file")
    assert (job.state, job.due_at, job.attempts) == (JobState.QUEUED, now + A_MINUTE * 1.5, 1)

    kept_at(empty)
    assert len(stored(empty)) == 1
    assert work_off(now=now + A_MINUTE * 2) == 1
    assert stored(empty) == {}


@pytest.mark.django_db
def test_what_was_printed_goes_with_an_erasure_now_or_later(
    empty: str, nowhere: str, kept_at: Callable[[str], None], now: datetime
) -> None:
    event = builders.event()
    printed_files.store(b"pdf", event_id=event.pk)
    other = printed_files.store(b"pdf", event_id=event.pk + 1)
    kept_at(nowhere)
    printed_files.delete_of_event(event.pk, now=now)
    kept_at(empty)
    assert len(stored(empty)) == 2
    assert work_off(now=now) == 1
    assert list(stored(empty)) == [f"a/part/{other}"]
    made = default_storage.get_modified_time(other)
    assert printed_files.delete_old(now=made + timedelta(hours=23)) == 0
    assert printed_files.delete_old(now=made + timedelta(hours=25)) == 1


@pytest.mark.django_db
def test_a_job_waits_for_the_storage_and_says_after_an_hour_why_it_ended(
    nowhere: str, kept_at: Callable[[str], None], paul: User, now: datetime
) -> None:
    kept_at(nowhere)
    job = enqueue(kind="common.drop_file", payload={"name": "x"}, owner_id=paul.pk, now=now)
    at, waits = now, []
    while job.state == JobState.QUEUED:
        work_off(now=at)
        job.refresh_from_db()
        waits.append((job.due_at - at).total_seconds())
        at = job.due_at
    assert waits[:5] == [30, 30, 60, 120, 240]
    assert (job.state, job.end, max(waits)) == (JobState.FAILED, JobEnd.REFUSED, 900)
    assert "hat nicht geantwortet" in JobScreen.of(job).end_word


@pytest.mark.django_db(transaction=True)
def test_who_was_erased_on_one_host_stands_on_the_list_of_all(
    empty: str, nowhere: str, kept_at: Callable[[str], None], settings: Any, tmp_path: Path, now: datetime
) -> None:
    erasures.record_erasure("account", "7@2026", now=now)
    kept_at(nowhere)
    erasures.record_erasure("account", "8@2026", now=now)
    kept_at(empty)
    assert work_off(now=now) == 1
    settings.DATA = tmp_path / "of another host"
    lines = [f"{now.isoformat()} account {key}@2026" for key in (7, 8)]
    assert [sorted(found) for found in erasures.erased_lists()] == [[], lines]


def test_a_backup_has_the_files_of_the_storage_and_puts_them_back(
    house: House, empty: str, nowhere: str, kept_at: Callable[[str], None], tmp_path: Path, capsys: Any
) -> None:
    for name in ("logos/one.webp", "printed/7/a.pdf", "erased/x.txt", "theirs/a.txt"):
        default_storage.save(name, ContentFile(b"" if name.startswith("erased") else name.encode()))
    whole, alone = tmp_path / "whole.tar.gz", tmp_path / "alone.tar.gz"
    call_command("backup", str(whole))
    call_command("backup", str(alone), "--without-files")
    assert "1 files of the object storage" in capsys.readouterr().out
    default_storage.save("logos/one.webp", ContentFile(b"changed"))
    default_storage.save("logos/two.webp", ContentFile(b"new"))
    call_command("restore", str(alone), "--yes")
    assert len(stored(empty)) == 5
    (tmp_path / "erased.txt").unlink(missing_ok=True)
    default_storage.delete("erased/x.txt")
    default_storage.save("erased/y.txt", ContentFile(b""))
    call_command("restore", str(whole), "--yes")
    left = {"a/part/erased/y.txt": b"", "a/part/theirs/a.txt": b"theirs/a.txt"}
    assert stored(empty) == {"a/part/logos/one.webp": b"logos/one.webp", **left}

    kept_at(nowhere)
    with pytest.raises(CommandError, match="Nothing was written: the storage does not answer"):
        call_command("backup", str(tmp_path / "third.tar.gz"))
    with pytest.raises(CommandError, match="Nothing was changed: HANDSCHLAG_STORAGE"):
        call_command("restore", str(whole), "--yes")


def test_a_storage_that_goes_away_amid_a_restore_is_told_and_keeps_nobody_from_being_erased(
    house: House, empty: str, nowhere: str, kept_at: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    call_command("backup", str(tmp_path / "a.tar.gz"))
    again: list[str] = []
    monkeypatch.setitem(erasures._again, "account", lambda key, _now: bool(again.append(key)))
    (tmp_path / "erased.txt").write_text("2026-11-29T10:00:00+00:00 account 7\n")
    real = backups.restore_files
    monkeypatch.setattr(backups, "restore_files", lambda files: (kept_at(nowhere), real(files)))
    with pytest.raises(CommandError, match=r"the files are not: .* a list of erasures cannot be read"):
        call_command("restore", str(tmp_path / "a.tar.gz"), "--yes")
    assert again == ["7"]


def test_a_storage_is_tried_before_it_is_used(empty: str, nowhere: str, kept_at: Callable[..., None]) -> None:
    assert storage_trouble() is None
    assert stored(empty) == {}
    kept_at(empty, bucket="nobodys")
    assert storage_trouble() == "HANDSCHLAG_STORAGE: the storage refuses: NoSuchBucket"
    for asks in (default_storage.exists, default_storage.open):
        with pytest.raises(StorageAway):
            asks("x")
    look.look()
    assert look.is_away()
    kept_at(nowhere)
    assert storage_trouble() == "HANDSCHLAG_STORAGE: the storage does not answer: EndpointConnectionError"
    with pytest.raises(StorageAway):
        default_storage.get_modified_time("x")
    look.look()
    assert look.is_away()
    kept_at(empty)
    look.look()
    assert not look.is_away()
    default_storage.save("xy", ContentFile(b""))
    assert (default_storage.exists("xy"), default_storage.exists("x")) == (True, False)
    for asks in (default_storage.open, default_storage.get_modified_time):
        with pytest.raises(FileNotFoundError):
            asks("x")


@pytest.mark.once
@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("https://bucket", "must look like s3://"),
        ("s3://", "must look like s3://"),
        ("s3://key:secret@bucket", "Keys stand in AWS_ACCESS_KEY_ID"),
        ("s3://bucket?host=x", "knows endpoint, region and style, not 'host'"),
        ("s3://bucket?endpoint=s3.example.org", "the endpoint must look like https://"),
        ("s3://bucket?endpoint=https://", "the endpoint must look like https://"),
        ("s3://bucket?endpoint=http://min_io:9000", "the endpoint must look like https://"),
        ("s3://bucket?style=round", "the style must be one of"),
        ("s3://bucket?region", "must look like s3://"),
    ],
)
def test_nonsense_about_the_storage_is_told_in_words_without_a_secret(value: str, words: str) -> None:
    with pytest.raises(ImproperlyConfigured) as told:
        file_storage(Environment({"HANDSCHLAG_STORAGE": value}))
    assert words in str(told.value)
    assert "secret@" not in str(told.value)


@pytest.mark.once
def test_half_a_pair_of_keys_and_a_missing_extra_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"HANDSCHLAG_STORAGE": "s3://bucket"}
    with pytest.raises(ImproperlyConfigured, match="belong together"):
        file_storage(Environment({**values, "AWS_ACCESS_KEY_ID": "x"}))
    monkeypatch.setattr("handschlag.site.providers.find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match=r"needs the extra s3: install"):
        file_storage(Environment(values))

"""Forms as nobody should send them: hostile files, zero bytes, twice, too late, without what they need."""

from __future__ import annotations

import io
import re
import struct
import zlib
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.platform import builders
from tests.platform.letters import text_of

from handschlag.accounts.models import User
from handschlag.common.models import AuditEntry, Mail
from handschlag.directory.models import JoinRequest, Network, Revision, Story
from handschlag.pages.models import Report

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
LINK = re.compile(r"https?://[^/\s]+(/\S*/join/\S+)")
ASKING = {
    "organisation": "Windwinkel GmbH",
    "contact_name": "Inga",
    "contact_email": "inga@example.org",
    "consent": "on",
}


@pytest.fixture
def own(martha: User) -> Network:
    network = builders.network("Eigenes Netz", description_de="Alt.", is_demo=True)
    builders.manages(martha, network)
    return network


@pytest.fixture
def desk(client: Client, martha: User) -> Client:
    client.force_login(martha)
    return client


def sent(client: Client, path: str, **changed: Any) -> Any:
    """What a browser sends from a page: its hidden fields, and what somebody typed."""
    page = client.get(path).content.decode()
    return client.post(path, {name: unescape(value) for name, value in HIDDEN.findall(page)} | changed)


def png(width: int, height: int) -> bytes:
    """A picture that says it is this large and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def photo(**options: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (300, 100), "teal").save(target, "JPEG", **options)
    return target.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "a drawing with a script": SVG,
    "a page that calls itself a picture": b"<!doctype html><script>alert(1)</script>",
    "a picture that is a page, too": b"GIF89a/*" + b"<script>alert(1)</script>*/=1;",
    "a picture of a hundred thousand pixels each way": png(100_000, 100_000),
    "a broken picture": png(10, 10),
    "nothing": b"",
    "ten megabytes": b"\xff\xd8\xff" + b"0" * 10_000_000,
    "an archive": b"PK\x03\x04" + b"\0" * 100,
    "a program": b"MZ" + b"\0" * 100,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_logo_is_refused_with_words_and_nothing_is_kept(
    desk: Client, own: Network, data: bytes
) -> None:
    path = f"/de/manage/networks/{own.slug}/logo/"
    file = SimpleUploadedFile("../../logo.png", data, content_type="image/png")
    answer = sent(desk, path, picture=file)
    assert answer.status_code in {413, 422}
    assert 'class="kern-error"' in answer.content.decode() or answer.status_code == 413
    own.refresh_from_db()
    assert (own.logo.name or "", AuditEntry.objects.count()) == ("", 0)


def test_a_logo_loses_where_it_was_taken_and_its_name(
    desk: Client, own: Network, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    exif = Image.Exif()
    exif[0x010E] = "Wohnzimmer von Erika"
    file = SimpleUploadedFile("../../erika.jpg", photo(exif=exif), content_type="image/jpeg")
    answer = sent(desk, f"/de/manage/networks/{own.slug}/logo/", picture=file)
    assert answer.status_code == 302
    own.refresh_from_db()
    assert re.fullmatch(r"logos/[0-9a-f]{32}\.webp", own.logo.name)
    shown = desk.get(f"/de/logos/{own.logo.name.rpartition('/')[2]}")
    data = shown.getvalue()
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert b"Erika" not in data
    assert data[:4] == b"RIFF"


@pytest.mark.parametrize("name", ["organisation", "contact_name", "message", "website", "contact_email"])
def test_a_zero_byte_in_a_request_to_join_is_not_kept(client: Client, own: Network, name: str) -> None:
    answer = client.post(f"/de/networks/{own.slug}/join/", ASKING | {name: "a\0b"})
    assert answer.status_code in {302, 422}
    assert "\\x00" not in str(list(JoinRequest.objects.values())) + str(list(Mail.objects.values("text")))


@pytest.mark.parametrize("name", ["text", "source", "about", "name", "email", "kind"])
def test_a_zero_byte_in_a_report_is_refused(client: Client, name: str) -> None:
    filled = {"kind": "missing", "text": "Es fehlt eins.", name: "a\0b"}
    answer = client.post("/de/contact/", filled)
    assert (answer.status_code, Report.objects.count()) in {(422, 0), (200, 0)}


@pytest.mark.parametrize("name", ["description_de", "description_en"])
def test_a_zero_byte_in_a_description_is_not_kept(desk: Client, own: Network, name: str) -> None:
    sent(desk, f"/de/manage/networks/{own.slug}/edit/description/", **{name: "a\0b"})
    own.refresh_from_db()
    kept = [own.description_de, own.description_en, str(list(Revision.objects.values("content")))]
    assert not any("\0" in text or "\\x00" in text for text in kept)


@pytest.mark.parametrize("path", ["account/login/", "account/login/code/", "account/login/password/"])
def test_a_zero_byte_at_the_door_is_a_wrong_answer_like_any_other(client: Client, path: str) -> None:
    answer = client.post(f"/de/{path}", {"email": "a\0@example.org", "code": "1\0", "password": "\0"})
    assert answer.status_code in {200, 302, 422}
    assert "_auth_user_id" not in client.session


def test_of_two_tabs_the_second_is_told_and_overwrites_nothing(desk: Client, own: Network) -> None:
    path = f"/de/manage/networks/{own.slug}/edit/body/"
    old = {name: unescape(value) for name, value in HIDDEN.findall(desk.get(path).content.decode())}
    first = desk.post(path, old | {"management_body": "Erste GmbH", "founded": "2001"})
    second = desk.post(path, old | {"management_body": "Zweite GmbH", "founded": "2002"})
    own.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 409)
    assert own.management_body == "Erste GmbH"
    text = second.content.decode()
    assert "Zweite GmbH" in text, "what was typed is not lost"
    assert "<del>Erste</del>" in text, "what the other one wrote is shown"


def test_a_story_that_is_sent_twice_has_two_addresses(desk: Client, own: Network) -> None:
    path = f"/de/manage/networks/{own.slug}/stories/new/"
    filled = {name: unescape(value) for name, value in HIDDEN.findall(desk.get(path).content.decode())}
    filled |= {"kind": "news", "day": "2026-11-20", "title_de": "Neues Labor", "text_de": "Es steht."}
    assert desk.post(path, filled).status_code == 302
    desk.post(path, filled)
    slugs = Story.objects.filter(network=own).values_list("slug", flat=True)
    assert len(set(slugs)) == len(slugs)


def test_a_request_that_is_sent_twice_waits_once_and_brings_one_letter(client: Client, own: Network) -> None:
    for _ in range(2):
        assert client.post(f"/de/networks/{own.slug}/join/", ASKING).status_code == 302
    assert (JoinRequest.objects.count(), Mail.objects.count()) == (1, 1)


def test_a_link_that_was_used_or_is_too_old_says_so(
    client: Client, own: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(f"/de/networks/{own.slug}/join/", ASKING)
    found = LINK.search(text_of(Mail.objects.get()))
    assert found is not None
    assert client.get(found[1]).status_code == 200
    JoinRequest.objects.update(asked_at=datetime.fromtimestamp(0, builders.NOW.tzinfo))
    assert client.post(found[1]).status_code == 302
    again = client.post(found[1])
    assert again.status_code in {404, 410}
    assert "Link" in again.content.decode()
    later = builders.NOW + timedelta(days=400)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert client.get(found[1]).status_code in {404, 410}


@pytest.mark.parametrize(
    ("path", "posted"),
    [
        ("moderation/publish/", {"e": ["network:99999999999999999999:1", "x", "actor::", "\0"]}),
        ("moderation/publish/", {"all": "1", "kind": "nope", "network": "9" * 30}),
        ("compare/", {"n": "\0"}),
        ("bookmarks/", {"kind": "network", "id": "9" * 30}),
        ("bookmarks/", {"kind": "\0", "id": "-1"}),
    ],
)
def test_nonsense_in_a_list_of_choices_changes_nothing(
    client: Client, editha: User, own: Network, path: str, posted: dict[str, Any]
) -> None:
    client.force_login(editha)
    answer = client.post(f"/de/{path}", posted)
    assert answer.status_code in {200, 302, 400, 404, 405, 409, 422}
    assert AuditEntry.objects.count() == 0


def test_members_that_are_not_there_cannot_be_ended(desk: Client, own: Network) -> None:
    for value in ("9" * 30, "-1", "x", "\0"):
        answer = desk.post(
            f"/de/manage/networks/{own.slug}/members/end/", {"m": value, "until": "2026-11-01"}
        )
        assert answer.status_code in {302, 404, 422}
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("path", ["members/?q={}", "members/add/?name={}", "members/?page={}"])
def test_nonsense_that_a_manager_looks_for_finds_nothing(desk: Client, own: Network, path: str) -> None:
    for value, status in (("a%00b", 400), ("%01%7f", 200), ("x" * 3_000, 200), ("%ff", 200)):
        answer = desk.get(f"/de/manage/networks/{own.slug}/{path.format(value)}")
        assert (value[:9], answer.status_code) == (value[:9], status)
    assert desk.post(f"/de/manage/networks/{own.slug}/members/add/", {"name": "a\0b"}).status_code in {
        200,
        422,
    }

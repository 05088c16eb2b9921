"""Funding calls from tables and feeds: drafts only, all or nothing, each entry once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.platform import builders, guide

from handschlag.accounts.models import User
from handschlag.programmes.actions import call_feeds, funding_calls
from handschlag.programmes.models import CallFeed, FundingCall
from handschlag.programmes.rules import call_entries
from handschlag.programmes.rules.call_entries import FeedFault, entries_in

TABLE, FEEDS = "/de/programmes/calls/import/", "/de/programmes/calls/feeds/"
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Aufrufe</title>
<entry><id>urn:1</id><title>Netze &amp; mehr</title><link href="https://geber.example/1"/>
<summary type="html">&lt;p&gt;Bis Januar&lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;</summary></entry>
<entry><id>urn:2</id><title>Ohne Adresse</title></entry>
<entry><id>urn:3</id><title>Falsche Adresse</title><link href="javascript:alert(1)"/></entry>
</feed>"""
BOMB = '<!DOCTYPE feed [<!ENTITY a "aaaa">]><feed xmlns="http://www.w3.org/2005/Atom">&a;</feed>'


@pytest.fixture
def desk(signed_in: Callable[[User], Client], editha: User) -> Client:
    return signed_in(editha)


def sent(text: str) -> dict[str, Any]:
    return {"table": SimpleUploadedFile("aufrufe.csv", text.encode(), content_type="text/csv")}


@pytest.mark.django_db
def test_a_table_is_checked_and_then_taken_over_as_drafts(
    desk: Client, valid: Callable[[str], list[str]], now: datetime
) -> None:
    zim, field = builders.programme("zim"), builders.field()
    text = (
        "Bezeichnung;Titel;Programm;Frist;Technologiefelder;Wer sind Sie\n"
        f"x;Neue Netze;{zim.short_name};31.01.2027 12:00;{field.label_de}|{field.slug};company|research\n"
        "y;Sommerzeit;;2027-07-01 15:00;;\n"
    )
    with time_machine.travel(now, tick=False):
        checked = desk.post(TABLE, sent(text)).content.decode()
        assert valid(checked) == []
        assert "2 Zeilen, nichts falsch" in checked
        assert "nicht gelesen" in checked
        assert not FundingCall.objects.exists()
        assert (
            "2 Entwürfe wurden angelegt."
            in desk.post(TABLE, {**sent(text), "apply": "yes"}, follow=True).content.decode()
        )
        first, second = FundingCall.objects.order_by("pk")
        assert (first.programme, first.fields, first.published_at) == (zim, [field.slug], None)
        assert first.conditions == {"who": ["company", "research"]}
        assert first.closes_at == datetime(2027, 1, 31, 11, tzinfo=UTC)
        assert second.closes_at == datetime(2027, 7, 1, 13, tzinfo=UTC)
        twice = desk.post(TABLE, {**sent(text), "apply": "yes"})
        assert twice.status_code == 422
        assert "gibt es schon" in twice.content.decode()
        assert FundingCall.objects.count() == 2


@pytest.mark.django_db
def test_one_wrong_cell_keeps_everything_out_and_is_named(desk: Client, now: datetime) -> None:
    text = (
        "Titel;Programm;Frist;Link;Gelesen am\n"
        "Gut;;31.01.2027 12:00;;\n"
        ";;31.01.2027 12:00;;\n"
        "Tag;;31.01.2027;;\n"
        "Stunde;;28.03.2027 02:30;;\n"
        "Zweimal;;31.10.2027 02:30;;\n"
        "Programm;Marsflug;;;\n"
        "Formel;;;=1+1;\n"
        "Morgen;;;;31.12.2099\n"
    )
    with time_machine.travel(now, tick=False):
        answer = desk.post(TABLE, {**sent(text), "apply": "yes"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert not FundingCall.objects.exists()
    assert [
        cell for cell in ("A3", "C4", "C5", "C6", "B7", "D8", "E9") if f"<td>{cell}<span" not in html
    ] == []
    assert "7 Zellen brauchen eine Korrektur" in html
    assert desk.post(TABLE, sent("Nichts;Davon\n1;2\n")).status_code == 422


@pytest.mark.once
def test_a_feed_is_read_without_trust() -> None:
    found = entries_in(ATOM.encode())
    assert not isinstance(found, FeedFault)
    (entry,) = found
    assert (entry.id, entry.title, entry.url) == ("urn:1", "Netze & mehr", "https://geber.example/1")
    assert "<" not in entry.text
    for odd in (BOMB, "", "<html/>", "<feed/>", ATOM[:200], "\0", "<feed xmlns='x'><entry/></feed>"):
        assert entries_in(odd.encode()) is FeedFault.NO_FEED, odd


@pytest.mark.once
def test_of_a_very_long_text_only_the_beginning_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = []
    monkeypatch.setattr(call_entries, "_plain", lambda text: lengths.append(len(text)) or "x")
    entries_in(ATOM.replace("Bis Januar", "a&amp;" * 50_000).encode())
    assert max(lengths) == call_entries.LONGEST_SOURCE


@pytest.mark.django_db
def test_a_feed_that_fails_stops_no_other(
    desk: Client, monkeypatch: pytest.MonkeyPatch, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("a", "b"):
        CallFeed.objects.create(title=name, url=f"https://{name}.example/atom")

    def answer(url: str) -> bytes:
        if "a.example" in url:
            raise RuntimeError("Geheimes")
        return ATOM.encode()

    monkeypatch.setattr(call_feeds, "read_open_answer", answer)
    assert call_feeds.read_feeds(now=now, today=now.date()) == 1
    assert [one.fault for one in CallFeed.objects.order_by("title")] == ["not_taken", ""]
    assert "Die Einträge konnten nicht übernommen werden." in desk.get(FEEDS).content.decode()
    assert "RuntimeError" in caplog.text
    assert "Geheimes" not in caplog.text


@pytest.mark.django_db
def test_entries_become_drafts_once_and_nothing_is_published(
    desk: Client, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    answers: list[bytes | None] = [ATOM.encode(), ATOM.encode(), None]
    monkeypatch.setattr(call_feeds, "read_open_answer", lambda _url: answers.pop(0))
    desk.post(FEEDS, {"title": "Fördergeber", "url": "https://geber.example/atom"})
    counts = [call_feeds.read_feeds(now=now, today=now.date()) for _ in range(3)]
    assert counts == [1, 0, 0]
    draft = FundingCall.objects.get()
    assert (draft.published_at, draft.closes_at, draft.source_title) == (None, None, "Fördergeber")
    html = desk.get(FEEDS).content.decode()
    assert "1 Eintrag übernommen" in html
    assert "keine brauchbare Antwort" in html
    feed = CallFeed.objects.get()
    desk.post(f"{FEEDS}{feed.pk}/", {"active": "no"})
    assert call_feeds.read_feeds(now=now, today=now.date()) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/feed",
        "http://geber.example/feed",
        "https://10.0.0.8/",
        "https://a:b@geber.example/",
    ],
)
def test_only_the_open_internet_is_read(desk: Client, url: str) -> None:
    assert desk.post(FEEDS, {"title": "Innen", "url": url}).status_code == 422
    assert not CallFeed.objects.exists()


@pytest.mark.django_db
def test_a_slug_that_somebody_takes_meanwhile_is_chosen_anew(
    desk: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide.funding_call(slug="neue-netze")
    slugs = iter(("neue-netze", "neue-netze-2"))
    monkeypatch.setattr(funding_calls, "_free_slug", lambda _title: next(slugs))
    with time_machine.travel(now, tick=False):
        assert desk.post("/de/programmes/calls/new/", {"title_de": "Neue Netze"}).status_code == 302
    assert FundingCall.objects.filter(slug="neue-netze-2").exists()

"""Funding calls from tables and feeds: drafts only, all or nothing, each entry once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.test import Client
from tests.platform import builders, guide

from handschlag.accounts.models import User
from handschlag.common.calls import LONGEST_OF_STRANGERS
from handschlag.programmes import call_editing, call_feeds
from handschlag.programmes.call_feeds import EntryFault, FeedContent, FeedFault, entries_in
from handschlag.programmes.models import CallFeed, FundingCall

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
    (entry,) = found.entries
    assert found.set_aside == (("Ohne Adresse", EntryFault.NO_LINK), ("Falsche Adresse", EntryFault.NO_LINK))
    assert (entry.id, entry.title, entry.url) == ("urn:1", "Netze & mehr", "https://geber.example/1")
    assert "<" not in entry.text
    for odd in (BOMB, "", "<html/>", "<feed/>", ATOM[:200], "\0", "<feed xmlns='x'><entry/></feed>"):
        assert entries_in(odd.encode()) is FeedFault.NO_FEED, odd


GOOD = (
    "<entry><id>urn:{0}</id><title>Gut {0}</title><updated>2027-01-0{0}T00:00:00Z</updated>"
    '<link href="https://geber.example/{0}"/></entry>'
)
ODD = {
    "no link": "<entry><id>urn:x</id><title>Ohne</title></entry>",
    "no title": '<entry><id>urn:x</id><link href="https://geber.example/x"/></entry>',
    "no id": '<entry><title>Namenlos</title><link href="https://geber.example/x"/></entry>',
    "an entity of HTML": "<entry><id>urn:x</id><title>Netze&nbsp;mehr</title></entry>",
    "an open tag": "<entry><id>urn:x</id><title>Offen</title><summary><p>Text</summary></entry>",
    "a naked sign": "<entry><id>urn:x</id><title>F&E</title></entry>",
    "no end": "<entry><id>urn:x</id><title>Ohne Ende</title>",
    "a wrong byte": "<entry><id>urn:x</id><title>\x01</title></entry>",
    "a nested entry": "<entry><id>urn:x</id><entry><title>Innen</title></entry>",
}


def feed_of(*entries: str, begin: str = "", prefix: str = "") -> bytes:
    space = f"xmlns{':' if prefix else ''}{prefix}"
    root = f"{prefix}:feed" if prefix else "feed"
    head = f'<?xml version="1.0" encoding="utf-8"?>{begin}<{root} {space}="http://www.w3.org/2005/Atom">'
    return f"{head}{''.join(entries)}</{root}>".encode()


def titles_in(content: bytes) -> tuple[list[str], list[str]]:
    found = entries_in(content)
    assert isinstance(found, FeedContent)
    return [one.title for one in found.entries], [fault.value for _title, fault in found.set_aside]


@pytest.mark.once
@pytest.mark.parametrize("odd", ODD)
def test_what_is_wrong_with_one_entry_costs_that_entry_alone(odd: str) -> None:
    good, set_aside = titles_in(feed_of(GOOD.format(1), ODD[odd], GOOD.format(2)))
    assert (good, bool(set_aside)) == (["Gut 1", "Gut 2"], True)


@pytest.mark.once
def test_nobody_reads_the_dates_of_entries_and_a_wrong_one_costs_nothing() -> None:
    wrong = GOOD.format(1).replace("2027-01-01T00:00:00Z", "31. Februar")
    assert titles_in(feed_of(wrong, GOOD.format(2))) == (["Gut 1", "Gut 2"], [])


@pytest.mark.once
def test_a_prefix_before_names_changes_nothing() -> None:
    one, odd, two = (
        text.replace("<", "<a:").replace("<a:/", "</a:")
        for text in (GOOD.format(1), "<entry><title>F&E</title></entry>", GOOD.format(2))
    )
    assert titles_in(feed_of(one, odd, two, prefix="a")) == (["Gut 1", "Gut 2"], ["unreadable"])


@pytest.mark.once
def test_entities_are_refused_with_the_whole_feed_even_where_an_entry_is_broken() -> None:
    begin = '<!DOCTYPE feed [<!ENTITY a "aaaa">]>'
    assert entries_in(feed_of(GOOD.format(1), "<entry>&b;", begin=begin)) is FeedFault.NO_FEED


@pytest.mark.once
def test_many_broken_entries_are_read_in_time() -> None:
    content = feed_of(GOOD.format(1), "<entry>" * 100_000)
    good, set_aside = titles_in(content)
    assert (good, len(set_aside)) == (["Gut 1"], call_feeds.MOST_ENTRIES)


def served(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a server of the open internet gives it, of a long one the beginning."""
    monkeypatch.setattr(call_feeds, "read_open_answer", lambda _url: answer[:LONGEST_OF_STRANGERS])


@pytest.mark.django_db
@pytest.mark.parametrize("size", [2, 9])
def test_a_huge_entry_loses_no_other(
    desk: Client, monkeypatch: pytest.MonkeyPatch, now: datetime, size: int
) -> None:
    """Of two megabytes the beginning is kept; what is longer than all that is read is set aside."""
    CallFeed.objects.create(title="Geber", url="https://geber.example/atom")
    huge = GOOD.format(9).replace("<link", f"<summary>{'x&amp;' * (size * 200_000)}</summary><link")
    served(feed_of(GOOD.format(1), GOOD.format(2), huge), monkeypatch)
    assert call_feeds.read_feeds(now=now, today=now.date()) == (3 if size == 2 else 2)
    assert CallFeed.objects.get().set_aside == ([] if size == 2 else [["Gut 9", "unreadable"]])


@pytest.mark.django_db
def test_editors_see_what_was_set_aside_and_why(
    desk: Client,
    monkeypatch: pytest.MonkeyPatch,
    valid: Callable[[str], list[str]],
    now: datetime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    CallFeed.objects.create(title="Geber", url="https://geber.example/atom")
    served(feed_of(GOOD.format(1), GOOD.format(2), *ODD.values(), GOOD.format(3)), monkeypatch)
    taken = call_feeds._taken

    def fails_once(feed: CallFeed, entry: call_feeds.FeedEntry, **when: Any) -> int:
        if entry.id == "urn:2":
            FundingCall.objects.create(title_de="halb", slug="halb", created_at=now, changed_at=now)
            raise DataError("Geheimes")
        return taken(feed, entry, **when)

    monkeypatch.setattr(call_feeds, "_taken", fails_once)
    assert call_feeds.read_feeds(now=now, today=now.date()) == 2
    assert set(FundingCall.objects.values_list("title_de", flat=True)) == {"Gut 1", "Gut 3"}
    html = desk.get(FEEDS).content.decode()
    assert valid(html) == []
    assert [
        words for words in ("Ohne", "keine brauchbare Internetadresse", "Gut 2") if words not in html
    ] == []
    assert "DataError" in caplog.text
    assert "Geheimes" not in caplog.text
    served(feed_of(GOOD.format(1)), monkeypatch)
    call_feeds.read_feeds(now=now, today=now.date())
    assert CallFeed.objects.get().set_aside == []


@pytest.mark.once
def test_of_a_very_long_text_only_the_beginning_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = []
    monkeypatch.setattr(call_feeds, "_plain", lambda text: lengths.append(len(text)) or "x")
    entries_in(ATOM.replace("Bis Januar", "a&amp;" * 50_000).encode())
    assert max(lengths) == call_feeds.LONGEST_SOURCE


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
    monkeypatch.setattr(call_editing, "_free_slug", lambda _title: next(slugs))
    with time_machine.travel(now, tick=False):
        assert desk.post("/de/programmes/calls/new/", {"title_de": "Neue Netze"}).status_code == 302
    assert FundingCall.objects.filter(slug="neue-netze-2").exists()

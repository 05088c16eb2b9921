"""Funding calls: the clock alone says whether one is open, on pages, in files, feeds and kept pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from tests.platform import builders, guide
from tests.platform.atom import faults

from handschlag.accounts.models import User
from handschlag.common import audit
from handschlag.common.models import AuditEntry
from handschlag.programmes import call_editing
from handschlag.programmes.fit import Question
from handschlag.programmes.funding_calls import reasons
from handschlag.programmes.models import FundingCall

pytestmark = pytest.mark.django_db
LIST, DESK = "/de/funding-calls/", "/de/programmes/calls/"
CLOSES = datetime(2027, 1, 31, 11, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ANSWERS = {
    Question.WHO: "company",
    Question.WANT: "product",
    Question.TOGETHER: "few",
    Question.MARKET: "shown",
    Question.BEGUN: "no",
    Question.SIZE: "sme",
}
FORM = {
    "title_de": "Neue Netze",
    "title_en": "New networks",
    "funder_de": "Ministerium",
    "opens_at": "2026-12-01T00:00",
    "closes_at": "2027-03-31T12:00",
    "source_title": "Bekanntmachung",
    "source_url": "https://aufruf.example/neu",
    "read_on": "2026-11-20",
    "for_who": ["company", "research"],
}


@pytest.fixture
def desk(signed_in: Callable[[User], Client], editha: User) -> Client:
    return signed_in(editha)


def statuses(client: Client) -> dict[str, str]:
    entries = json.loads(client.get(f"{LIST}export/json/").content)["entries"]
    return {one["id"]: one["status"] for one in entries}


@pytest.mark.parametrize(
    ("at", "said", "word"),
    [
        (datetime(2026, 11, 1, 8, tzinfo=UTC) - SECOND, "announced", "angekündigt"),
        (datetime(2026, 11, 1, 8, tzinfo=UTC), "open", "offen"),
        (CLOSES - timedelta(days=14) - SECOND, "open", "offen"),
        (CLOSES - timedelta(days=14), "closing", "endet bald"),
        (CLOSES - SECOND, "closing", "endet bald"),
        (CLOSES, "closed", "Frist abgelaufen"),
    ],
)
def test_the_clock_says_on_every_page_whether_a_call_is_open(
    client: Client, programmes: None, at: datetime, said: str, word: str
) -> None:
    programme = builders.programme("zim-projekte")
    guide.funding_call(programme)
    answers = "&".join(f"{question}={answer}" for question, answer in ANSWERS.items())
    finder = f"/de/programmes/finder/result/?{answers}"
    with time_machine.travel(at, tick=False):
        assert statuses(client) == {"netze-2027": said}
        for page in (LIST, f"{LIST}netze-2027/", "/de/programmes/zim-projekte/"):
            assert f">{word}</span>" in client.get(page).content.decode(), page
        fits = "Förderaufrufe, die zu Ihren Antworten passen" in client.get(finder).content.decode()
        assert fits is (said in {"open", "closing"})
        calendar = client.get(f"{LIST}deadlines.ics").content.decode()
        assert ("Frist: Netze 2027" in calendar) is (said != "closed")
        assert "offen" not in client.get(f"{LIST}calls.atom").content.decode()


def test_a_change_of_the_contact_alone_cannot_be_undone(desk: Client, now: datetime) -> None:
    call = guide.funding_call()
    changes = {"contact": ["", ""]}
    audit.record(verb="funding_call.edited", target=call, by_id=None, now=now, changes=changes)
    assert "undo/" not in desk.get(f"{DESK}{call.pk}/").content.decode()
    refused = desk.post(f"{DESK}{call.pk}/undo/", {"version": "1"}, follow=True).content.decode()
    assert "Es gibt nichts rückgängig zu machen." in refused


def test_a_kept_page_does_not_outlive_the_deadline(client: Client, settings: Any) -> None:
    settings.KEPT_PAGES_BYTES = 1_000_000
    guide.funding_call(builders.programme("zim"))
    pages = (LIST, f"{LIST}netze-2027/", "/de/programmes/zim/", f"{LIST}?status=closing")
    with time_machine.travel(CLOSES - timedelta(days=3) - SECOND, tick=False):
        assert "noch 4 Tage" in client.get(pages[0]).content.decode()
    with time_machine.travel(CLOSES - timedelta(days=3), tick=False):
        assert "noch 3 Tage" in client.get(pages[0]).content.decode()
    with time_machine.travel(CLOSES - SECOND, tick=False):
        for page in pages:
            client.get(page)
            kept = client.get(page)
            assert kept.is_from_shelf
            assert "endet bald" in kept.content.decode()
    with time_machine.travel(CLOSES, tick=False):
        for page in pages:
            html = client.get(page).content.decode()
            assert ">endet bald</span>" not in html, page
        assert "Keine passenden Förderaufrufe" in client.get(pages[-1]).content.decode()


def test_the_list_narrows_and_begins_with_what_closes_next(client: Client, now: datetime) -> None:
    optics = builders.field()
    zim = builders.programme("zim")
    guide.funding_call(slug="later", closes_at=CLOSES + timedelta(days=30), fields=["anderes"])
    guide.funding_call(zim, conditions={"who": ["research"]}, fields=[optics.slug])
    guide.funding_call(slug="over", closes_at=datetime(2026, 11, 20, tzinfo=UTC))
    guide.funding_call(slug="draft", published_at=None)
    guide.funding_call(slug="gone", withdrawn_at=now)
    wanted = {
        "": ["netze-2027", "later", "over"],
        "status=open": ["netze-2027", "later"],
        "status=closed": ["over"],
        "programme=zim": ["netze-2027"],
        f"field={optics.slug}": ["netze-2027", "over"],
        "who=company": ["later", "over"],
    }
    with time_machine.travel(now, tick=False):
        found = {query: client.get(f"{LIST}export/csv/?{query}") for query in wanted}
        lines = {query: one.content.decode("utf-8-sig").splitlines()[1:] for query, one in found.items()}
        assert {query: [line.split(";")[0] for line in some] for query, some in lines.items()} == wanted
        assert client.get(f"{LIST}?status=lost").status_code == 422
        assert client.get(f"{LIST}export/csv/?who=nobody").status_code == 422
        assert client.get(f"{LIST}export/exe/").status_code == 404
        assert client.get(f"{LIST}draft/").status_code == 404
        assert client.get(f"{LIST}gone/").status_code == 404


def test_a_long_list_has_pages_and_a_constant_number_of_queries(
    client: Client, valid: Callable[[str], list[str]], django_assert_max_num_queries: Any
) -> None:
    for number in range(23):
        guide.funding_call(slug=f"call-{number}")
    with django_assert_max_num_queries(8):
        html = client.get(f"{LIST}?page=2").content.decode()
    assert html.count("hs-programmes__name") == 3
    assert valid(html) == []
    assert valid(client.get(f"{LIST}call-1/").content.decode()) == []


def test_a_call_is_written_published_corrected_undone_and_withdrawn(
    desk: Client, client: Client, valid: Callable[[str], list[str]], now: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        assert valid(desk.get(f"{DESK}new/").content.decode()) == []
        assert desk.post(f"{DESK}new/", FORM).status_code == 302
        call = FundingCall.objects.get()
        assert (call.slug, call.conditions) == ("neue-netze", {"who": ["company", "research"]})
        assert call.closes_at == datetime(2027, 3, 31, 10, tzinfo=UTC)  # summer time has begun
        page, public = f"{DESK}{call.pk}/", f"{LIST}neue-netze/"
        assert Client().get(public).status_code == 404
        assert (
            "Der Förderaufruf ist öffentlich."
            in desk.post(f"{page}publish/", {"version": "1"}, follow=True).content.decode()
        )
        assert "Ministerium" in Client().get(public).content.decode()
        later = {**FORM, "closes_at": "2027-04-30T12:00", "contact": "Projektträger", "version": "2"}
        assert desk.post(page, later).status_code == 302
        assert "30. April 2027" in Client().get(public).content.decode()
        assert valid(desk.get(page).content.decode()) == []
        entry = AuditEntry.objects.get(verb="funding_call.edited")
        assert entry.changes["contact"] == ["", ""]
        undone = desk.post(f"{page}undo/", {"version": "3"}, follow=True).content.decode()
        assert "Nur der Kontakt bleibt, wie er ist." in undone
        assert "31. März 2027" in Client().get(public).content.decode()
        for _again in range(2):  # nothing on the page lets the form through the second time
            stale = desk.post(page, later)
            assert stale.status_code == 422
            html = stale.content.decode()
            assert "Es wurde nichts gespeichert" in html
            assert f'<a href="{page}">Aktuellen Stand anzeigen</a>' in html
            assert 'name="version" value="4"' not in html
            assert valid(html) == []
        desk.post(f"{page}withdraw/", {"version": "4"})
        assert Client().get(public).status_code == 404
        assert "zurückgezogen" in desk.get(f"{DESK}?state=withdrawn").content.decode()


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ({"title_de": ""}, "Titel"),
        ({"closes_at": "2026-11-30T12:00"}, "Geben Sie eine Frist nach der Öffnung ein."),
        ({"second_closes_at": "2027-01-01T12:00"}, "Geben Sie eine zweite Frist nach der ersten ein."),
        ({"closes_at": "2027-03-28T02:30"}, "2027-03-28"),  # an hour that does not exist
        ({"read_on": "2030-01-01"}, "Geben Sie ein Datum ein, das nicht in der Zukunft liegt"),
        ({"for_who": ["everybody"]}, "everybody"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    desk: Client, odd: dict[str, Any], said: str, now: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        answer = desk.post(f"{DESK}new/", {**FORM, **odd})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not FundingCall.objects.exists()


def test_nothing_incomplete_becomes_public_or_stays_so(desk: Client, now: datetime) -> None:
    draft = guide.funding_call(slug="draft", published_at=None, closes_at=None)
    said = desk.post(f"{DESK}{draft.pk}/publish/", {"version": "1"}, follow=True).content.decode()
    assert "Vor der Veröffentlichung" in said
    public = guide.funding_call(builders.programme("zim"))
    with time_machine.travel(now, tick=False):
        sent = {**FORM, "closes_at": "", "version": "1"}
        answer = desk.post(f"{DESK}{public.pk}/", sent)
    assert answer.status_code == 422
    public.refresh_from_db()
    assert public.closes_at == CLOSES


def test_editors_see_what_closed_without_a_successor_and_what_ends_soon(now: datetime) -> None:
    zim, igf = builders.programme("zim"), builders.programme("igf")
    over = now - timedelta(days=3)
    alone = guide.funding_call(zim, slug="alone", closes_at=over)
    guide.funding_call(igf, slug="first", closes_at=over)
    guide.funding_call(igf, slug="next")
    ending = guide.fact(igf, key="igf-ends", valid_until=date(2026, 12, 31))
    guide.fact(igf, key="far", valid_until=date(2027, 12, 31))
    found = call_editing.to_do(now=now, today=now.date())
    assert list(found.without_successor) == [alone]
    assert list(found.ending) == [ending]


def test_the_feed_is_valid_and_marks_what_is_invented(client: Client) -> None:
    guide.funding_call(is_demo=True)
    text = client.get(f"{LIST}calls.atom").content.decode()
    assert faults(text) == []
    assert "Netze 2027 (erfunden)" in text


def test_the_search_and_the_sitemap_lead_to_a_call(client: Client) -> None:
    guide.funding_call(title_de="Wasserstoffnetze", title_en="Hydrogen networks")
    found = client.get("/de/search/?q=Wasserstoffnetze").content.decode()
    assert f'href="{LIST}netze-2027/"' in found
    assert "funding-calls/netze-2027/" in client.get("/sitemap-funding_calls.xml").content.decode()


def test_a_call_fits_by_its_conditions_and_by_the_verdict_on_its_programme() -> None:
    assert reasons({}, "", ANSWERS) is None  # nothing says that it fits
    assert reasons({"who": ["company"]}, "", ANSWERS) == (Question.WHO,)
    assert reasons({"who": ["research"]}, "zim-projekte", ANSWERS) is None
    assert reasons({}, "zim-projekte", ANSWERS) == ()
    assert reasons({}, "zim-projekte", {**ANSWERS, Question.WHO: "abroad"}) is None


def test_the_calendar_names_the_second_stage_after_the_first_has_passed(client: Client) -> None:
    second = CLOSES + timedelta(days=90)
    guide.funding_call(second_closes_at=second)
    for at, is_named in ((second - SECOND, True), (second, False)):
        with time_machine.travel(at, tick=False):
            calendar = client.get(f"{LIST}deadlines.ics").content.decode()
        assert ("Frist für Vollanträge: Netze 2027" in calendar) is is_named

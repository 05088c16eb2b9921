"""The editors' desk of facts: the list, its file, one fact, one click, and the letter once a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.platform import builders, guide

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common.jobs.registry import rounds
from handschlag.common.models import AuditEntry, Mail
from handschlag.programmes import reminders
from handschlag.programmes.facts import FactFilter, FactQuery, get_facts
from handschlag.programmes.models import Fact

pytestmark = pytest.mark.django_db
LIST = "/de/programmes/facts/"
FORM = {
    "kind": "purpose",
    "text_de": "Stärkt Cluster.",
    "text_en": "Strengthens clusters.",
    "source_title": "Seite",
    "source_url": "https://programm.example/",
    "read_on": "2026-11-01",
    "old_from": "2027-11-01",
    "position": "10",
}


@pytest.fixture
def desk(signed_in: Callable[[User], Client], editha: User) -> Client:
    return signed_in(editha)


def old(key: str, days: int = 1, **values: Any) -> Fact:
    since = timezone.localdate() - timedelta(days=days)
    return guide.fact(key=key, read_on=since - timedelta(days=30), old_from=since, **values)


def keys(answer: Any) -> list[str]:
    return [line.split(";")[1] for line in answer.content.decode("utf-8-sig").splitlines()[1:]]


def test_the_list_says_what_is_old_first_and_narrows_and_sorts(desk: Client) -> None:
    zim = builders.programme("zim")
    old("older", 9, text_de="Uraltes")
    old("old", 2, about=zim, kind="phase")
    guide.fact(key="fresh", old_from=timezone.localdate() + timedelta(days=300))
    guide.fact(key="soon", old_from=timezone.localdate() + timedelta(days=30))
    wanted = {
        "": ["older", "old", "soon", "fresh"],
        "state=old": ["older", "old"],
        "state=soon": ["older", "old", "soon"],
        "state=removed": [],
        "programme=zim": ["old"],
        "kind=phase": ["old"],
        "words=uralt": ["older"],
        "sort=programme&programme=go-cluster": ["older", "fresh", "soon"],
    }
    assert {query: keys(desk.get(f"{LIST}export/?{query}")) for query in wanted} == wanted
    html = desk.get(f"{LIST}?state=old").content.decode()
    assert html.count("Heute geprüft, weiterhin richtig") == 2
    assert desk.get(f"{LIST}?state=lost").status_code == 422
    assert desk.get(f"{LIST}export/?kind=rumour").status_code == 422


def test_a_long_list_has_pages_and_its_queries_stay_the_same(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        old(f"fact-{number}")
    assert desk.get(LIST).content.decode().count('name="version"') == 25
    with django_assert_max_num_queries(12):
        second = desk.get(f"{LIST}?page=2")
    assert second.content.decode().count('name="version"') == 5
    assert "30 Angaben" in second.content.decode()


def test_a_file_holds_no_formula_and_both_languages(desk: Client) -> None:
    old("sum", text_de="=1+1", text_en="Plain")
    answer = desk.get(f"{LIST}export/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    head, line = answer.content.decode("utf-8-sig").splitlines()
    assert head.split(";")[3:5] == ["Auf Deutsch", "Auf Englisch"]
    assert line.split(";")[3] == "'=1+1"


def test_one_click_says_that_it_is_still_right_and_leads_back_to_the_list(desk: Client) -> None:
    fact, today = old("old"), timezone.localdate()
    answer = desk.post(f"{LIST}{fact.pk}/check/", {"version": "1", "back": f"{LIST}?state=old"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{LIST}?state=old"
    assert "Heute geprüft: weiterhin richtig." in answer.content.decode()
    fact.refresh_from_db()
    assert (fact.read_on, fact.old_from) == (today, today + timedelta(days=30))
    again = desk.post(f"{LIST}{fact.pk}/check/", {"version": "1", "back": "//evil.example/"}, follow=True)
    assert again.redirect_chain[0][0] == LIST
    assert "Diese Angabe wurde inzwischen geändert." in again.content.decode()
    assert AuditEntry.objects.filter(verb="fact.checked").count() == 1


def test_a_fact_is_changed_undone_taken_off_and_brought_back(
    desk: Client, valid: Callable[[str], list[str]]
) -> None:
    fact = guide.fact(key="own")
    page = f"{LIST}{fact.pk}/"
    assert valid(desk.get(page).content.decode()) == []
    assert (
        "Die Änderung ist gespeichert."
        in desk.post(page, {**FORM, "version": "1"}, follow=True).content.decode()
    )
    assert "Letzte Änderung rückgängig machen" in desk.get(page).content.decode()
    desk.post(f"{page}undo/", {"version": "2"})
    fact.refresh_from_db()
    assert fact.text_de == "Hilft Clustern."
    assert "Letzte Änderung rückgängig machen" not in desk.get(page).content.decode()
    desk.post(f"{page}remove/", {"version": "3"})
    assert "Wiederherstellen" in desk.get(f"{LIST}?state=removed").content.decode()
    assert "Wiederherstellen" in desk.get(page).content.decode()
    desk.post(f"{page}bring-back/", {"version": "4"})
    fact.refresh_from_db()
    assert fact.removed_at is None


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ({"source_url": ""}, "Adresse der Quelle"),
        (
            {"read_on": "2199-01-01", "old_from": "2200-01-01"},
            "Geben Sie ein Datum ein, das nicht in der Zukunft liegt",
        ),
        ({"old_from": "2026-11-01"}, "Geben Sie ein Datum nach dem Lesedatum ein."),
        ({"version": "7"}, "Diese Angabe wurde inzwischen geändert."),
        ({"version": "x"}, "Diese Angabe wurde inzwischen geändert."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(desk: Client, odd: dict[str, str], said: str) -> None:
    fact = guide.fact(key="own")
    answer = desk.post(f"{LIST}{fact.pk}/", {**FORM, "version": "1", **odd})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert said in html
    is_stale = "version" in odd
    assert ("Aktuellen Stand anzeigen" in html) is is_stale
    assert ('name="version" value="1"' not in html) is is_stale  # the same form stays refused
    fact.refresh_from_db()
    assert fact.version == 1


def test_what_the_finder_says_because_of_a_fact_stands_beside_its_form(
    desk: Client, programmes: None
) -> None:
    fact = Fact.objects.get(key="zim-members")
    html = desk.get(f"{LIST}{fact.pk}/").content.decode()
    assert "Wird vom Programmfinder verwendet" in html
    assert "es fehlen noch Unternehmen, nötig sind mindestens sechs" in html
    assert "Von der Seite entfernen</span>" not in html
    refused = desk.post(f"{LIST}{fact.pk}/remove/", {"version": "1"}, follow=True)
    assert "Sie lässt sich nicht entfernen" in refused.content.decode()


def test_a_new_fact_needs_its_programme_and_a_key_of_its_own(
    desk: Client, valid: Callable[[str], list[str]]
) -> None:
    programme = builders.programme()
    assert valid(desk.get(f"{LIST}new/").content.decode()) == []
    sent = {**FORM, "programme": str(programme.pk), "key": "new-one"}
    assert desk.post(f"{LIST}new/", sent).status_code == 302
    assert Fact.objects.get(key="new-one").text_en == "Strengthens clusters."
    twice = desk.post(f"{LIST}new/", sent)
    assert twice.status_code == 422
    assert "Dieser Schlüssel ist schon vergeben. Geben Sie einen anderen ein." in twice.content.decode()
    assert desk.get(f"{LIST}9999/").status_code == 404


def test_editors_are_told_once_a_month_what_has_grown_old(
    person: Callable[..., User], editha: User, martha: User, now: datetime
) -> None:
    today = date(2026, 11, 25)
    english = person("edward", Role.EDITOR)
    User.objects.filter(pk=english.pk).update(language="en")
    person("gone", Role.EDITOR).__class__.objects.filter(email="gone@example.org").update(is_active=False)
    guide.fact(key="fresh")
    assert reminders.remind_editors(now=now, today=today) == 0
    for number in range(11):
        guide.fact(key=f"f-{number}", read_on=date(2025, 1, 1), old_from=date(2026, 1, 1))
    assert get_facts(FactQuery(state=FactFilter.OLD), today=today).count() == 11
    assert reminders.remind_editors(now=now, today=today) == 2
    letters = {letter.to: letter for letter in Mail.objects.all()}
    assert set(letters) == {"editha@example.org", "edward@example.org"}
    german = letters["editha@example.org"]
    assert german.subject == "Handschlag: 11 Angaben zu Programmen sind zu prüfen"
    assert german.text.count("gelesen am 2025-01-01") == 10
    assert "Und 1 weitere." in german.text
    assert "/de/programmes/facts/?state=old" in german.text
    assert "/en/programmes/facts/?state=old" in letters["edward@example.org"].text
    job = next(one for one in rounds() if one.kind == "programmes.remind")
    assert job.every == timedelta(days=30)

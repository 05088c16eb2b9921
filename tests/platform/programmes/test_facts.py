"""Facts about programmes: what the database demands, what the platform brings along, what pages show."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.platform import guide

from handschlag.common.models import AuditEntry
from handschlag.programmes import facts as programmes_facts
from handschlag.programmes.models import KINDS, Fact, FactKind, Programme

pytestmark = pytest.mark.django_db


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize(
    "odd",
    [
        {"source_url": ""},
        {"source_url": "ftp://programm.example/"},
        {"source_title": ""},
        {"read_on": None},
        {"old_from": None},
        {"old_from": date(2026, 11, 1)},
        {"kind": "rumour"},
        {"text_de": ""},
        {"text_en": ""},
        {"key": ""},
        {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
    ],
    ids=str,
)
def test_the_database_takes_no_fact_without_source_days_and_both_languages(odd: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        guide.fact(**odd)
    assert guide.fact().pk


def test_a_key_is_given_once() -> None:
    guide.fact()
    with pytest.raises(IntegrityError), transaction.atomic():
        guide.fact()


def test_each_fact_that_comes_along_has_a_public_source_and_words_in_both_languages(programmes: None) -> None:
    facts = list(Fact.objects.select_related("programme"))
    with programmes_facts.FACTS.open(encoding="utf-8", newline="") as file:
        assert len(facts) == len(list(csv.DictReader(file)))
    assert [one.key for one in facts if not urlsplit(one.source_url).hostname] == []
    assert [one.key for one in facts if one.text_de == one.text_en] == []
    assert {one.programme.slug for one in facts} <= set(Programme.objects.values_list("slug", flat=True))
    assert set(KINDS) == set(FactKind)


def test_amounts_are_to_be_read_again_sooner_than_anything_else(programmes: None) -> None:
    amounts = Fact.objects.filter(kind=FactKind.AMOUNT)
    assert amounts.exists()
    others = Fact.objects.exclude(kind=FactKind.AMOUNT).exclude(valid_until=date(2026, 12, 31))
    assert max(one.old_from for one in amounts) < min(one.old_from for one in others)


def test_what_ends_with_the_year_is_to_be_read_again_then(programmes: None) -> None:
    """The guideline of IGF and the mandate of its project manager end on 31 December 2026."""
    ending = list(Fact.objects.filter(valid_until=date(2026, 12, 31)))
    assert {"igf-guideline-end", "igf-administration-term"} <= {one.key for one in ending}
    assert {one.old_from for one in ending} == {date(2026, 12, 31)}


def test_loading_again_changes_nothing_and_leaves_what_editors_did(programmes: None, now: datetime) -> None:
    Fact.objects.filter(key="zim-members").update(text_de="Anders.", removed_at=now)
    entries = AuditEntry.objects.count()
    again = programmes_facts.load_published(now=now)
    assert (again.created, again.updated) == (0, 0)
    assert AuditEntry.objects.count() == entries
    assert Fact.objects.get(key="zim-members").text_de == "Anders."


def test_loading_again_tells_an_older_installation_what_is_closed_and_how_facts_were_read(
    programmes: None, now: datetime
) -> None:
    read = {one.key: (one.is_copy, one.copy_date, one.is_second_hand) for one in Fact.objects.all()}
    closed = set(Programme.objects.filter(is_closed=True).values_list("slug", flat=True))
    assert closed
    Programme.objects.update(is_closed=False)
    Fact.objects.update(is_copy=False, copy_date="", is_second_hand=False)
    Fact.objects.filter(key="zim-members").update(read_on=date(2026, 11, 27))
    edited = Fact.objects.get(key=next(key for key, (_copy, _day, is_second) in read.items() if is_second))
    Fact.objects.filter(pk=edited.pk).update(version=2)
    again = programmes_facts.load_published(now=now)
    assert (again.created, again.updated) == (0, len(closed) + len(read) - 1)
    assert set(Programme.objects.filter(is_closed=True).values_list("slug", flat=True)) == closed
    assert {one.key: (one.is_copy, one.copy_date, one.is_second_hand) for one in Fact.objects.all()} == {
        **read,
        edited.key: (True, read[edited.key][1], False),
        "zim-members": (False, "", False),
    }


def test_the_page_of_a_programme_shows_facts_with_source_and_day_and_names_what_is_missing(
    client: Client, programmes: None, valid: Callable[[str], list[str]]
) -> None:
    answer = client.get("/de/programmes/zim/")
    text = words(answer)
    assert "Mindestens sechs voneinander unabhängige mittelständische Unternehmen" in text
    assert (
        "ZIM: Fragen und Antworten zu Innovationsnetzwerken , Kopie ohne Datum, gelesen am 26. November 2026"
        in text
    )
    assert "Noch nicht bekannt: Rechte an den Ergebnissen" in text
    assert re.search(r"<ol>\s*<li><p>Phase 1:.*<li><p>Phase 2:", answer.content.decode(), re.DOTALL)
    assert "dieses Programm ZIM-Netzwerke" in text
    assert "zuerst IGF, dann ZIM-Netzwerke, danach ZIM-Projekte; go-cluster trägt sie alle." in text
    assert valid(answer.content.decode()) == []
    english = words(client.get("/en/programmes/igf/"))
    assert "since 1 January 2024 · IGF-Portal: Autorisierung" in english


def test_what_was_taken_off_or_has_grown_old_is_gone_or_marked(
    client: Client, programmes: None, now: datetime
) -> None:
    Fact.objects.update(old_from=date(2199, 1, 1))
    Fact.objects.filter(key="zim-members").update(removed_at=now)
    Fact.objects.filter(key="zim-pays").update(
        read_on=date(2020, 1, 1), old_from=date(2021, 1, 1), valid_until=date(2025, 12, 31)
    )
    text = words(client.get("/de/programmes/zim/"))
    assert "Mindestens sechs voneinander" not in text
    assert "nicht mehr gültig: 31. Dezember 2025" in text
    assert "gelesen am 1. Januar 2020 · neu zu prüfen" in text
    assert text.count("neu zu prüfen") == 1


def test_a_programme_outside_the_chain_has_its_facts_and_no_picture(client: Client, programmes: None) -> None:
    text = words(client.get("/de/programmes/spitzencluster/"))
    assert "Drei Runden: 2008, 2010 und 2012." in text
    assert "Zusammenspiel der Programme" not in text


def test_the_list_of_programmes_leads_to_the_finder(client: Client, programmes: None) -> None:
    assert 'href="/de/programmes/finder/"' in client.get("/de/programmes/").content.decode()


@pytest.mark.parametrize("slug", ["zim", "spitzencluster"])
def test_more_facts_cost_no_more_queries(
    client: Client, programmes: None, django_assert_max_num_queries: Any, slug: str
) -> None:
    with django_assert_max_num_queries(8):
        client.get(f"/de/programmes/{slug}/")

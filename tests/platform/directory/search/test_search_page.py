"""The pages of the search: one box for everything, why something was found, and ways out of nothing."""

from __future__ import annotations

from io import StringIO

import pytest
from tests.platform.builders import actor, field, land, network

from handschlag.directory.index import documents
from handschlag.directory.models import Concept, Statement
from handschlag.directory.public_data import loading

pytestmark = pytest.mark.django_db


@pytest.fixture
def storage() -> None:
    """Somebody offers to store hydrogen, somebody stores data, and a field has a concept for the one."""
    energy = field("EUM3", "Wasserstoff und Brennstoffzellen", "Hydrogen and fuel cells")
    concept = Concept.objects.create(
        code="H2-SPEICHER",
        field=energy,
        kind="technology",
        label_de="Wasserstoffspeicherung",
        label_en="Hydrogen storage",
    )
    documents.refresh(field_codes=["EUM3"])
    meier = actor("Tank Meier GmbH", place="Jena", land=land("SN"))
    offer = Statement.objects.create(
        actor=meier, direction="offer", text_de="Behälter zur Speicherung von Wasserstoff bei 700 bar"
    )
    offer.concepts.add(concept)
    documents.refresh(actor_ids=[meier.pk])
    network("Energie Sachsen", land=land("SN"), description_de="Wir lagern Daten in einem Speicher.")


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_hit_shows_the_words_that_answer(client, storage: None) -> None:
    html = page(client, "/de/search/?q=Wasserstoffspeicher")
    assert "2 Treffer für „Wasserstoffspeicher“" in html
    assert "Wasserstoffspeicher = Wasserstoff + Speicher" in html
    assert "zur <mark>Speicherung von Wasserstoff</mark> bei" in html
    assert "Energie Sachsen" not in html


def test_english_words_find_german_texts_and_the_page_says_by_which_term(client, storage: None) -> None:
    html = page(client, "/en/search/?q=hydrogen+storage")
    assert "2 hits for “hydrogen storage”" in html
    assert "by the term: Hydrogen storage (Wasserstoffspeicherung)" in html
    assert '<p class="hs-hits__text" lang="de">' in html


def test_nothing_found_offers_other_words_and_less_to_ask_for(client, storage: None) -> None:
    html = page(client, "/de/search/?q=Speicherpumpe&land=sachsen")
    assert "Noch keine Treffer zu „Speicherpumpe“" in html
    assert '<a href="/de/search/?q=Speicher">Speicher</a>' in html
    assert '<a href="/de/search/?land=sachsen">Ohne die Wörter „Speicherpumpe“</a>' in html


def test_a_misspelt_word_shows_the_hits_of_the_right_one_and_says_so(client, storage: None) -> None:
    html = page(client, "/de/search/?q=Wasserstofspeicherung")
    assert "Zu „Wasserstofspeicherung“ gibt es nichts, hier steht „Wasserstoffspeicherung“." in html
    assert 'href="/de/actors/tank-meier-gmbh/"' in html


def test_without_a_question_the_page_offers_ways_in(client, storage: None) -> None:
    html = page(client, "/de/search/")
    assert "<h1>Alles durchsuchen</h1>" in html
    assert '<a href="/de/search/?land=sachsen">Sachsen</a>' in html


def test_words_that_say_nothing_get_a_kind_answer(client, storage: None) -> None:
    assert "Bitte ergänzen Sie eines, das mehr sagt." in page(client, "/de/search/?q=und+oder")


def test_what_somebody_types_is_never_markup(client, storage: None) -> None:
    html = page(client, "/de/search/?q=%3Cscript%3Ealert(1)%3C/script%3E&near=%3Cb%3E")
    assert "<script>alert" not in html
    assert "<b>" not in html


def test_proposals_are_a_list_for_the_box_and_a_page_for_everybody_else(client, storage: None) -> None:
    whole = page(client, "/de/search/suggest/?q=wasserst")
    assert '<a href="/de/fields/wasserstoff-und-brennstoffzellen/">' in whole
    part = client.get("/de/search/suggest/?q=wasserst", headers={"HX-Request": "true"})
    assert part["Vary"].split(", ").count("HX-Request") == 1
    assert part.content.decode().startswith('<div role="option" id="proposal-1"')
    assert 'data-url="/de/search/?q=Wasserstoffspeicherung"' in part.content.decode()


@pytest.mark.parametrize("typed", ["", "w", "\x01", "💧", '"', "a" * 5000])
def test_proposals_for_nonsense_are_none(client, storage: None, typed: str) -> None:
    response = client.get("/de/search/suggest/", {"q": typed}, headers={"HX-Request": "true"})
    assert (response.status_code, response.content.decode().strip()) == (200, "")


def test_a_page_of_hits_takes_as_many_queries_for_three_as_for_one(
    client, storage: None, django_assert_max_num_queries
) -> None:
    for number in range(3):
        actor(f"Speicher {number} GmbH"), network(f"Speichernetz {number}")
    client.get("/de/search/?q=Speicher")
    with django_assert_max_num_queries(24):
        assert "<mark>Speicher</mark> 2 GmbH" in page(client, "/de/search/?q=Speicher")


def test_the_index_is_made_anew_by_a_command(storage: None) -> None:
    from django.core.management import call_command

    out = StringIO()
    call_command("reindex", stdout=out)
    assert out.getvalue() == "3 entries can be found.\n"


def test_making_the_index_anew_brings_a_loaded_vocabulary_up_to_date() -> None:
    from django.core.management import call_command

    loading.load_vocabulary()
    Concept.objects.filter(code="MED-WUND").delete()
    Concept.objects.filter(code="IKT-ANON").update(synonyms_de=[])
    call_command("reindex", stdout=StringIO())
    assert Concept.objects.get(code="MED-WUND").field_id == "MED"
    assert "Datenschutz" in Concept.objects.get(code="IKT-ANON").synonyms_de

"""Places, pages and inventions in the search: what is meant by a name, and what stands first."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import resources

import pytest
from tests.platform import builders
from tests.platform.builders import actor, field, land, network, programme
from tests.platform.directory.map.country import all_lands, seat

from handschlag.common.loading import read_table
from handschlag.directory.criteria import Criteria
from handschlag.directory.hooks import FoundPage
from handschlag.directory.index import documents
from handschlag.directory.index.analysis import Vocabulary, index_tokens
from handschlag.directory.index.finding import find_everything, find_networks
from handschlag.directory.index.place_names import Gazetteer, Town
from handschlag.directory.index.search_query import parse_query, with_whole_names
from handschlag.directory.models import Membership
from handschlag.directory.public_data.loading import DATA
from handschlag.directory.search.found_pages import PageIndex, page_answers, read_page
from handschlag.directory.search.hits import page_of_hits
from handschlag.events.models import Event

TODAY = date(2026, 11, 26)
TOWNS = (
    Town("Tuttlingen", 47.98, 8.82, 35_000),
    Town("Hof", 50.32, 11.91, 45_000),
    Town("Licht", 50.0, 10.0, 900),
    Town("Frankfurt (Oder)", 52.35, 14.55, 57_000),
    Town("Weil am Rhein", 47.59, 7.62, 32_000),
    Town("Bad Homburg vor der Höhe", 50.23, 8.62, 54_000),
    Town("Bad Salzuflen", 52.09, 8.74, 54_000),
    Town("Homburg", 49.33, 7.34, 42_000),
    Town("Neu Wulmstorf", 53.46, 9.79, 20_500),
    Town("Hanau am Main", 50.13, 8.92, 96_000),
    Town("Haldensleben I", 52.29, 11.41, 21_000),
)


def areas_of(text: str) -> list[str]:
    return [area.name for _, _, area in Gazetteer.of(TOWNS).spans(index_tokens(with_whole_names(text)))]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Cluster Bodensee", ["Bodensee"]),
        ("Metropolregion Nürnberg", ["Metropolregion Nürnberg"]),
        ("optics in Upper Franconia", ["Oberfranken"]),
        ("NRW", ["Nordrhein-Westfalen"]),
        ("Sachsen-Anhalt", ["Sachsen-Anhalt"]),
        ("78532", ["78532 (Tuttlingen)"]),
        ("Bodenschutz am Hof", ["Hof"]),
        ("Licht", []),
        ("4711", []),
        ("60311", ["60311 (Frankfurt)"]),
        ("15230", ["15230 (Frankfurt (Oder))"]),
        ("Frankfurt", ["Frankfurt"]),
        ("Frankfurt (Oder)", ["Frankfurt (Oder)"]),
        ("Frankfurt an der Oder", ["Frankfurt (Oder)"]),
        ("Rhein", []),
        ("Bad Homburg", ["Bad Homburg vor der Höhe"]),
        ("Neu", []),
        ("Hanau", ["Hanau am Main"]),
        ("Haldensleben", ["Haldensleben I"]),
    ],
)
def test_names_of_regions_places_and_postcodes_are_known(text: str, meant: list[str]) -> None:
    assert areas_of(text) == meant


def test_every_line_of_the_postcodes_means_the_town_that_it_names() -> None:
    rows = read_table(DATA / "places.csv")
    towns = [
        Town(row["name"], float(row["latitude"]), float(row["longitude"]), int(row["population"]))
        for row in rows
    ]
    known = Gazetteer.of(towns).postcodes
    lines = (
        (resources.files("handschlag.directory.index") / "postcodes.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    named = dict(line.split(" ", 1) for line in lines if line[:1].isdigit())
    meant = {digits: known[digits].name if digits in known else "" for digits in named}
    ends = (" am ", " an der ", " in ", " vor der ", " (")
    others = {
        name: meant[digits]
        for digits, name in named.items()
        if name != meant[digits] and not meant[digits].startswith(tuple(name + end for end in ends))
    }
    assert others == {
        "Eisleben": "Eisleben Lutherstadt",
        "Greifswald": "Universitäts- und Hansestadt Greifswald",
        "Stade": "Hansestadt Stade",
    }
    assert meant["60"] == "Frankfurt"  # the one on the Main


def test_a_name_of_a_place_is_neither_split_nor_stemmed() -> None:
    question = parse_query("Hof", Vocabulary.of([]), Gazetteer.of(TOWNS).spans)
    assert question.is_of_places
    assert all(way.columns in (("spelled",), ("place",)) for way in question.asked[0].ways)


def test_a_page_answers_with_every_word_and_what_is_meant_says_so() -> None:
    vocabulary = Vocabulary.of([])
    talk = FoundPage(
        kind="session", view="x", title_de="Technologietransfer", title_en="Transfer", words="Vortrag"
    )
    index_ = PageIndex.of([read_page(talk, vocabulary)])

    def asked(text: str) -> list[bool]:
        question = parse_query(text, vocabulary)
        return [one.is_meant for one in page_answers(question, [index_], today=TODAY)]

    assert asked("Vortrag Technologietransfer") == [True]
    assert asked("Technologietransfer") == [True]
    assert asked("Technologietransfer Hamburg") == []


@pytest.mark.django_db
def test_a_region_finds_who_sits_there_and_its_land_comes_first() -> None:
    all_lands()
    network("Optik Eins", **seat("Dresden")), network("Wald Zwei", **seat("Berlin"))
    found = page_of_hits(Criteria(text="Sachsen"), number=1, today=TODAY)
    assert [page.kind for page in found.answers] == ["region"]
    assert [hit.title_de for hit in found.hits] == ["Optik Eins"]


@pytest.mark.django_db
def test_real_entries_stand_above_inventions_and_networks_above_actors() -> None:
    network("Traum", description_de="Laser", is_demo=True)
    actor("Laser Laser Meier"), actor("Laser Traum", is_demo=True)
    optics = field("OPT1", "Lasertechnik", "Laser technology")
    network("Licht Nord", fields=(optics,), description_de="Laser und Licht")
    wanted = Criteria(text="Laser", invented="yes")
    names = [hit.title_de for hit in page_of_hits(wanted, number=1, today=TODAY).hits]
    assert names.index("Licht Nord") < names.index("Laser Laser Meier") < names.index("Laser Traum")


@pytest.mark.django_db
def test_inventions_below_enough_real_entries_are_behind_a_link(client) -> None:
    for number in range(3):
        network(f"Laser {number}"), actor(f"Lasertraum Laser {number}", is_demo=True)
    html = client.get("/de/search/?q=Laser").content.decode()
    assert "Lasertraum" not in html
    assert '<a href="/de/search/?q=Laser&amp;invented=yes">3 weitere erfundene Einträge</a>' in html
    assert "Lasertraum" in client.get("/de/search/?q=Laser&invented=yes").content.decode()


@pytest.mark.django_db
def test_a_network_is_found_by_its_members() -> None:
    made, member = network("Energie Nord"), actor("Turbinenwerk Weber GmbH")
    assert find_networks(Criteria(text="Turbinenwerk Weber"), today=TODAY).total == 0
    Membership.objects.create(actor=member, network=made)
    documents.refresh(actor_ids=[member.pk])
    assert find_networks(Criteria(text="Turbinenwerk Weber"), today=TODAY).ids == [made.pk]


@pytest.mark.django_db
def test_a_word_that_a_hyphen_leaves_open_is_completed() -> None:
    chips = field("MIK", "Mikro- und Nanoelektronik", "Micro- and nanoelectronics")
    made = network("Chips Süd", fields=(chips,))
    assert find_networks(Criteria(text="Mikroelektronik"), today=TODAY).ids == [made.pk]


@pytest.mark.django_db
def test_half_an_answer_needs_a_word_of_its_own() -> None:
    network("Luftfahrt Nord", description_de="Wir vernetzen.", place="Rügen", land=land("SN"))
    assert find_everything(Criteria(text="Ferienwohnung vernetzen"), today=TODAY).total == 0
    assert find_everything(Criteria(text="Luftfahrt Ferienwohnung"), today=TODAY).is_loose
    assert not find_everything(Criteria(text="Mondfahrt Ferienwohnung"), today=TODAY).is_loose
    assert not find_everything(Criteria(text="Luftfahrt Ferienwohnung", lands=("HH",)), today=TODAY).is_loose


@pytest.mark.django_db
def test_events_and_programmes_answer_and_organisations_stay_behind(client) -> None:
    actor("Konferenzbau Förderung GmbH")
    programme("go-cluster")
    now = datetime(2026, 11, 1, tzinfo=UTC)
    Event.objects.create(
        slug="netztag",
        title_de="Netztag",
        status="published",
        first_day=date(2027, 3, 1),
        last_day=date(2027, 3, 1),
        created_at=now,
        changed_at=now,
    )
    html = client.get("/de/search/?q=Konferenz+Netztag").content.decode()
    assert html.index('data-hit="event"') < html.index('href="/de/events/netztag/"')
    funding = client.get("/de/search/?q=Fördermittel").content.decode()
    assert 'data-hit="finder"' in funding
    assert "Konferenzbau" not in funding
    assert '<a href="/de/search/?q=F%C3%B6rdermittel&amp;invented=yes">1 weiterer Eintrag</a>' in funding
    assert "Konferenzbau" in client.get("/de/search/?q=Fördermittel&invented=yes").content.decode()


@pytest.mark.django_db
def test_entries_behind_a_link_are_no_hits(client) -> None:
    actor("Impressum Druckerei GmbH")
    html = client.get("/de/search/?q=Impressum").content.decode()
    assert "<h1>1 Seite zu „Impressum“</h1>" in html
    assert ("1 weiterer Eintrag" in html, "Druckerei" in html) == (True, False)
    entries = client.get("/de/search/?q=Impressum&invented=yes").content.decode()
    assert ("<h1>1 Treffer für" in entries, "Druckerei" in entries) == (True, True)


@pytest.mark.django_db
def test_who_is_shown_a_page_is_not_told_of_entries_that_have_most_of_the_words(client) -> None:
    actor("Netztag Hafen Catering GmbH")
    builders.event("Bunter Netztag Hafen", status="published")
    html = client.get("/de/search/?q=Bunter+Netztag+Hafen").content.decode()
    assert "<h1>1 Seite zu „Bunter Netztag Hafen“</h1>" in html
    told = "Diese enthalten die meisten"
    assert ("1 weiterer Eintrag" in html, told in html) == (True, False)
    assert told in client.get("/de/search/?q=Bunter+Netztag+Hafen&invented=yes").content.decode()


@pytest.mark.django_db
def test_who_is_shown_a_page_is_not_promised_related_entries(client) -> None:
    builders.concept().related.add(builders.concept("OPT-PRISMA", "Prismen", "Prisms"))
    actor("Prismen GmbH")
    promise = "Danach folgen verwandte Themen"
    assert promise in client.get("/de/search/?q=Linsen&invented=yes").content.decode()
    builders.event("Linsen", status="published")
    html = client.get("/de/search/?q=Linsen").content.decode()
    assert ("<h1>1 Seite zu „Linsen“</h1>" in html, promise in html) == (True, False)


@pytest.mark.django_db
def test_a_name_that_is_typed_in_two_words_is_found() -> None:
    made = network("BioRN Network")
    assert find_networks(Criteria(text="Bio RN"), today=TODAY).ids == [made.pk]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Kennt jemand gute Sensorik?", ["Sensorik"]),
        ("Wie viel Geld bekomme ich für ein ZIM-Projekt?", ["Geld", "ZIM-Projekt"]),
        ("Elektronik in der Nähe von Jena", ["Elektronik", "Jena"]),
        ("Who can help with lasers?", ["lasers"]),
        ("FIND Diagnostik", ["FIND", "Diagnostik"]),
        ("Jemand", ["Jemand"]),
    ],
)
def test_a_whole_sentence_is_asked_by_its_words(text: str, meant: list[str]) -> None:
    question = parse_query(text, Vocabulary.of([]))
    assert [asked.surface for asked in question.asked] == meant


@pytest.mark.django_db
def test_a_page_without_an_entry_is_no_empty_answer(client) -> None:
    html = client.get("/de/search/?q=Impressum").content.decode()
    assert "<h1>1 Seite zu „Impressum“</h1>" in html
    assert all(empty not in html for empty in ('"hs-sorts"', '"hs-rows hs-hits"', "aside-first"))


@pytest.mark.django_db
def test_where_nothing_was_chosen_nothing_is_left_out(client) -> None:
    html = client.get("/de/search/?q=Mondfahrt").content.decode()
    assert "Auch ohne einen der Filter" not in html
    assert "Auch ohne einen der Filter" in client.get("/de/search/?q=Mondfahrt&land=hessen").content.decode()

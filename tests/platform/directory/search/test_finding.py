"""Finding networks and actors: words, filters, counts, order, and what must not be found."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from tests.platform.builders import actor, field, land, network, programme

from handschlag.common.memo import Memo
from handschlag.directory.criteria import Criteria, Sort
from handschlag.directory.index import documents
from handschlag.directory.index.facets import SearchResult
from handschlag.directory.index.finding import find_actors, find_everything, find_networks
from handschlag.directory.models import (
    Actor,
    Label,
    Membership,
    Network,
    NetworkKind,
    NetworkProgramme,
    Status,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


def networks(**criteria: object) -> list[str]:
    found = find_networks(Criteria(**criteria), today=TODAY)
    names = dict(Network.objects.values_list("pk", "name"))
    return [names[pk] for pk in found.ids]


def actors(**criteria: object) -> list[str]:
    found = find_actors(Criteria(**criteria), today=TODAY)
    names = dict(Actor.objects.values_list("pk", "name"))
    return [names[pk] for pk in found.ids]


def counts(found: SearchResult, name: str) -> dict[str, int]:
    facet = next(facet for facet in found.facets if facet.name == name)
    return {option.value: option.count for option in facet.options}


def test_without_words_everything_public_is_found_by_name() -> None:
    network("Zebra"), network("Äther"), network("Anton"), network("Bau", status=Status.DRAFT)
    assert networks() == ["Anton", "Äther", "Zebra"]


def test_a_word_finds_names_before_descriptions() -> None:
    network("Nordlicht", description_de="Wir fördern Optik und Licht.")
    network("Optik Sachsen")
    assert networks(text="optik") == ["Optik Sachsen", "Nordlicht"]


@pytest.mark.parametrize("spelling", ["München", "Muenchen", "Munchen", "MÜNCHEN", "münchen"])
def test_an_umlaut_is_found_in_any_spelling(spelling: str) -> None:
    network("Cluster Eins", place="München")
    network("Cluster Zwei", place="Jena")
    assert networks(text=spelling) == ["Cluster Eins"]


@pytest.mark.parametrize("query", ["Wasserstoffspeicher", "hydrogen storage", "Speicherung von Wasserstoff"])
def test_compounds_phrases_and_translations_find_each_other(query: str) -> None:
    network("Ost", description_de="Wir arbeiten an der Speicherung von Wasserstoff.")
    network("West", description_de="Wir bauen Wasserspeicher.")
    assert networks(text=query) == ["Ost"]


def test_all_words_are_needed_unless_nobody_has_them_all() -> None:
    network("Optik Jena"), network("Optik Köln")
    assert networks(text="Optik Jena") == ["Optik Jena"]
    found = find_networks(Criteria(text="Optik Rostock"), today=TODAY)
    assert (found.total, found.is_loose) == (2, True)


def test_a_word_that_is_still_being_typed_finds_what_begins_like_it() -> None:
    network("Photonik Jena")
    assert networks(text="Photo") == ["Photonik Jena"]


def test_a_phrase_is_found_as_it_stands() -> None:
    network("Ost", description_de="Die additive Fertigung wächst.")
    network("West", description_de="Die Fertigung ist nicht additive Technik.")
    assert networks(text='"additive Fertigung"') == ["Ost"]


def test_a_misspelt_word_gets_a_suggestion_that_finds_something() -> None:
    network("Photonik Jena")
    found = find_networks(Criteria(text="Photonnik"), today=TODAY)
    assert (found.total, found.suggestion) == (0, "Photonik")


def test_values_of_one_facet_are_alternatives_and_facets_narrow_each_other() -> None:
    optics, light = field("OPT", "Optik"), field("LIC", "Licht")
    network("A", fields=(optics,), land=land("SN"))
    network("B", fields=(light,), land=land("SN"))
    network("C", fields=(optics, light), land=land("BE"))
    assert networks(fields=("optik", "licht"), lands=("sachsen",)) == ["A", "B"]
    assert networks(fields=("optik",), lands=("berlin", "sachsen")) == ["A", "C"]


def test_the_counts_of_a_facet_ignore_its_own_choice_and_mind_all_others() -> None:
    optics, light = field("OPT", "Optik"), field("LIC", "Licht")
    network("A", fields=(optics,), land=land("SN"))
    network("B", fields=(light,), land=land("SN"))
    network("C", fields=(optics, light), land=land("BE"))
    found = find_networks(Criteria(fields=("optik",), lands=("berlin",)), today=TODAY)
    assert counts(found, "field") == {"optik": 1, "licht": 1}
    assert counts(found, "land") == {"berlin": 1, "sachsen": 1}
    assert counts(found, "kind") == {"cluster": 1}


def test_options_of_nothing_are_hidden_unless_they_are_chosen() -> None:
    network("A", land=land("SN")), land("HE")
    found = find_networks(Criteria(lands=("hessen",)), today=TODAY)
    assert (found.total, counts(found, "land")) == (0, {"sachsen": 1, "hessen": 0})


def test_an_upper_field_finds_the_lower_ones() -> None:
    upper = field("OPT", "Optik")
    lower = field("OPT1", "Lasertechnik")
    lower.parent = upper
    lower.save()
    documents.refresh(field_codes=["OPT1"])
    network("Laser", fields=(lower,)), network("Alles", fields=(upper,))
    assert networks(fields=("optik",)) == ["Alles", "Laser"]
    assert networks(fields=("OPT1",)) == ["Laser"]
    found = find_networks(Criteria(), today=TODAY)
    options = next(facet for facet in found.facets if facet.name == "field").options
    assert [(option.value, option.count, option.parent) for option in options] == [
        ("optik", 2, ""),
        ("lasertechnik", 1, "optik"),
    ]


def test_labels_and_programmes_count_while_they_are_valid() -> None:
    one, two = network("Eins"), network("Zwei")
    Label.objects.create(
        network=one, level="gold", awarded_on=date(2024, 1, 1), valid_until=date(2026, 11, 26)
    )
    Label.objects.create(
        network=two, level="gold", awarded_on=date(2022, 1, 1), valid_until=date(2026, 11, 25)
    )
    NetworkProgramme.objects.create(network=one, programme=programme("IGF"), until=date(2020, 1, 1))
    NetworkProgramme.objects.create(network=two, programme=programme("IGF"))
    documents.refresh(network_ids=[one.pk, two.pk])
    assert networks(labels=("gold",)) == ["Eins"]
    assert networks(programmes=("igf",)) == ["Zwei"]
    assert find_networks(Criteria(labels=("gold",)), today=date(2026, 11, 27)).total == 0


def test_actors_are_found_by_network_and_count_once() -> None:
    one, two = network("Eins"), network("Zwei", kind=NetworkKind.ZIM_NETWORK)
    actor("Meier", networks=(one, two)), actor("Schulz", networks=(two,)), actor("Ohne")
    assert actors(networks=("eins", "zwei")) == ["Meier", "Schulz"]
    assert counts(find_actors(Criteria(), today=TODAY), "network") == {"zwei": 2, "eins": 1}


def test_an_actor_is_in_the_programmes_of_its_networks() -> None:
    one = network("Eins")
    NetworkProgramme.objects.create(network=one, programme=programme("ZIM"))
    documents.refresh(network_ids=[one.pk])
    actor("Meier", networks=(one,)), actor("Ohne")
    assert actors(programmes=("zim",)) == ["Meier"]


def test_a_membership_counts_while_it_lasts() -> None:
    one, meier = network("Eins"), actor("Meier")
    Membership.objects.create(actor=meier, network=one, since=date(2020, 1, 1), until=date(2026, 11, 25))
    documents.refresh(actor_ids=[meier.pk])
    assert actors(networks=("eins",)) == []
    assert find_actors(Criteria(networks=("eins",)), today=date(2026, 11, 25)).total == 1


def test_sizes_are_those_of_companies_and_unknown_is_one_of_them() -> None:
    actor("Klein", is_sme=True), actor("Groß", is_sme=False), actor("Offen"), actor("Uni", kind="university")
    assert counts(find_actors(Criteria(), today=TODAY), "size") == {"sme": 1, "large": 1, "unknown": 1}
    assert actors(sizes=("sme", "unknown")) == ["Klein", "Offen"]


def test_networks_are_sorted_by_members_and_by_distance() -> None:
    near = network("Nah", latitude=50.93, longitude=11.58)
    network("Fern", latitude=48.14, longitude=11.58)
    network("Nirgends")
    actor("Meier", networks=(near,))
    from handschlag.directory.models import Place

    Place.objects.create(name="Jena", land=land("SN"), latitude=50.93, longitude=11.59, population=100_000)
    assert networks(sort=Sort.MEMBERS) == ["Nah", "Fern", "Nirgends"]
    assert networks(sort=Sort.DISTANCE, near="jena") == ["Nah", "Fern", "Nirgends"]
    assert find_networks(Criteria(sort=Sort.DISTANCE, near="Nirgendwo"), today=TODAY).origin is None


def test_what_was_unpublished_is_gone_at_once() -> None:
    one = network("Optik Jena")
    assert networks(text="Optik") == ["Optik Jena"]
    Network.objects.filter(pk=one.pk).update(status=Status.ARCHIVED)
    documents.refresh(network_ids=[one.pk])
    assert networks(text="Optik") == []
    assert networks() == []


def test_what_was_deleted_is_gone_at_once() -> None:
    one = actor("Meier")
    key = one.pk
    one.delete()
    documents.refresh(actor_ids=[key])
    assert actors() == []


def test_a_change_that_was_rolled_back_leaves_nothing_behind() -> None:
    network("Bleibt")
    with transaction.atomic():
        made = network("Geht wieder")
        assert networks() == ["Bleibt", "Geht wieder"]
        made.delete()
        documents.refresh(network_ids=[made.pk])
        transaction.set_rollback(True)
    network("Neu")
    assert networks() == ["Bleibt", "Neu"]


def test_everything_is_found_with_one_box() -> None:
    optics = field("OPT", "Optik und Photonik", "Optics and photonics")
    (
        network("Optik Sachsen", fields=(optics,)),
        actor("Optik Meier", fields=(optics,)),
        programme("go-cluster"),
    )
    found = find_everything(Criteria(text="optics"), today=TODAY)
    assert counts(found, "kind") == {"cluster": 1, "company": 1, "field": 1}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_takes_two_queries_however_many_are_found(rows: int, django_assert_num_queries) -> None:
    for number in range(rows):
        network(f"Optik {number}", fields=(field(),))
    networks(text="Optik")
    Memo.clear_all()
    with django_assert_num_queries(2):
        assert find_networks(Criteria(text="Optik"), today=TODAY).total == rows
    with django_assert_num_queries(1):  # the answer to these words is remembered while the index is the same
        assert find_networks(Criteria(text="Optik"), today=TODAY).total == rows


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "* * *",
        "NEAR(a b, 2)",
        "name : x",
        "'; DROP TABLE directory_network; --",
        "a AND OR NOT (",
        "%_%",
        "\\",
        "🙂 🙂",
        "und oder der",
        "水素",
        "=opt ~opt _optik",
        "x" * 10_000,
        "optik " * 2_000,
        "\x00\x01",
        "a'b\"c`d",
        "<script>alert(1)</script>",
        "^optik{1}",
        "optik*",
    ],
)
def test_hostile_words_get_an_answer(text: str) -> None:
    network("Optik Jena")
    for find in (find_networks, find_actors, find_everything):
        assert find(Criteria.of({"q": [text]}), today=TODAY).total in (0, 1)
        assert find(Criteria(text=text), today=TODAY).total in (0, 1)

"""Criteria: what an address asks for, and the address that asks for it."""

from __future__ import annotations

from django.http import QueryDict

from handschlag.directory.criteria import LONGEST_TEXT, MOST_VALUES, Criteria, Sort

FULL = "q=Optik+und+Stra%C3%9Fe&kind=cluster&field=optik&field=photonik&land=sachsen&sort=name&near=Jena"


def test_an_address_is_read_and_written_alike() -> None:
    criteria = Criteria.of(QueryDict(FULL))
    assert criteria == Criteria(
        text="Optik und Straße",
        kinds=("cluster",),
        fields=("optik", "photonik"),
        lands=("sachsen",),
        sort=Sort.NAME,
        near="Jena",
    )
    assert Criteria.of(QueryDict(criteria.query_string())) == criteria


def test_a_plain_mapping_is_read_like_a_query_dict() -> None:
    assert Criteria.of({"land": ["sachsen", "berlin"]}).lands == ("sachsen", "berlin")


def test_nonsense_is_ignored() -> None:
    asked = QueryDict("q=%00%0A&kind=&kind='--&sort=sideways&page=2&land=a/b&land=sachsen&land=sachsen")
    assert Criteria.of(asked) == Criteria(lands=("sachsen",))


def test_a_text_of_ten_thousand_letters_is_cut() -> None:
    assert len(Criteria.of({"q": ["Optik " * 2000]}).text) <= LONGEST_TEXT


def test_no_filter_takes_more_values_than_a_page_can_show() -> None:
    assert len(Criteria.of({"field": [f"f{n}" for n in range(999)]}).fields) == MOST_VALUES


def test_an_order_alone_asks_for_nothing() -> None:
    assert Criteria(sort=Sort.NAME).is_empty
    assert not Criteria(text="Optik").is_empty
    assert not Criteria(sizes=("sme",)).is_empty


def test_one_value_is_taken_out_and_put_in() -> None:
    criteria = Criteria(fields=("optik", "photonik"), lands=("sachsen",))
    assert criteria.without("field", "optik") == Criteria(fields=("photonik",), lands=("sachsen",))
    assert criteria.without("field", "nothing") == criteria
    assert criteria.within("land", "berlin").lands == ("sachsen", "berlin")
    assert criteria.within("land", "sachsen") == criteria


def test_an_address_says_only_what_is_unusual() -> None:
    assert Criteria().query_string() == ""
    assert Criteria(text="Optik").query_string(sort=Sort.NAME) == "q=Optik&sort=name"
    assert Criteria(text="Optik", sort=Sort.NAME).query_string(text="", sort=Sort.RELEVANCE) == ""


def test_filters_that_are_set_are_listed_for_taking_them_out() -> None:
    chosen = Criteria(text="x", lands=("sachsen",), kinds=("cluster",)).chosen
    assert chosen == (("kind", "cluster"), ("land", "sachsen"))

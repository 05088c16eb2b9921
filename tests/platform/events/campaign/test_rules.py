"""What lists find, which days an activity has, and what an address asks for, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handschlag.events.campaigns.activities import (
    STEPS,
    ActivityStage,
    days_of,
    is_skipped,
    last_day,
    local_moment,
)
from handschlag.events.campaigns.search import ActivityRecord, Criteria, Snapshot, Sort, bits, numbers
from handschlag.events.models import ActivityState

DAY = date(2027, 4, 20)
DRESDEN, LEIPZIG = (51.05, 13.74), (51.34, 12.37)


def row(pk: int, **values: Any) -> ActivityRecord:
    """An activity that takes place in Dresden at ten on the second day, for everybody and free."""
    starts_at = values.get("starts_at", local_moment(DAY, 10))
    usual: dict[str, Any] = {
        "pk": pk,
        "slug": f"a-{pk}",
        "uid": f"uid-{pk}",
        "sequence": 0,
        "is_cancelled": False,
        "title_de": f"Titel {pk}",
        "title_en": "",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        **dict.fromkeys(("venue", "street", "postcode", "online_url", "host_slug"), ""),
        "place": "Dresden",
        "land": "sachsen",
        "land_name_de": "Sachsen",
        "land_name_en": "Saxony",
        "latitude": DRESDEN[0],
        "longitude": DRESDEN[1],
        "is_online": False,
        "language": "de",
        "fee_cents": 0,
        "host": "Optik Sachsen",
        "summary_de": "",
        "summary_en": "",
        "field_names_de": (),
        "field_names_en": (),
        "values": {"land": ("sachsen",), "fee": ("free",)},
        "searched": "titel optik sachsen dresden",
        "published_at": starts_at,
        "changed_at": starts_at,
        "is_demo": False,
    }
    return ActivityRecord(**{**usual, **values})


def found(rows: list[ActivityRecord], **criteria: Any) -> list[int]:
    return [one.pk for one in Snapshot.of(rows).found(Criteria(**criteria)).rows]


def test_activities_come_by_time_and_equal_times_by_their_entry() -> None:
    late, early = row(1, starts_at=local_moment(DAY, 18)), row(2, starts_at=local_moment(DAY, 9))
    assert found([late, early, row(3, starts_at=local_moment(DAY, 9))]) == [2, 3, 1]


def test_values_of_one_filter_mean_any_and_filters_mean_all() -> None:
    rows = [
        row(1),
        row(2, values={"land": ("hessen",), "fee": ("free",)}),
        row(3, values={"land": ("hessen",), "fee": ("paid",)}),
    ]
    assert found(rows, lands=("hessen",)) == [2, 3]
    assert found(rows, lands=("hessen", "sachsen")) == [1, 2, 3]
    assert found(rows, lands=("hessen",), fees=("paid",)) == [3]
    assert found(rows, lands=("nowhere",)) == []


def test_a_choice_says_how_much_it_would_leave_as_if_its_own_filter_were_open() -> None:
    rows = [
        row(1),
        row(2, values={"land": ("hessen",), "fee": ("free",)}),
        row(3, values={"land": ("hessen",), "fee": ("paid",)}),
    ]
    facets = Snapshot.of(rows).found(Criteria(lands=("hessen",), fees=("free",))).facets
    assert {(one.value, one.count, one.is_chosen) for one in facets["land"]} == {
        ("sachsen", 1, False),
        ("hessen", 1, True),
    }
    assert {(one.value, one.count) for one in facets["fee"]} == {("free", 1), ("paid", 1)}


def test_words_are_found_in_every_spelling_and_all_of_them_are_needed() -> None:
    rows = [row(1, searched="munchner batterien"), row(2, searched="batterien aus dresden")]
    assert found(rows, text="Münchner Batterie") == [1]
    assert found(rows, text="Batterien") == [1, 2]
    assert found(rows, text="??") == [1, 2]


def test_near_a_place_means_within_so_many_kilometres_and_nothing_without_a_place() -> None:
    rows = [row(1), row(2, latitude=LEIPZIG[0], longitude=LEIPZIG[1]), row(3, latitude=None, longitude=None)]
    snapshot = Snapshot.of(rows)
    near = Criteria(near="Dresden", within=50)
    assert [one.pk for one in snapshot.found(near, DRESDEN).rows] == [1]
    far = Criteria(near="Dresden", within=200, sort=Sort.DISTANCE)
    assert [one.pk for one in snapshot.found(far, LEIPZIG).rows] == [2, 1]
    unknown = snapshot.found(near, None)
    assert (unknown.rows, unknown.is_place_known) == ((), False)


def test_what_is_called_off_is_listed_but_not_counted_as_taking_place() -> None:
    result = Snapshot.of([row(1), row(2, is_cancelled=True)])
    assert (len(result.found(Criteria()).rows), result.found(Criteria()).taking_place) == (2, 1)
    assert result.counts("land") == {"sachsen": 1}
    assert result.on(DAY) == 1


def test_a_night_belongs_to_both_days_and_midnight_to_the_day_before() -> None:
    night = row(1, starts_at=local_moment(DAY, 22), ends_at=local_moment(DAY + timedelta(days=1), 2))
    to_midnight = row(2, starts_at=local_moment(DAY, 22), ends_at=local_moment(DAY + timedelta(days=1), 0))
    assert (night.first_day, night.last_day) == (DAY, DAY + timedelta(days=1))
    assert (to_midnight.first_day, to_midnight.last_day) == (DAY, DAY)
    next_day = DAY + timedelta(days=1)
    assert found([night, to_midnight], since=next_day, until=next_day) == [1]


def test_the_night_of_the_clock_change_has_its_own_hours() -> None:
    spring = date(2027, 3, 28)
    assert local_moment(spring, 3).astimezone(UTC) - local_moment(spring, 1).astimezone(UTC) == timedelta(
        hours=1
    )
    assert [is_skipped(local_moment(spring, hour, 30)) for hour in (1, 2, 3)] == [False, True, False]
    autumn_begin = datetime(2027, 10, 30, 22, 30, tzinfo=UTC)  # half past midnight in Berlin
    assert last_day(autumn_begin, autumn_begin + timedelta(hours=24)) == date(2027, 10, 31)
    assert list(days_of(spring, spring)) == [spring]


@given(st.sets(st.integers(min_value=0, max_value=3000)))
def test_bits_and_their_places_are_the_same_thing(places: set[int]) -> None:
    assert list(numbers(bits(places))) == sorted(places)
    assert bits(places).bit_count() == len(places)


@given(
    st.dictionaries(
        st.sampled_from(["q", "land", "near", "within", "from", "to", "sort", "field", "x"]),
        st.lists(st.text(max_size=40), max_size=3),
    )
)
def test_whatever_an_address_asks_for_an_address_can_ask_for_again(query: dict[str, list[str]]) -> None:
    from django.http import QueryDict

    criteria = Criteria.of(query)
    assert Criteria.of(QueryDict(criteria.query_string())) == Criteria.of(
        QueryDict(Criteria.of(QueryDict(criteria.query_string())).query_string())
    )


@pytest.mark.parametrize("text", ["2027-02-30", "20270419", "9999999999", "2027-W16-1", "١٢٣٤-٠١-٠١"])
def test_a_day_that_is_none_is_left_out(text: str) -> None:
    assert Criteria.of({"from": [text]}).since is None


def test_the_states_of_the_rules_are_those_of_the_database() -> None:
    assert [one.value for one in ActivityStage] == [one.value for one in ActivityState]
    assert all(after not in before for before, after in STEPS.values())

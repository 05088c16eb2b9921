"""One spelling of days and times for all pages, letters, files and sheets, on the clocks of the place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils.translation import override

from handschlag.common import times

AT = datetime(2027, 4, 14, 8, 0, tzinfo=UTC)
LATER = datetime(2027, 4, 14, 8, 20, tzinfo=UTC)
NIGHT = datetime(2027, 4, 14, 23, 30, tzinfo=UTC)
MIDNIGHT = datetime(2027, 4, 14, 22, 0, tzinfo=UTC)
DAY = date(2027, 4, 14)


@pytest.mark.parametrize(
    ("written", "german", "english"),
    [
        (lambda: times.format_date(DAY), "14. April 2027", "14 April 2027"),
        (lambda: times.format_short_date(DAY), "14.04.2027", "14 Apr 2027"),
        (lambda: times.format_day(DAY), "Mittwoch, 14. April 2027", "Wednesday 14 April 2027"),
        (lambda: times.format_weekday(DAY), "Mittwoch, 14. April", "Wednesday 14 April"),
        (lambda: times.format_short_day(AT), "Mi, 14. April", "Wed 14 April"),
        (lambda: times.format_days(DAY, DAY), "14. April 2027", "14 April 2027"),
        (lambda: times.format_days(DAY, date(2027, 4, 18)), "14. bis 18. April 2027", "14 to 18 April 2027"),
        (
            lambda: times.format_days(DAY, date(2027, 5, 2)),
            "14. April bis 2. Mai 2027",
            "14 April to 2 May 2027",
        ),
        (lambda: times.format_time(AT), "10:00", "10:00"),
        (lambda: times.format_range(AT, LATER), "10:00–10:20", "10:00–10:20"),
        (lambda: times.format_span(AT, LATER), "10:00 bis 10:20", "10:00 to 10:20"),
        (lambda: times.format_range(AT, NIGHT), "10:00–01:30 (Do, 15. April)", "10:00–01:30 (Thu 15 April)"),
        (lambda: times.format_range(AT, MIDNIGHT), "10:00–24:00", "10:00–24:00"),
        (lambda: times.format_moment(AT), "14. April 2027, 10:00 Uhr", "14 April 2027, 10:00"),
        (lambda: times.format_short_moment(AT), "14.04.2027, 10:00", "14 Apr 2027, 10:00"),
        (lambda: times.format_day_and_time(AT), "Mi, 14. April, 10:00", "Wed 14 April, 10:00"),
        (
            lambda: times.format_deadline(AT),
            "Mittwoch, 14. April 2027, 10:00 Uhr",
            "Wednesday 14 April 2027, 10:00",
        ),
        (
            lambda: times.format_slots([LATER, NIGHT, AT]),
            "Mi, 14. April, 10:00, 10:20; Do, 15. April, 01:30",
            "Wed 14 April, 10:00, 10:20; Thu 15 April, 01:30",
        ),
        (lambda: times.format_distance(DAY, DAY, today=date(2027, 4, 13)), "in 1 Tag", "in 1 day"),
        (lambda: times.format_zone("Europe/Berlin"), "", ""),
        (
            lambda: times.format_zone("Europe/Lisbon"),
            "Alle Uhrzeiten sind Ortszeit in Lissabon.",
            "All times are local time in Lisbon.",
        ),
    ],
)
def test_days_and_times_are_written_in_one_way(written: object, german: str, english: str) -> None:
    assert callable(written)
    with override("de"):
        assert written() == german
    with override("en"):
        assert written() == english


def test_a_time_of_the_day_has_its_day_where_the_event_has_several() -> None:
    with override("de"):
        assert times.format_slot(AT, with_day=False) == "10:00"
        assert times.format_slot(AT, with_day=True) == "Mi, 14. April, 10:00"
        assert times.format_from(AT, now=LATER) == "10:00"
        assert times.format_from(AT, now=NIGHT) == "Mi, 14. April, 10:00"


def test_times_are_those_of_the_place() -> None:
    with times.at_place("Europe/Lisbon"):
        assert (times.format_time(AT), times.local_date(NIGHT), str(times.zone())) == (
            "09:00",
            date(2027, 4, 15),
            "Europe/Lisbon",
        )
        assert times.machine_time(AT) == "2027-04-14T09:00+01:00"
    assert times.format_time(AT) == "10:00"


def test_a_moment_of_another_year_says_the_year() -> None:
    with override("de"):
        assert times.format_moment_near(AT, now=AT) == "Mi, 14. April, 10:00"
        assert times.format_moment_near(AT, now=AT - timedelta(days=120)) == "Mi, 14. April 2027, 10:00"


def test_templates_write_them_in_the_same_way() -> None:
    source = (
        "{% load times %}{{ at|day }} · {{ at|short_day }} · {{ at|moment }} · {{ at|short_moment }} · "
        "{{ at|machine_time }} · {{ none|moment }}"
    )
    with override("de"):
        page = Template(source).render(Context({"at": AT, "none": None}))
    assert page == (
        "14. April 2027 · 14.04.2027 · 14. April 2027, 10:00 Uhr · 14.04.2027, 10:00 · "
        "2027-04-14T10:00+02:00 · "
    )

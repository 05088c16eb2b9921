"""The points of the interactive map: each place once, as short as JSON can say it."""

from __future__ import annotations

from datetime import date

from handschlag.directory.queries import map as questions
from handschlag.directory.rules.chart import Subject
from handschlag.directory.rules.criteria import Criteria

Point = tuple[float, float, int, str, str]
DIGITS = 4  # of a degree: ten metres, finer than any source


def points(criteria: Criteria, subject: Subject, *, today: date) -> dict[str, list[Point]]:
    """Longitude, latitude, number of entries, key and name of every place, the largest first."""
    return {
        "places": [
            (round(seat.longitude, DIGITS), round(seat.latitude, DIGITS), seat.count, seat.key, seat.name)
            for seat in questions.map_data(criteria, subject, today=today).seats
        ]
    }

"""The invented conference has an exhibition and a time grid that fit, all of it marked as invented."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.platform import builders

from handschlag.demo import conference
from handschlag.events.meeting_grid import block_preview, meeting_grid_of
from handschlag.events.models import Event, Exhibit
from handschlag.events.venue.drawing import plan_warnings
from handschlag.events.venue.plan import shapes_of

pytestmark = pytest.mark.django_db


def test_everything_fits_and_432_meetings_are_possible(now: datetime) -> None:
    event = builders.event("Netzwerke verbinden 2027", is_demo=True, last_day=date(2027, 4, 15))
    builders.network("Netz", is_demo=True)
    for name in ("go-cluster", "ZIM-Netzwerke", "IGF"):
        builders.programme(name)
    builders.room(event)
    conference.write_exhibition(event, now=now)
    conference.write_exhibition(event, now=now)
    event.refresh_from_db()
    assert plan_warnings(shapes_of(event.pk), width=event.plan_width, depth=event.plan_depth) == ()
    grid = meeting_grid_of(event.pk)
    whole = block_preview(runs=grid.runs, spots=grid.spots, talks=grid.talks, days=grid.days)
    assert (whole.capacity, whole.clashes) == (432, ())
    counts = (event.exhibits.filter(is_demo=True).count(), event.desks.count(), event.blocks.count())
    assert counts == (20, 3, 3)
    assert not any(one.staff.filter(is_demo=False).exists() for one in event.stands.all())


def test_the_exhibit_of_2016_is_real_and_says_where_it_was_read(now: datetime) -> None:
    conference.show_real(now=now)
    assert Exhibit.objects.count() == 0
    event = builders.event("Clusterkonferenz 2016", slug="clusterkonferenz-2016")
    conference.show_real(now=now)
    row = Exhibit.objects.get(event=event)
    assert (row.is_demo, row.source.startswith("https://www.clusterplattform.de/"), row.project) == (
        False,
        True,
        "MAI Skelett",
    )
    assert Event.objects.count() == 1

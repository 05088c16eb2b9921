"""Slots beside a programme: over midnight, over days, and while the clocks are changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.engine.files.foreign.test_programmes import changed, read, rooms

from treffen.files.foreign import Frame


def test_a_programme_past_midnight_and_over_days_has_slots_of_their_own_dates(tmp_path: Path) -> None:
    def later(body: dict[str, Any]) -> None:
        hall = rooms(body)["Hall"]
        hall[0].update(date="2027-04-20T23:00:00+02:00", duration="02:00")
        hall[1].update(date="2027-04-21T00:30:00+02:00", duration="26:00")
        body["schedule"]["conference"]["days"][0]["rooms"] = {"Hall": hall[:2]}

    problem = read(changed(tmp_path, "schedule.json", later), Frame(tables=1, minutes=30)).problem
    assert problem is not None
    assert [slot.id for slot in problem.slots[:3]] == [
        "2027-04-20 23:00",
        "2027-04-20 23:30",
        "2027-04-21 00:00",
    ]
    assert (len(problem.slots), problem.slots[-1].id) == (55, "2027-04-22 02:00")


def test_slots_go_on_when_the_clocks_are_changed(tmp_path: Path) -> None:
    def night(body: dict[str, Any]) -> None:
        hall = rooms(body)["Hall"][:1]
        hall[0].update(date="2027-10-31T01:00:00", duration="03:00")
        body["schedule"]["conference"].update(time_zone_name="Europe/Berlin")
        body["schedule"]["conference"]["days"][0]["rooms"] = {"Hall": hall}

    problem = read(changed(tmp_path, "schedule.json", night), Frame(tables=1, minutes=60)).problem
    assert problem is not None
    assert [slot.id for slot in problem.slots] == ["01:00", "02:00", "02:00 +0100"]

"""The examples of the documentation are right, and what it says of times is so."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

from treffen.files import read_plan, read_problem
from treffen.files.disruptions_json import read_disruptions
from treffen.files.sheets.calendar import Calendar, Span
from treffen.files.sheets.lists import NOTHING, Item
from treffen.files.sheets.reading_context import ALL

HOUR = timedelta(hours=1)
PAGE = (Path(__file__).parents[3] / "docs/reference/formats.md").read_text("utf-8")


def test_the_examples_can_be_read(tmp_path: Path) -> None:
    problem, disruptions, plan = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "disruptions.json").write_text(disruptions)
    (tmp_path / "problem.json").write_text(problem)
    (tmp_path / "plan.json").write_text(plan)
    assert read_problem(tmp_path / "problem.json").faults == ()
    assert read_disruptions(tmp_path / "disruptions.json").faults == ()
    assert read_plan(tmp_path / "plan.json").faults == ()
    assert json.loads(plan)["format"] == "treffen.plan/1"


def test_the_times_that_the_page_teaches_are_understood() -> None:
    start = datetime.fromisoformat("2027-04-20T10:00")
    spans = [
        Span(id=str(n), block="b", start=start + n * HOUR, end=start + (n + 1) * HOUR) for n in range(1, 9)
    ]
    calendar = Calendar(spans)
    section = PAGE.partition("| written | means")[2].partition("\n\n")[0]
    told = re.findall(r"`([^`]+)`", section)
    assert len(told) > 15
    for text in told:
        plain = re.sub(r"^(nicht|not) ", "", text)
        is_word = plain.casefold() in ALL | NOTHING
        assert is_word or calendar.meant(Item(plain)) is not None, text

"""The activities as a workbook to take along."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.platform import builders

from handschlag.events.models import Campaign

pytestmark = pytest.mark.django_db
HOME = "/de/cluster-week/clusterwoche/"


@pytest.fixture
def week() -> Campaign:
    made = builders.campaign()
    builders.activity(made, "Offenes Labor")
    return made


def test_the_workbook_says_what_the_table_says_and_what_it_is(client: Client, week: Campaign) -> None:
    builders.activity(week, "=1+1", fee_cents=1250)
    table = client.get(HOME + "activities.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(table), delimiter=";"))
    answer = client.get(HOME + "activities.xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert (len(rows), rows[0]) == (len(lines), lines[0])
    fee = rows[0].index("Kosten in Euro")
    assert {row[0]: row[fee] for row in rows}["=1+1"] == 12.5
    about = {row[0]: row[1] for row in book.get_sheet_by_index(1).to_python()}
    assert about["Einträge"] == str(len(rows) - 1)

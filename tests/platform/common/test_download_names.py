"""Files that are kept say in their name whose they are, what they hold and from which day they are."""

from __future__ import annotations

import re
from pathlib import Path

import time_machine
from tests.platform import builders

import handschlag
from handschlag.common.table_files import dated_name

OWN_NAMES = re.compile(r'download\([^\n]*f"[^"\n]*slug\}|filename="\{[\w.]*slug\}')


def test_a_name_holds_event_content_and_day() -> None:
    with time_machine.travel(builders.clock("23:30"), tick=False):
        assert (
            dated_name("netzwerke-verbinden", "wishes", "xlsx")
            == "netzwerke-verbinden-wishes-2027-04-14.xlsx"
        )


def test_no_view_of_an_event_names_a_file_by_itself() -> None:
    root = Path(handschlag.__file__).parent
    found = {
        str(path.relative_to(root)): names
        for path in root.glob("*/views/**/*.py")
        if (names := OWN_NAMES.findall(path.read_text("utf-8")))
    }
    assert found == {}

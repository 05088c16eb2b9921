"""What a first search would wait for: the words that the analyser knows, places by name, and the snapshot."""

from __future__ import annotations

from datetime import date

from handschlag.directory.queries import hits
from handschlag.directory.rules.criteria import Criteria


def warm(*, today: date) -> None:
    """One search, whose answer nobody reads."""
    hits.page_of_hits(Criteria(text="Netzwerk", near="Berlin"), number=1, today=today)

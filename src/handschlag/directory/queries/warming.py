"""What a first search would wait for: the words that the analyser knows, places by name, and the snapshot.

And what the pages of actors would ask the database for, one after the other: who speaks of which concept.
"""

from __future__ import annotations

from datetime import date

from handschlag.directory.queries import concept_actors, hits
from handschlag.directory.rules.criteria import Criteria

MISSPELT = "Netzwerkkkk"  # only for a word that nobody has are all words looked at


def warm(*, today: date) -> None:
    """Three searches, whose answers nobody reads: of a word, of a place, and of a word that is misspelt."""
    for criteria in (
        Criteria(text="Netzwerk", near="Berlin"),
        Criteria(text="Berlin"),
        Criteria(text=MISSPELT),
    ):
        hits.page_of_hits(criteria, number=1, today=today)
    concept_actors.remember_all()

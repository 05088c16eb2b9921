"""What a first search would wait for: the words that the analyser knows, places by name, and the snapshot.

And what the pages of actors would ask the database for, one after the other: who speaks of which concept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from handschlag.directory.models import Field, Land
from handschlag.directory.queries import concept_actors, hits
from handschlag.directory.queries.public import public_actors, public_networks
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


def one_of_each() -> Iterator[tuple[str, str]]:
    """The first public entry of each kind, by kind and slug; none of a kind that has none."""
    for kind, rows in (
        ("field", Field.objects.all()),
        ("land", Land.objects.all()),
        ("network", public_networks()),
        ("actor", public_actors()),
    ):
        for slug in rows.order_by("pk").values_list("slug", flat=True)[:1]:
            yield kind, slug

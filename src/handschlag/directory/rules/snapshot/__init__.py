"""The public directory in the memory of a process: arrays, their view of a day, facets, scores and order."""

from handschlag.directory.rules.snapshot.arrays import Snapshot
from handschlag.directory.rules.snapshot.entries import Entry, FacetValue, Period, Taxonomy, Version
from handschlag.directory.rules.snapshot.facets import facets_of, narrowed, narrowed_facets
from handschlag.directory.rules.snapshot.order import ordered_hits
from handschlag.directory.rules.snapshot.places import kilometres
from handschlag.directory.rules.snapshot.scores import Lookup, Scores, lookups, score
from handschlag.directory.rules.snapshot.view import View

__all__ = [
    "Entry",
    "FacetValue",
    "Lookup",
    "Period",
    "Scores",
    "Snapshot",
    "Taxonomy",
    "Version",
    "View",
    "facets_of",
    "kilometres",
    "lookups",
    "narrowed",
    "narrowed_facets",
    "ordered_hits",
    "score",
]

"""A search that somebody follows, as one line of text: which list, and what was asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import parse_qs

from handschlag.directory.rules.criteria import Criteria, Sort

LISTS: Final = ("networks", "actors", "projects", "search")


def key_of(name: str, criteria: Criteria) -> str:
    """The same for the same question, however the list is drawn or ordered; empty where nothing is asked for.

    >>> key_of("networks", Criteria(lands=("sachsen",), view="portraits"))
    'networks?land=sachsen'
    """
    if criteria.is_empty:
        return ""
    sort = Sort.DISTANCE if criteria.near else Sort.RELEVANCE
    return f"{name}?{replace(criteria, sort=sort, view='').query_string()}"


def search_of(key: str) -> tuple[str, Criteria] | None:
    """What such a line asks for; None for one that `key_of` would not write."""
    name, _mark, query = key.partition("?")
    criteria = Criteria.of(parse_qs(query))
    return (name, criteria) if name in LISTS and key_of(name, criteria) == key else None

"""Short names of programmes in English, where they have one: the data have the German ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

IN_ENGLISH: Final[Mapping[str, str]] = {
    "ZIM-Netzwerke": "ZIM networks",
    "ZIM-Projekte": "ZIM projects",
    "Spitzencluster": "Leading-Edge Clusters",
    "Kompetenznetze": "Competence Networks",
    "Cluster-Offensive Bayern": "Bavarian Cluster Initiative",
    "Landescluster NRW": "NRW clusters",
}


def short_name_in_english(name: str) -> str:
    """The name itself where it is the same in both languages."""
    return IN_ENGLISH.get(name, name)

"""What is asked for: every kind of page, with many different addresses, in the mix of a busy day."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

WORDS = (
    *("Wasserstoff", "Wasserstoffspeicher", "hydrogen storage", "Photonik", "Sensorik", "Leichtbau"),
    *("Rezyklat", "KI", "Elektrolyse", "Brennstoffzelle", "Laserschweißen", "Medizintechnik", "Holzbau"),
    *("Speicherung von Wasserstoff", "Wasserstof", "Batterien", "machine learning", "Feldroboter"),
)
PREFIXES = ("wass", "phot", "sens", "lei", "bat", "rob", "med", "holz", "rec", "qu")
FIELDS = ("EUM", "EUM3", "OPT", "WST", "MED", "IKT", "UMW", "AUT", "BIO", "PRO", "MST", "AGR")
LANDS = ("SN", "BY", "BW", "NW", "SH", "HE", "NI", "BE", "BB", "TH")
TABLES = ("network", "actor", "field", "land")
KINDS = ("cluster", "zim_network", "research_association")
# Of a hundred requests.
MIX: Mapping[str, int] = {
    "start": 6,
    "networks": 10,
    "networks, filtered": 14,
    "actors": 8,
    "actors, filtered": 14,
    "search": 14,
    "suggestions": 8,
    "network": 10,
    "actor": 8,
    "map": 2,
    "map data": 4,
    "field": 1,
    "Land": 1,
}


def addresses(database: Path, *, seed: int = 1) -> dict[str, list[str]]:
    """Addresses of each kind, from the slugs of a database, in both languages."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        return addresses_of({table: slugs_of(rows, table) for table in TABLES}, seed=seed)


def addresses_of(slugs: Mapping[str, Sequence[str]], *, seed: int = 1) -> dict[str, list[str]]:
    """The same from the slugs of `TABLES`."""
    dice = random.Random(seed)
    places = [f"page={number}" for number in (1, 2, 3, 10, 50, 200)]
    found: dict[str, list[str]] = {
        "start": [""],
        "networks": ["networks/", *(f"networks/?{page}" for page in places[:4])],
        "networks, filtered": [f"networks/?{query}" for query in network_filters(dice)],
        "actors": ["actors/", *(f"actors/?{page}" for page in places)],
        "actors, filtered": [f"actors/?{query}" for query in actor_filters(dice)],
        "search": [f"search/?q={quote(word)}" for word in WORDS],
        "suggestions": [f"search/suggest/?q={prefix}" for prefix in PREFIXES],
        "network": [f"networks/{slug}/" for slug in dice.sample(slugs["network"], 60)],
        "actor": [f"actors/{slug}/" for slug in dice.sample(slugs["actor"], 200)],
        "map": ["map/", "map/?field=EUM", "map/?kind=cluster"],
        "map data": ["map/points.json", "map/points.json?field=EUM", "map/points.json?land=SN"],
        "field": [f"fields/{slug}/" for slug in dice.sample(slugs["field"], 20)],
        "Land": [f"regions/{slug}/" for slug in slugs["land"]],
    }
    return {
        kind: [f"/{language}/{path}" for path in paths for language in ("de", "en")]
        for kind, paths in found.items()
    }


def slugs_of(rows: sqlite3.Connection, table: str) -> list[str]:
    where = "WHERE status = 'published'" if table in {"network", "actor"} else ""
    return [slug for (slug,) in rows.execute(f"SELECT slug FROM directory_{table} {where} ORDER BY slug")]


def network_filters(dice: random.Random) -> Iterator[str]:
    """One to three filters at once, some with words."""
    for _ in range(40):
        parts = [f"field={dice.choice(FIELDS)}", f"land={dice.choice(LANDS)}", f"kind={dice.choice(KINDS)}"]
        chosen = dice.sample(parts, dice.randint(1, 3))
        yield "&".join([*chosen, f"q={quote(dice.choice(WORDS))}"][: dice.randint(1, 4)])


def actor_filters(dice: random.Random) -> Iterator[str]:
    for _ in range(40):
        kinds = ("company", "university", "research", "other")
        parts = [f"field={dice.choice(FIELDS)}", f"land={dice.choice(LANDS)}", f"kind={dice.choice(kinds)}"]
        chosen = dice.sample(parts, dice.randint(1, 2))
        yield "&".join([*chosen, f"q={quote(dice.choice(WORDS))}"][: dice.randint(1, 3)])


def stream(found: Mapping[str, Sequence[str]], *, seed: int) -> Iterator[tuple[str, str]]:
    """Kinds and addresses for ever, in the proportions of the mix; what does not exist is left out."""
    dice = random.Random(seed)
    kinds = [kind for kind in MIX if found.get(kind)]
    weights = [MIX[kind] for kind in kinds]
    while True:
        kind = dice.choices(kinds, weights)[0]
        yield kind, dice.choice(found[kind])

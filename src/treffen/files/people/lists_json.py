"""Lists as JSON, format `treffen.lists/1`; the schema is `schema/lists.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from treffen.files.atomic import replacing
from treffen.files.jsontext import line_of, list_of_lines
from treffen.files.people.settings_json import settings_object
from treffen.recommendation.lists import Entry, Lists, PersonList, RecommendationReason, Shortfall

FORMAT = "treffen.lists/1"
DIGITS = 6  # scores are written to a millionth, the same on every machine


def lists_object(lists: Lists) -> dict[str, Any]:
    """The lists as the object that `write_lists` writes."""
    return {
        **_head(lists),
        "lists": [_list(one) for one in lists.lists],
        "shortfalls": [_shortfall(one) for one in lists.shortfalls],
    }


def _head(lists: Lists) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "pool": lists.pool,
        "k": lists.k,
        "seed": lists.seed,
        "settings": settings_object(lists.settings),
        "balance": {
            "method": lists.balance.value,
            "rounds": lists.rounds,
            "residual": _number(lists.residual),
        },
    }


def write_lists(path: str | Path, lists: Lists) -> None:
    """Write the lists, one person a line; whole or not at all. Raises `OSError`."""
    with replacing(Path(path)) as spare, spare.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_text(lists))


def _text(lists: Lists) -> Iterator[str]:
    """The file piece by piece: in a large pool its text is larger than the lists themselves."""
    yield "{"
    for key, value in _head(lists).items():
        yield f"{json.dumps(key)}: {line_of(value)},\n"
    yield '"lists": ['
    for at, one in enumerate(lists.lists):
        yield (",\n  " if at else "\n  ") + line_of(_list(one))
    yield "],\n"
    yield list_of_lines("shortfalls", (_shortfall(one) for one in lists.shortfalls)) + "}\n"


def _number(value: float) -> float:
    return round(float(value), DIGITS)


def _list(one: PersonList) -> dict[str, Any]:
    entries = [_entry(entry) for entry in one.entries]
    return {"participant": one.participant, "seen": one.seen, "entries": entries}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "partner": entry.partner,
        "place": entry.place.value,
        "score": _number(entry.score),
        "fit": _number(entry.fit),
        "for_you": _number(entry.for_you),
        "for_them": _number(entry.for_them),
        "price": _number(entry.price),
        "reasons": [_reason(reason) for reason in entry.reasons],
    }


def _reason(reason: RecommendationReason) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": reason.kind.value,
        "side": reason.side.value,
        "value": _number(reason.value),
    }
    if reason.evidence:
        found["evidence"] = list(reason.evidence)
    said = (("concepts", reason.through), ("words", reason.words), ("related", reason.related))
    for key, links in said:
        if links:
            found[key] = [[link.need, link.offer] for link in links]
    return found


def _shortfall(one: Shortfall) -> dict[str, Any]:
    return {
        "participant": one.participant,
        "kind": one.kind.value,
        "found": one.found,
        "wanted": one.wanted,
    }

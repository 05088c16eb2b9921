"""What is published about real networks: rows of the table become facts, each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """A programme or the level of a label, with a date that may be known to the year only, or not at all."""

    what: str
    on: date | None = None
    is_year_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """How many members were published, for which year."""

    members: int
    year: int | None
    share_small: int | None
    share_large: int | None
    share_research: int | None
    note_de: str
    note_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNetwork:
    """One real network. `seen` facts stand in the source; `assigned` ones follow from name or source."""

    slug: str
    kind: str
    name: str
    short_name: str
    place: str
    land: str
    fields: tuple[str, ...]
    founded: int | None
    management_body: str
    website: str
    umbrella: str
    description_de: str
    description_en: str
    programmes: tuple[_Dated, ...]
    labels: tuple[_Dated, ...]
    figure: _Figure | None
    source: str
    seen: tuple[str, ...]
    assigned: tuple[str, ...]


def networks_of(rows: Iterable[Mapping[str, str]]) -> tuple[PublishedNetwork, ...]:
    """The networks of a table."""
    return tuple(_network_of(row) for row in rows)


def _network_of(row: Mapping[str, str]) -> PublishedNetwork:
    """One row of the table."""
    plain = ("slug", "kind", "name", "short_name", "place", "land", "management_body", "website", "umbrella")
    return PublishedNetwork(
        **{name: row[name] for name in (*plain, "description_de", "description_en", "source")},
        fields=_cell_parts(row["fields"]),
        founded=_number(row["founded"]),
        programmes=tuple(dated_names(text) for text in _cell_parts(row["programmes"])),
        labels=tuple(dated_names(text) for text in _cell_parts(row["labels"])),
        figure=_figure(row),
        seen=_cell_parts(row["seen"]),
        assigned=_cell_parts(row["assigned"]),
    )


def _figure(row: Mapping[str, str]) -> _Figure | None:
    """The published number of members, or none."""
    members = _number(row["members"])
    if members is None:
        return None
    return _Figure(
        members=members,
        year=_number(row["members_year"]),
        share_small=_number(row["share_small"]),
        share_large=_number(row["share_large"]),
        share_research=_number(row["share_research"]),
        note_de=row["note_de"],
        note_en=row["note_en"],
    )


def dated_names(text: str) -> _Dated:
    """`gold@2019`, `zim@2023-01-01` or `igf`: a year stands for its first day, and says so."""
    what, _, when = text.partition("@")
    if not when:
        return _Dated(what=what)
    is_year_only = len(when) == len("2019")
    return _Dated(
        what=what,
        on=date.fromisoformat(f"{when}-01-01" if is_year_only else when),
        is_year_only=is_year_only,
    )


def _cell_parts(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _number(text: str) -> int | None:
    """A whole number, or none where the cell is empty."""
    return int(text) if text else None

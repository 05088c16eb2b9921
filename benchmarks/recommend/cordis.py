"""The official CORDIS files (European Union, https://cordis.europa.eu): who took part in what.

Three CSV files, semicolons between columns (commas are understood, too): organisations
(`organization.csv`: projectID, organisationID), topics (`topics.csv`: projectID, title) and, where it is
there, projects (`project.csv`: id, startDate). None of them is part of this project.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ORGANISATIONS = ("organization.csv", "h2020_slice_2023_participations.csv")
TOPICS = ("topics.csv", "h2020_slice_2023_project_topics.csv")
PROJECTS = ("project.csv",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One project: its number, when it began ("" if unknown), its topic, and who took part."""

    id: str
    start: str
    topic: str
    members: frozenset[str]


def read(folder: Path) -> list[Project]:
    """All projects with a topic and at least two members, the earliest first.

    Without start dates the number of the project stands for them: numbers are given when a proposal is filed.
    Raises FileNotFoundError naming what is missing.
    """
    members: dict[str, set[str]] = {}
    for row in _rows(_one_of(folder, ORGANISATIONS)):
        members.setdefault(row["projectID"], set()).add(row["organisationID"])
    topics = {row["projectID"]: row["title"] for row in _rows(_one_of(folder, TOPICS)) if row["title"]}
    dated = next((folder / name for name in PROJECTS if (folder / name).exists()), None)
    starts = {row["id"]: row["startDate"] for row in _rows(dated)} if dated else {}
    found = [
        Project(id=id, start=starts.get(id, ""), topic=topics[id], members=frozenset(those))
        for id, those in members.items()
        if id in topics and len(those) > 1
    ]
    return sorted(found, key=lambda project: (project.start, project.id.zfill(12)))


def _one_of(folder: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"{names[0]} not in {folder}")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        delimiter = ";" if head.count(";") > head.count(",") else ","
        yield from csv.DictReader(file, delimiter=delimiter)

"""The papers on data protection and accessibility say what code and tests say."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

pytest.importorskip("django")

# Of each guideline of WCAG 2.2: the criteria on levels A and AA; 4.1.1 is obsolete.
WCAG = """
1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.10
1.4.11 1.4.12 1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7
2.4.11 2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3
3.3.4 3.3.7 3.3.8 4.1.2 4.1.3
"""
type Claim = tuple[str, str, list[str]]
type Criteria = dict[str, dict[str, Any]]
LEVELS = {"supports", "partially", "not-evaluated", "not-applicable"}
DELETES = re.compile("Delet|Remov|Forget")
# Their title says deletion, and it is not of something about people that has an age.
OTHERWISE = {"common.wipe_log"}


@pytest.fixture(scope="module")
def papers(root: Path) -> Path:
    return root / "docs/papers"


@pytest.fixture(scope="module")
def criteria(papers: Path) -> Criteria:
    return tomllib.loads((papers / "accessibility/criteria.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def rows(papers: Path, criteria: Criteria) -> list[Claim]:
    """Number, level and tests of everything that is claimed, of pages, prints and clauses."""
    chapters = tomllib.loads((papers / "accessibility/chapters.toml").read_text("utf-8"))["chapter"]
    clauses = [(row["id"], row["level"], row["tests"]) for one in chapters for row in one["rows"]]
    pages = [(number, one["web"], one["tests"]) for number, one in criteria.items()]
    return [*pages, *((number, one["pdf"], one["tests"]) for number, one in criteria.items()), *clauses]


def test_every_criterion_of_wcag_has_its_row_and_no_other_has(criteria: Criteria) -> None:
    assert list(criteria) == WCAG.split()
    assert {one["level"] for one in criteria.values()} == {"A", "AA"}
    assert sum(one["level"] == "A" for one in criteria.values()) == 31


def test_every_chapter_of_en_301_549_is_there(papers: Path) -> None:
    chapters = tomllib.loads((papers / "accessibility/chapters.toml").read_text("utf-8"))["chapter"]
    assert [one["number"] for one in chapters] == [4, 5, 6, 7, 8, 10, 11, 12, 13]  # 9 is that of WCAG


def test_what_is_claimed_names_a_test_that_there_is(root: Path, rows: list[Claim]) -> None:
    there = {
        name
        for path in (root / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)\(", path.read_text("utf-8"))
    }
    assert {number: level for number, level, _ in rows if level not in LEVELS} == {}
    assert {
        number for number, level, tests in rows if level in {"supports", "partially"} and not tests
    } == set()
    assert {number: set(tests) - there for number, _, tests in rows if set(tests) - there} == {}


def test_the_file_for_programs_has_the_form_of_openacr(papers: Path, criteria: Criteria) -> None:
    read = yaml.safe_load((papers / "accessibility/openacr.yaml").read_text("utf-8"))
    assert read["product"]["name"] == "Handschlag"
    assert isinstance(read["author"]["email"], str)
    assert isinstance(read["report_date"], str)
    found = [one for chapter in read["chapters"].values() for one in chapter["criteria"]]
    assert set(criteria) <= {one["num"] for one in found}
    parts = [part for one in found for part in one["components"]]
    assert {part["name"] for part in parts} == {"web", "electronic-docs", "none"}
    terms = {"supports", "partially-supports", "not-evaluated", "not-applicable"}
    assert {part["adherence"]["level"] for part in parts} <= terms
    assert all(part["adherence"]["notes"] for part in parts)
    json.dumps(read)  # nothing but strings, lists and dictionaries


def test_every_job_that_deletes_has_its_row_and_every_row_its_job(papers: Path) -> None:
    from django.utils.translation import override

    from handschlag.common.jobs.registry import rounds

    said = {row["job"] for row in tomllib.loads((papers / "retention.toml").read_text("utf-8"))["rule"]}
    with override("en"):
        titles = {one.kind: str(one.title) for one in rounds()}
    assert {name for name in said if re.fullmatch(r"[a-z]+\.[a-z_]+", name)} - set(titles) == set()
    deleting = {name for name, title in titles.items() if DELETES.search(title)}
    assert deleting - said - OTHERWISE == set()


def test_every_paper_stands_in_both_languages_and_they_lead_to_each_other(papers: Path) -> None:
    alone = []
    index = (papers / "data-protection.md").read_text("utf-8")
    named = {
        papers / name for name in re.findall(r"\]\(([\w./-]+\.md)\)", index) if not name.startswith("..")
    }
    assert len(named) >= 8
    for path in sorted(named):
        text = path.read_text("utf-8")
        link = re.search(r"\[(Deutsch|English)\]\(([\w.-]+)\)", text)
        if link is None or f"]({path.name})" not in (path.parent / link[2]).read_text("utf-8"):
            alone.append(path.name)
    assert alone == []

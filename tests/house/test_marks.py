"""Papers on standards: each requirement has its line, and its evidence is a file or a test that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
PAPERS = "docs/papers"
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAME = re.compile(r"`(test_\w+)`")
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
WORDS = ("Needs a public host", "Does not apply: ", "Missing: ", "Operator: ")
MOST_THAT_NEED_A_HOST = 7

# The Standard for Public Code: how many requirements of each criterion are a MUST or MUST NOT.
MUSTS = {
    1: 3,
    2: 2,
    3: 2,
    4: 3,
    5: 4,
    6: 3,
    7: 3,
    8: 1,
    9: 3,
    10: 5,
    11: 4,
    12: 4,
    13: 4,
    14: 0,
    15: 1,
    16: 3,
}
# The names of the questions at the passing level, by their sections.
BADGE = """
description_good interact contribution contribution_requirements floss_license floss_license_osi
license_location documentation_basics documentation_interface sites_https discussion english maintained
repo_public repo_track repo_interim repo_distributed version_unique version_semver version_tags
release_notes release_notes_vulns
report_process report_tracker report_responses enhancement_responses report_archive
vulnerability_report_process vulnerability_report_private vulnerability_report_response
build build_common_tools build_floss_tools test test_invocation test_most test_continuous_integration
test_policy tests_are_added tests_documented_added warnings warnings_fixed warnings_strict
know_secure_design know_common_errors crypto_published crypto_call crypto_floss crypto_keylength
crypto_working crypto_weaknesses crypto_pfs crypto_password_storage crypto_random
delivery_mitm delivery_unsigned vulnerabilities_fixed_60_days vulnerabilities_critical_fixed
no_leaked_credentials
static_analysis static_analysis_common_vulnerabilities static_analysis_fixed static_analysis_often
dynamic_analysis dynamic_analysis_unsafe dynamic_analysis_enable_assertions dynamic_analysis_fixed
"""


def rows(root: Path, page: str) -> list[tuple[str, str, str]]:
    """The lines of a page's table, without its head."""
    found = ROW.findall((root / PAPERS / page).read_text("utf-8"))
    return [row for row in found if not set(row[0]) <= {"-"}][1:]


@pytest.fixture(scope="module")
def tests_that_there_are(root: Path) -> set[str]:
    return {
        name
        for path in (root / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)\(", path.read_text("utf-8"))
    }


def without_evidence(folder: Path, known: set[str], table: list[tuple[str, str, str]]) -> Iterator[str]:
    """What is wrong with the evidence of each line."""
    for number, _asked, evidence in table:
        links, named = LINK.findall(evidence), set(NAME.findall(evidence))
        local = [link for link in links if "://" not in link]
        if lost := [link for link in local if not (folder / link).exists()]:
            yield f"{number}: there is no file {lost}"
        elif unknown := named - known:
            yield f"{number}: there is no test {sorted(unknown)}"
        elif not local and not named and not evidence.startswith(WORDS):
            yield f"{number}: {evidence}"


@pytest.mark.parametrize("page", ["public-code.md", "openssf.md", "digital-public-goods.md"])
def test_the_evidence_of_a_paper_can_be_looked_up(
    root: Path, tests_that_there_are: set[str], page: str
) -> None:
    assert list(without_evidence(root / PAPERS, tests_that_there_are, rows(root, page))) == []


def test_evidence_that_there_is_not_would_be_seen(root: Path) -> None:
    wrong = [
        ("1", "a file", "[here](nowhere.md)"),
        ("2", "a test", "`test_nothing_of_this_name`"),
        ("3", "words", "surely"),
        ("4", "a page elsewhere", "[there](https://example.org/)"),
        ("5", "said plainly", "Missing: nobody did it"),
    ]
    said = list(without_evidence(root / PAPERS, {"test_another_one_there_is"}, wrong))
    assert [line[0] for line in said] == ["1", "2", "3", "4"]


def test_every_must_of_the_standard_for_public_code_has_its_line(root: Path) -> None:
    wanted = [f"{number}.{one}" for number, count in MUSTS.items() for one in range(1, count + 1)]
    table = rows(root, "public-code.md")
    assert [row[0] for row in table] == wanted
    waiting = [row[0] for row in table if row[2].startswith("Needs a public host")]
    assert len(waiting) <= MOST_THAT_NEED_A_HOST
    assert waiting == [row[0] for row in table if "Needs a public host" in row[2]]


def test_every_question_of_the_badge_and_every_indicator_is_answered(root: Path) -> None:
    assert [row[0] for row in rows(root, "openssf.md")] == BADGE.split()
    assert len(BADGE.split()) == 67
    indicators = [row[0] for row in rows(root, "digital-public-goods.md")]
    assert indicators == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "9a", "9b", "9c"]


def test_every_standard_is_named_with_where_it_is(root: Path) -> None:
    lines = (root / PAPERS / "standards.md").read_text("utf-8").splitlines()
    table = [line for line in lines if line.startswith("| ")][1:]
    assert len(table) > 20
    assert [line for line in table if not re.search(r"\]\(https://[^)]+\)", line)] == []


def test_a_policy_names_the_tests_that_hold_the_software_to_it(
    root: Path, tests_that_there_are: set[str]
) -> None:
    lines = (root / PAPERS / "policies.md").read_text("utf-8").splitlines()
    held = [NAME.findall(line) for line in lines if line.startswith("| ")][1:]
    assert len(held) > 10
    assert [names for names in held if not names or not set(names) <= tests_that_there_are] == []

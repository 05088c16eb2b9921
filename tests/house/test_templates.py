"""Templates can be read: no line is too long, and the tool that formats them knows all our tags."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django")
LONGEST = 120
OF_DJANGO = frozenset(("block", "blocktranslate", "comment", "for", "if", "localize", "partialdef", "with"))


@pytest.fixture(scope="module")
def templates(root: Path, tracked: tuple[str, ...]) -> dict[str, str]:
    names = (name for name in tracked if re.fullmatch(r"src/handschlag/\w+/templates/.*\.html", name))
    return {name: (root / name).read_text("utf-8") for name in names}


def test_no_line_of_a_template_is_longer_than_can_be_read(templates: dict[str, str]) -> None:
    assert len(templates) > 400
    too_long = [
        f"{name}:{number}"
        for name, text in templates.items()
        for number, line in enumerate(text.split("\n"), start=1)
        if len(line) > LONGEST
    ]
    assert too_long == []


def test_the_tool_that_formats_knows_every_tag_of_ours_that_ends(
    templates: dict[str, str], project: dict[str, Any]
) -> None:
    """Of one that it does not know, it would break up what stands within."""
    said = project["tool"]["djangofmt"]
    ends = {tag for text in templates.values() for tag in re.findall(r"\{% end(\w+) ", text)}
    assert sorted(ends - OF_DJANGO) == said["custom-blocks"]
    assert said["line-length"] == LONGEST


def test_no_template_reads_a_value_called_block(templates: dict[str, str]) -> None:
    """Within `{% block %}` that name is the template's own block, whatever the view has given."""
    found = [
        name
        for name, text in templates.items()
        if re.search(r"\bblock\.(?!super\b)", text) and "{% for block in " not in text
    ]
    assert found == []

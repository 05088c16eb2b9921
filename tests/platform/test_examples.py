"""The examples in the platform's docstrings run."""

from __future__ import annotations

import pytest
from tests import examples

import handschlag

pytestmark = pytest.mark.once
MODULES = examples.modules_with_examples(handschlag)


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_run_as_they_are_written(module: str) -> None:
    examples.check(module)


def test_there_are_examples() -> None:
    assert "handschlag.matching.phases" in MODULES

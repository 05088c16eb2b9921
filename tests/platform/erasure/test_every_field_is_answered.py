"""No column that can hold words is forgotten: for each it is said what becomes of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ANSWERS = {"registration", "account", "entry", "technical", "kept"}
WORDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.BinaryField,
    models.GenericIPAddressField,
)


def fields_that_hold_words() -> Iterator[str]:
    """EmailField, SlugField, URLField and their like are CharFields."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, WORDS) and not field.choices:
                yield f"{model._meta.label}.{field.name}"


@pytest.fixture(scope="module")
def answers() -> dict[str, dict]:
    return tomllib.loads(Path(__file__).with_name("fields.toml").read_text("utf-8"))


def test_each_field_has_one_answer_and_each_answer_a_field(answers: dict[str, dict]) -> None:
    told = [
        f"{label}.{name}" for label, table in answers.items() for names in table.values() for name in names
    ]
    there = list(fields_that_hold_words())
    without_answer, without_field = sorted(set(there) - set(told)), sorted(set(told) - set(there))
    assert (without_answer, without_field, len(told)) == ([], [], len(there))


def test_answers_are_known_and_what_is_kept_says_why(answers: dict[str, dict]) -> None:
    assert {answer for table in answers.values() for answer in table} == ANSWERS
    reasons = [reason for table in answers.values() for reason in table.get("kept", {}).values()]
    assert [one for one in reasons if len(one) < 20] == []

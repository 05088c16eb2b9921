"""No column of matching and registration is forgotten: neither by the export nor by erasure."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role, Subject
from handschlag.matching.leaving import everything_of as matching_of
from handschlag.matching.models import Participant
from handschlag.registration import personal_data
from handschlag.registration.models import Category, Registration
from handschlag.registration.personal_data import everything_of

APPS = ("matching", "registration")
KINDS = ("exported", "technical", "others")


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("exported.toml").read_text("utf-8"))


def columns(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields]


def test_each_column_has_one_answer(answers: dict[str, dict[str, Any]]) -> None:
    there = {
        model._meta.label: sorted(columns(model))
        for app in APPS
        for model in apps.get_app_config(app).get_models()
    }
    told = {
        label: there.get(label)
        if "whole" in table
        else sorted(name for kind in KINDS for name in table.get(kind, ()))
        for label, table in answers.items()
    }
    assert told == there


def filled(row: models.Model, *, but: set[str]) -> None:
    """Every column says something; those that the database wants to be special stay as they are."""
    for number, field in enumerate(row._meta.concrete_fields):
        if field.is_relation or field.choices or field.primary_key or field.name in but:
            continue
        match field:
            case models.BooleanField():
                value: Any = not field.get_default()
            case models.IntegerField():
                value = 3
            case models.JSONField():
                value = ["en"] if isinstance(field.get_default(), list) else {"place": "nobody"}
            case models.DateTimeField():
                value = builders.NOW + timedelta(hours=number)
            case models.EmailField():
                value = "zenobia@marker.example"
            case models.CharField():
                value = f"marker {field.name}"[: field.max_length]
            case _:
                continue
        setattr(row, field.name, value)
    row.save()


@pytest.fixture
def zenobia(person: Callable[..., User]) -> Participant:
    """Who has said everything that can be said, has left, and is registered with an account."""
    otto = person("otto", Role.ORGANISER)
    event = builders.event("Netzwerke verbinden", otto)
    row = matchmaking.participant(matchmaking.matching(event), "Zenobia Marker")
    filled(row, but=set())
    registration = row.registration
    registration.user = registration.entered_by = otto
    registration.actor = builders.actor()
    registration.category = Category.objects.create(event=event, name_de="Gäste")
    filled(registration, but={"uid", "erased_at"})
    return row


def test_what_is_exported_stands_in_the_export(zenobia: Participant, answers: dict[str, Any]) -> None:
    registration = zenobia.registration
    for label, found in (
        ("registration.Registration", everything_of(registration)),
        ("matching.Participant", matching_of(registration)),
    ):
        assert found is not None
        assert set(answers[label]["exported"]) - set(found) == set()


@pytest.mark.parametrize("model", [Registration, Participant])
def test_erasure_leaves_what_stays_and_nothing_else(
    zenobia: Participant, answers: dict[str, Any], model: type[models.Model]
) -> None:
    pk = zenobia.registration_id if model is Registration else zenobia.pk
    before = model._base_manager.filter(pk=pk).values().get()
    personal_data.erase(
        registration_id=zenobia.registration_id, has_link=True, by=Subject(), now=builders.NOW
    )
    after = model._base_manager.filter(pk=pk).values().get()
    fields = model._meta.concrete_fields
    same = [field.name for field in fields if before[field.attname] == after[field.attname]]
    assert same == answers[model._meta.label]["stays"]

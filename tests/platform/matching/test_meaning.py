"""Recommendations compare meanings where that is turned on, and say loudly where the model is missing."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.core.checks import run_checks
from tests.platform.builders import NOW

from handschlag.matching import recommendation_lists
from handschlag.matching.engine import lists
from handschlag.matching.models import Listed, Participant, Service
from treffen.recommendation.semantic import NoEncoder, Vectors


class Fixed:
    """All texts mean the same."""

    name = "fixed"

    def encode(self, texts: object) -> Vectors:
        return np.ones((len(list(texts)), 2), np.float32)  # type: ignore[call-overload]


def _missing() -> None:
    raise NoEncoder("pip install it")


@pytest.fixture
def turned_on(settings, tmp_path: Path) -> None:
    settings.COMPARES_MEANING, settings.DATA = True, tmp_path


@pytest.mark.django_db
def test_lists_are_made_with_the_model_and_what_it_computed_is_kept_for_a_month(
    turned_on: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    service: Service,
    ada: Participant,
    bo: Participant,
) -> None:
    monkeypatch.setattr(lists, "_model", Fixed)
    assert lists.fault_of_model() == ""
    recommendation_lists.write_lists(service_id=service.pk)
    assert Listed.objects.exists()
    kept = len([one for one in tmp_path.rglob("*") if one.is_file()])
    assert kept > 0
    assert lists.forget_old_vectors(now=NOW - timedelta(days=9999)) == 0
    assert lists.forget_old_vectors(now=NOW + timedelta(days=9999)) == kept


@pytest.mark.django_db
def test_without_the_model_lists_are_made_all_the_same_and_the_operator_is_told(
    turned_on: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    service: Service,
    ada: Participant,
    bo: Participant,
) -> None:
    monkeypatch.setattr(lists, "_model", _missing)
    with caplog.at_level(logging.WARNING):
        recommendation_lists.write_lists(service_id=service.pk)
    assert Listed.objects.exists()
    assert "without the model of meaning: pip install it" in caplog.text
    assert [one.id for one in run_checks() if one.id == "handschlag.W003"] == ["handschlag.W003"]


def test_turned_off_nothing_is_loaded_and_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "_model", _missing)
    assert lists.encoder_in_use() is None
    assert [one for one in run_checks() if one.id == "handschlag.W003"] == []

"""A version with many meetings is shown page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from handschlag.matching.actions import publishing
from handschlag.matching.views import publishing as pages

pytestmark = pytest.mark.django_db


def test_a_long_version_has_pages(
    monkeypatch: pytest.MonkeyPatch, scene: Any, console: Client, at: Callable[..., str], now: Any
) -> None:
    monkeypatch.setattr(pages, "ON_A_PAGE", 1)
    scene.accepted(scene.ada, scene.bo)
    scene.accepted(scene.ada, scene.cy)
    scene.service.refresh_from_db()
    publishing.publish(
        service_id=scene.service.pk, revision=scene.service.revision, by=scene.otto.subject, now=now
    )
    url = at("version", 1)
    first, second = (console.get(f"{url}?page={number}").content.decode() for number in (1, 2))
    assert "mit 2 Gesprächen" in first
    assert f"{url}?page=2" in first or 'href="?page=2"' in first
    shown = [text.count("Tannert") + text.count("Nilsson") for text in (first, second)]
    assert shown == [1, 1]

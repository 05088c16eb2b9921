"""What tests of the programme guide build."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.platform import builders

from handschlag.programmes.models import Fact, FactKind, Programme


def fact(about: Programme | None = None, *, key: str = "go-cluster-purpose", **values: Any) -> Fact:
    """A fact that was read in November 2026 and is fresh for a year."""
    usual = {
        "kind": FactKind.PURPOSE,
        "text_de": "Hilft Clustern.",
        "text_en": "Helps clusters.",
        "source_title": "Seite des Programms",
        "source_url": "https://programm.example/",
        "read_on": date(2026, 11, 1),
        "old_from": date(2027, 11, 1),
    }
    programme = about or builders.programme()
    return Fact.objects.create(programme=programme, key=key, **{**usual, **values})

"""What tests of the programme guide build."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.platform import builders

from handschlag.programmes.models import Fact, FactKind, FundingCall, Programme


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


def funding_call(about: Programme | None = None, *, slug: str = "netze-2027", **values: Any) -> FundingCall:
    """A public call that opened in November 2026 and closes on 31 January 2027 at noon in Germany."""
    usual = {
        "title_de": "Netze 2027",
        "title_en": "Networks 2027",
        "opens_at": datetime(2026, 11, 1, 8, tzinfo=UTC),
        "closes_at": datetime(2027, 1, 31, 11, tzinfo=UTC),
        "source_title": "Bekanntmachung",
        "source_url": "https://aufruf.example/",
        "read_on": date(2026, 11, 1),
        "created_at": datetime(2026, 11, 1, 8, tzinfo=UTC),
        "changed_at": datetime(2026, 11, 1, 8, tzinfo=UTC),
        "published_at": datetime(2026, 11, 1, 8, tzinfo=UTC),
    }
    return FundingCall.objects.create(programme=about, slug=slug, **{**usual, **values})

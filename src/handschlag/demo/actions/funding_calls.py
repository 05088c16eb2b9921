"""Three invented funding calls whose dates follow the clock of the demo: open, closing soon, announced."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from handschlag.common import audit
from handschlag.programmes.models import FundingCall, Programme

BERLIN: Final = ZoneInfo("Europe/Berlin")
FUNDER: Final = {"funder_de": "Erfundene Förderstelle", "funder_en": "Invented funder"}
TEXT: Final = {
    "text_de": "Für die Demo erfunden. Diesen Förderaufruf gibt es nicht.",
    "text_en": "Invented for the demo. This funding call does not exist.",
}
# Slug, titles, programme, days from today to opening and deadline, hour of the deadline, and for whom.
CALLS: Final[tuple[tuple[str, str, str, str, int, int, time, dict[str, Any]], ...]] = (
    (
        "demo-neue-netze",
        "Neue Netze für die Kreislaufwirtschaft",
        "New networks for the circular economy",
        "zim",
        -30,
        45,
        time(12, 0),
        {
            "conditions": {"who": ["cluster"], "want": ["network"]},
            "amount_de": "bis 400.000 Euro je Netzwerk",
            "amount_en": "up to 400,000 euros for each network",
        },
    ),
    (
        "demo-leichtbau-transfer",
        "Leichtbau im Mittelstand",
        "Lightweight construction in small firms",
        "",
        -60,
        9,
        time(15, 0),
        {
            "conditions": {"who": ["company", "research"]},
            "amount_de": "bis 200.000 Euro je Vorhaben",
            "amount_en": "up to 200,000 euros for each project",
        },
    ),
    (
        "demo-photonik-skizzen",
        "Photonik für die Medizin: Skizzen",
        "Photonics for medicine: outlines",
        "",
        20,
        80,
        time(23, 59),
        {"conditions": {"who": ["company", "research", "association"]}},
    ),
)


def write_funding_calls(*, now: datetime) -> int:
    """They are there, each marked as invented; how many were new."""
    programmes = {one.slug: one for one in Programme.objects.all()}
    made = 0
    for slug, german, english, programme, opens, closes, hour, more in CALLS:
        if FundingCall.objects.filter(slug=slug).exists():
            continue
        call = FundingCall.objects.create(
            slug=slug,
            title_de=german,
            title_en=english,
            programme=programmes.get(programme),
            opens_at=_at(now, opens, time(9, 0)),
            closes_at=_at(now, closes, hour),
            second_closes_at=_at(now, closes + 120, hour) if slug.endswith("skizzen") else None,
            source_title="handschlag.example",
            source_url="https://handschlag.example/",
            read_on=now.astimezone(BERLIN).date(),
            created_at=now,
            changed_at=now,
            published_at=now,
            is_demo=True,
            **FUNDER,
            **TEXT,
            **more,
        )
        audit.record(verb="loaded", target=call, by_id=None, now=now)
        made += 1
    return made


def _at(now: datetime, days: int, hour: time) -> datetime:
    day = now.astimezone(BERLIN).date() + timedelta(days=days)
    return datetime.combine(day, hour, BERLIN)

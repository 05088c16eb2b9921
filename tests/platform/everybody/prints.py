"""Every kind of print of one event, by the name of its template."""

from __future__ import annotations

from datetime import datetime

from tests.databases import ROOT

from handschlag.accounts.hooks import processing_records
from handschlag.common.printing import render
from handschlag.events.campaigns.calendar import campaign_at
from handschlag.events.campaigns.embedding import TEMPLATE as POSTER
from handschlag.events.campaigns.embedding import poster
from handschlag.events.models import Event, Exhibit
from handschlag.events.venue import signs
from handschlag.matching import prints
from handschlag.matching.day import TEMPLATE as DAY
from handschlag.matching.day import printed_day_of
from handschlag.matching.models import Participant, Service
from handschlag.matching.prints import pack_of
from handschlag.registration.badges import badge_text_of, get_badge_people, printed_badges, printed_people
from handschlag.registration.certificates import certificate_facts, printed_certificate
from handschlag.registration.models import Certificate
from handschlag.statistics.documents import pdf_of
from handschlag.statistics.protection import record_document


def templates() -> set[str]:
    """All that there are, but the one that the others share."""
    package = ROOT / "src/handschlag"
    found = {path.relative_to(package).as_posix() for path in package.rglob("*.typ")}
    return found - {"common/printing/frame.typ"}


def all_prints(event: Event, *, language: str, now: datetime) -> dict[str, bytes]:
    """In the language that is spoken now, which is this one."""
    rows, service = get_badge_people(event.pk), Service.objects.get(event=event)
    one = Participant.objects.filter(service=service).order_by("pk").first()
    issued = Certificate.objects.filter(registration__event=event).first()
    assert one is not None
    assert issued is not None
    facts, view = certificate_facts(issued.registration, now=now), campaign_at("clusterwoche")
    wall = poster(view, "sachsen", "a4")
    assert wall is not None
    words = badge_text_of(rows, on=event.first_day)
    record = record_document(event, tuple(processing_records), now=now)
    exhibits = list(Exhibit.objects.filter(event=event))
    made = {
        prints.TEMPLATES[kind]: prints.printed_pack(
            pack_of(service), kind, language=language, now=now, tell=lambda *_: None
        )
        for kind in prints.TEMPLATES
    }
    return made | {
        DAY: printed_day_of(one, token="t" * 40, now=now),
        POSTER: render(POSTER, wall, language=language, now=now),
        signs.TEMPLATE: signs.printed(event, exhibits, paper="a5", language=language, now=now),
        "registration/printing/badges.typ": printed_badges(
            event, words, paper="a4", language=language, now=now
        ),
        "registration/printing/people.typ": printed_people(event, rows, language=language, now=now),
        "registration/printing/certificate.typ": printed_certificate(facts, issued, now=now),
        "statistics/printing/document.typ": pdf_of(record, language=language, now=now),
    }

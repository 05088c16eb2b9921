"""Every kind of print of one event, by the name of its template."""

from __future__ import annotations

from datetime import datetime

from tests.databases import ROOT

from handschlag.accounts.hooks.processing_records import processing_records
from handschlag.common.printing import render
from handschlag.events.models import Event, Exhibit
from handschlag.events.screens.campaigns.poster import TEMPLATE as POSTER
from handschlag.events.screens.campaigns.poster import poster
from handschlag.events.screens.venue import signs
from handschlag.events.views.campaigns.campaign_parameters import campaign_at
from handschlag.matching.models import Participant, Service
from handschlag.matching.queries.printing import pack_of
from handschlag.matching.screens.planning import prints
from handschlag.matching.screens.printed_day import TEMPLATE as DAY
from handschlag.matching.screens.printed_day import printed_day_of
from handschlag.registration.models import Certificate
from handschlag.registration.queries.badges import badge_text_of, people
from handschlag.registration.queries.certificates import certificate_facts
from handschlag.registration.screens.badges import printed_badges, printed_people
from handschlag.registration.screens.certificates import printed_certificate
from handschlag.statistics.screens.printed import pdf_of
from handschlag.statistics.screens.record import record_document


def templates() -> set[str]:
    """All that there are, but the one that the others share."""
    package = ROOT / "src/handschlag"
    found = {path.relative_to(package).as_posix() for path in package.rglob("*.typ")}
    return found - {"common/printing/frame.typ"}


def all_prints(event: Event, *, language: str, now: datetime) -> dict[str, bytes]:
    """In the language that is spoken now, which is this one."""
    rows, service = people(event.pk), Service.objects.get(event=event)
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
        prints.TEMPLATES[kind]: prints.printed(
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

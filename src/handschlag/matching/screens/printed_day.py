"""The day on paper, A5: what one holds in the hand while walking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.printing import qr, render
from handschlag.common.times import format_day_and_month, format_moment, format_time, format_weekday
from handschlag.matching.models import Participant, TimetableVersion
from handschlag.matching.queries.agendas import AgendaDay, Planned, days_of
from handschlag.matching.queries.days import latest

TEMPLATE: Final = "matching/printing/day.typ"


def printed_day_of(participant: Participant, *, token: str, now: datetime) -> bytes:
    """The file, in the language that is spoken now."""
    data = sheet_data(participant, token=token, now=now)
    return render(TEMPLATE, data, language=get_language() or "de", now=now)


def sheet_data(participant: Participant, *, token: str, now: datetime) -> Mapping[str, Any]:
    """Texts of the printed day by field, in the language of the page, with the code to its page."""
    registration, event = participant.registration, participant.service.event
    version = latest(participant)[0]
    phone = event.contact_phone
    return {
        "title": _("The day of %(name)s") % {"name": registration.name},
        "event": f"{pick(event.title_de, event.title_en)}, {event.place}".strip(", "),
        "name": registration.name,
        "organisation": registration.organisation,
        "heads": [_("Time"), _("Content"), _("Meeting point")],
        "days": [_day_of(one) for one in days_of(participant)],
        "late-title": _("Late or unable to come?"),
        "late": _("Call %(phone)s so that nobody waits for you in vain.") % {"phone": phone}
        if phone
        else _("Tell reception so that nobody waits for you in vain."),
        "valid-title": _("Have your plans changed?"),
        "valid": _("Scan the code to see your current day."),
        "version": _version_words(version, now),
        "code": qr(_address_of(token, version)),
        "alt": _("QR code to the page of this day"),
    }


def _address_of(token: str, version: TimetableVersion | None) -> str:
    """The page says whether this sheet is still the newest one."""
    number = version.number if version else 0
    return settings.BASE_URL + reverse("matching:day", args=[token]) + f"?sheet={number}"


def _version_words(version: TimetableVersion | None, now: datetime) -> str:
    if version is None:
        return _("Provisional times, printed on %(when)s") % {"when": format_moment(now)}
    digest = str(version.receipt.get("hash", ""))[:8]
    text = _("Version %(n)s, published on %(when)s") % {
        "n": version.number,
        "when": format_moment(version.published_at),
    }
    return f"{text} · {digest}" if digest else text


def _day_of(one: AgendaDay) -> Mapping[str, Any]:
    return {
        "title": format_weekday(one.day),
        "day": format_day_and_month(one.day),
        "rows": [_row_of(planned) for planned in sorted(one.planned, key=lambda row: row.starts_at)],
    }


def _row_of(one: Planned) -> Mapping[str, Any]:
    met = one.meeting
    if met is None:
        return {
            "time": format_time(one.starts_at),
            "title": one.title,
            "sub": "",
            "why": "",
            "place": "",
            "where": one.where,
            "is-quiet": True,
        }
    return {
        "time": format_time(one.starts_at),
        "title": one.title,
        "sub": met.others[0].sub if len(met.others) == 1 else "",
        "why": met.purpose,
        "place": _("Online") if met.is_online else met.place_code,
        "where": met.zone,
        "is-quiet": False,
    }

"""What people hold in their hands: sheets, table cards, the list of names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from handschlag.common.language import pick
from handschlag.common.printing import qr, render
from handschlag.common.rules.names import surname_first
from handschlag.common.times import (
    at_place,
    format_day,
    format_moment,
    format_short_day,
    format_time,
    local_date,
)
from handschlag.events.models import Event
from handschlag.matching.queries.printing import Pack, PersonSheet, PrintedMeeting
from handschlag.matching.screens.planning import explanations

TEMPLATES: Final = {
    "sheets": "matching/printing/sheets.typ",
    "cards": "matching/printing/cards.typ",
    "names": "matching/printing/names.typ",
}
EVERY: Final = 25
type Tell = Callable[[int, int], None]


def printed(pack: Pack, kind: str, *, language: str, now: datetime, tell: Tell) -> bytes:
    """The file of one pack."""
    with override(language), at_place(pack.event.time_zone):
        title = pick(pack.event.title_de, pack.event.title_en)
        made = {
            "sheets": lambda: _sheets(pack, now, tell),
            "cards": lambda: _cards(pack, tell),
            "names": lambda: _names(pack, tell),
        }[kind]()
        data = {
            "title": f"{TITLES[kind]()}: {title}",
            "event": title,
            "stand": stand(pack, now),
            **made,
        }
    return render(TEMPLATES[kind], data, language=language, now=now)


def stand(pack: Pack, now: datetime) -> str:
    """The line at the foot of a print: draft or version, and as of when."""
    said = {"at": format_moment(now), "version": pack.version, "receipt": pack.receipt}
    if pack.is_draft:
        return _("Draft · as of %(at)s") % said
    if pack.version and pack.receipt:
        return _("As of %(at)s · version %(version)s · verification record %(receipt)s") % said
    return _("As of %(at)s") % said


def _sheets(pack: Pack, now: datetime, tell: Tell) -> dict[str, Any]:
    found = []
    for number, one in enumerate(pack.sheets, start=1):
        found.append(_sheet(one, pack, now))
        if number % EVERY == 0 or number == len(pack.sheets):
            tell(number, len(pack.sheets))
    return {"sheets": found}


def _sheet(one: PersonSheet, pack: Pack, now: datetime) -> dict[str, Any]:
    """In the language of the person, whatever the pack speaks."""
    with override(one.language):
        return {
            "name": one.person.name,
            "organisation": one.person.organisation,
            "lang": one.language,
            "days": [
                {"title": format_day(day), "lines": [_line(row, one.person.id, pack) for row in rows]}
                for day, rows in _by_day(one.lines)
            ],
            "late-title": _("Late or unable to come?"),
            "late": _late_words(pack.event),
            "more": _("Has it changed? Look here:"),
            "alt": _("QR code for your day"),
            "code": qr(_address_of(one.token)),
            "event": pick(pack.event.title_de, pack.event.title_en),
            "stand": stand(pack, now),
        }


def _late_words(event: Event) -> str:
    if event.contact_phone:
        return _("Call %(phone)s so that nobody waits for you in vain.") % {"phone": event.contact_phone}
    return _("Tell reception so that nobody waits for you in vain.")


def _by_day(rows: Sequence[PrintedMeeting]) -> list[tuple[date, list[PrintedMeeting]]]:
    """On paper no time stands without its day."""
    found: dict[date, list[PrintedMeeting]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.starts_at):
        found[local_date(row.starts_at)].append(row)
    return list(found.items())


def _line(row: PrintedMeeting, own: int, pack: Pack) -> dict[str, Any]:
    others = [pack.people[pk] for pk in row.people if pk != own and pk in pack.people]
    return {
        "time": format_time(row.starts_at),
        "who": ", ".join(one.name for one in others),
        "from": ", ".join(dict.fromkeys(one.shown for one in others if one.shown)),
        "why": row.purpose,
        "place": row.place,
    }


def _address_of(token: str) -> str:
    return settings.BASE_URL + reverse("matching:day", args=[token])


def _cards(pack: Pack, tell: Tell) -> dict[str, Any]:
    found = [
        {
            "place": code,
            "days": [
                {"title": format_day(day), "lines": [_pair(row, pack) for row in own]}
                for day, own in _by_day(rows)
            ],
        }
        for code, rows in pack.places.items()
    ]
    tell(len(found), len(found))
    phone = pack.event.contact_phone
    return {"cards": found, "desk": _("Questions? Call %(phone)s.") % {"phone": phone} if phone else ""}


def _pair(row: PrintedMeeting, pack: Pack) -> dict[str, str]:
    return {"time": format_time(row.starts_at), "who": explanations.pair(row.people, pack.people)}


def _names(pack: Pack, tell: Tell) -> dict[str, Any]:
    found = [
        {
            "name": surname_first(one.person.name),
            "from": one.person.organisation,
            "days": [
                {
                    "title": format_short_day(day),
                    "spots": ", ".join(
                        f"{format_time(row.starts_at)}\N{NO-BREAK SPACE}{row.place}" for row in rows
                    ),
                }
                for day, rows in _by_day(one.lines)
            ],
        }
        for one in pack.sheets
    ]
    tell(len(found), len(found))
    return {"heads": [_("Name"), _("Organisation"), _("Meetings")], "people": found}


TITLES: Final[dict[str, Callable[[], str]]] = {
    "sheets": lambda: _("Sheets"),
    "cards": lambda: _("Table cards"),
    "names": lambda: _("Names and meetings"),
}

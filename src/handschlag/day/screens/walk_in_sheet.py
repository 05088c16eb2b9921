"""The sheet of somebody who has just been taken in: what is agreed, and what partners still say yes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.common.printing import render
from handschlag.common.times import format_day_and_month, format_time
from handschlag.day.models import StandByState
from handschlag.day.queries.walking_in import AskedFor
from handschlag.matching.models import Participant
from handschlag.matching.screens.printed_day import TEMPLATE, sheet_data


def walk_in_sheet(participant: Participant, asked: Sequence[AskedFor], *, token: str, now: datetime) -> bytes:
    """The file, in the language that is spoken now."""
    data = _with_asked(sheet_data(participant, token=token, now=now), asked)
    return render(TEMPLATE, data, language=get_language() or "de", now=now)


def _with_asked(data: Mapping[str, Any], asked: Sequence[AskedFor]) -> Mapping[str, Any]:
    """The same sheet with the requests that wait for an answer, each at its time and marked as such."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for one in asked:
        if one.state == StandByState.OFFERED:
            rows.setdefault(_date_of(one.starts_at), []).append(_row_of(one))
    days = [{**day, "rows": _together(day["rows"], rows.get(day["day"], []))} for day in data["days"]]
    return {**data, "days": days}


def _date_of(at: datetime) -> str:
    """As the sheet names its days."""
    return format_day_and_month(at)


def _together(own: Sequence[Mapping[str, Any]], more: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted([*own, *more], key=lambda row: str(row["time"]))


def _row_of(one: AskedFor) -> Mapping[str, Any]:
    return {
        "time": format_time(one.starts_at),
        "title": one.partner.name,
        "sub": one.partner.sub,
        "why": _("Requested: takes place once the other person says yes. Scan the code to check."),
        "place": one.place,
        "where": "",
        "is-quiet": False,
    }

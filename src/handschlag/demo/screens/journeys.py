"""Five people who look for a programme, with their results: doors of the demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from handschlag.demo.rules.journeys import JOURNEYS


@dataclass(frozen=True, slots=True, kw_only=True)
class _JourneyScreen:
    who: str
    url: str
    sheet_url: str


def journeys() -> tuple[_JourneyScreen, ...]:
    names = {
        "company": gettext("A small company with an idea"),
        "professor": gettext("A professor"),
        "association": gettext("A research association"),
        "cluster": gettext("A cluster manager"),
        "abroad": gettext("A start-up abroad"),
    }
    return tuple(
        _JourneyScreen(
            who=names[one.key],
            url=f"{reverse('programmes:finder_result')}?{urlencode(one.answers)}",
            sheet_url=f"{reverse('programmes:finder_sheet')}?{urlencode(one.answers)}",
        )
        for one in JOURNEYS
    )

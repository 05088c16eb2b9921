"""Five people who look for a programme, with their results: doors of the demo."""

from __future__ import annotations

from django.utils.http import urlencode
from django.utils.translation import gettext

from handschlag.demo.rules.journeys import JOURNEYS


def journeys() -> tuple[tuple[str, str], ...]:
    """Who each of them is, and their answers as the finder's address has them."""
    names = {
        "company": gettext("A small company with an idea"),
        "professor": gettext("A professor"),
        "association": gettext("A research association"),
        "cluster": gettext("A cluster manager"),
        "abroad": gettext("A start-up abroad"),
    }
    return tuple((names[one.key], urlencode(one.answers)) for one in JOURNEYS)

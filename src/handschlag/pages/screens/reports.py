"""The page of reports for editors."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext

from handschlag.design.components.parts import Link
from handschlag.pages.queries import reports as questions

AT_ONCE = 25


def reports_screen(*, is_done: bool, page: str) -> dict[str, Any]:
    """One page of open or of finished reports."""
    reports = questions.reports(is_done=is_done).select_related("done_by")
    here = reverse("pages:reports")
    return {
        "rows": Paginator(reports, AT_ONCE).get_page(page),
        "tabs": (
            Link(label=gettext("Open"), url=here, is_current=not is_done),
            Link(label=gettext("Done"), url=f"{here}?done=1", is_current=is_done),
        ),
        "query": "done=1" if is_done else "",
        "is_done": is_done,
    }

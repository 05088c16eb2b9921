"""The page of reports for editors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.design.components.parts import Link, Pages
from handschlag.pages.models import Report, ReportKind
from handschlag.pages.queries import reports as questions

AT_ONCE = 25
KINDS: dict[str, Promise] = {
    ReportKind.MISSING_NETWORK: _("A network is missing"),
    ReportKind.ERROR: _("Report an error here"),
    ReportKind.OTHER: _("Something else"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReportRow:
    """`page_url` leads to the page it is about, where that is one of ours."""

    number: int
    kind: str
    text: str
    about: str
    page_url: str
    source: str
    name: str
    email: str
    sent_at: datetime
    done_at: datetime | None
    done_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReportsScreen:
    rows: tuple[_ReportRow, ...]
    tabs: tuple[Link, ...]
    pages: Pages
    is_done: bool


def reports_screen(*, is_done: bool, page: str) -> _ReportsScreen:
    """One page of open or of finished reports."""
    shown = Paginator(questions.reports(is_done=is_done).select_related("done_by"), AT_ONCE).get_page(page)
    here = reverse("pages:reports")
    return _ReportsScreen(
        rows=tuple(_row(report) for report in shown),
        tabs=(
            Link(label=gettext("Open"), url=here, is_current=not is_done),
            Link(label=gettext("Done"), url=f"{here}?done=1", is_current=is_done),
        ),
        pages=Pages(number=shown.number, count=shown.paginator.num_pages, query="done=1" if is_done else ""),
        is_done=is_done,
    )


def _row(report: Report) -> _ReportRow:
    is_path = report.about.startswith("/") and not report.about.startswith("//")
    return _ReportRow(
        number=report.pk,
        kind=str(KINDS[report.kind]),
        text=report.text,
        about=report.about,
        page_url=report.about if is_path else "",
        source=report.source,
        name=report.name,
        email=report.email,
        sent_at=report.sent_at,
        done_at=report.done_at,
        done_by=(report.done_by.name or gettext("someone")) if report.done_by else "",
    )

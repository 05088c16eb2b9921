"""The checklist of an event: how far every step is, from the facts to the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.events.access import own_event_or_404
from handschlag.events.console import PHASES, console_page
from handschlag.events.details import OVERVIEW
from handschlag.events.hooks import ChecklistLine, LineState, Phase, checklist_of
from handschlag.events.models import Event, EventStatus


def overview_screen(event: Event, lines: Sequence[ChecklistLine]) -> dict[str, Any]:
    """The steps by phase, which comes next (None when all is done), and all of it in a sentence."""
    left = [line for line in lines if line.state is LineState.OPEN]
    is_fixed = event.status == EventStatus.ARCHIVED
    next_line = left[0] if left and not is_fixed else None
    return {
        "groups": [
            (PHASES[phase], [line for line in lines if line.phase is phase])
            for phase in Phase
            if any(line.phase is phase for line in lines)
        ],
        "next_line": next_line,
        "verdict": _verdict_of(lines, next_line, is_fixed=is_fixed),
    }


def _verdict_of(lines: Sequence[ChecklistLine], next_line: ChecklistLine | None, *, is_fixed: bool) -> str:
    if is_fixed:
        return _("The event is archived: everyone can read it, nobody can change it.")
    if next_line is None:
        return _("Nothing needs you at the moment.")
    done = sum(line.state is LineState.DONE for line in lines)
    return _("%(done)s of %(all)s steps are done. Next: %(step)s.") % {
        "done": done,
        "all": len(lines),
        "step": next_line.label,
    }


@never_cache
@require_safe
def overview_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The first page of an event: how far every step is, from the facts to the report."""
    event, by = own_event_or_404(request, slug)
    lines = checklist_of(event, now=timezone.now())
    return console_page(
        request, "overview", event=event, by=by, current=OVERVIEW, **overview_screen(event, lines)
    )

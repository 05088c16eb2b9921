"""Partners of actors, all year: lists at night and after a change, interests whose time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, handler, periodic
from handschlag.matching.actions.partner_interests import end_old_interests
from handschlag.matching.actions.partner_lists import (
    CHANGED,
    refresh_changed,
    want_partner_lists,
    write_partner_lists,
)
from handschlag.matching.queries.partner_profiles import changed_searches


@periodic(
    "matching.partner_lists",
    every=timedelta(days=1),
    title=_("Partners for organisations"),
    limit=timedelta(hours=3),
)
def make_partner_lists(run: Run) -> dict[str, Any]:
    """The lists of everybody, and the end of old interests; gives how many lines there are."""
    now = timezone.now()
    return {"over": end_old_interests(now=now), "lines": write_partner_lists(now=now, check=run.check)}


@periodic("matching.look_for_changed_partners", every=timedelta(seconds=30))
def look_for_changed(run: Run) -> dict[str, Any]:
    """Entries change on many ways, also by an import or a merge: their versions say so."""
    del run
    changed = changed_searches()
    if changed:
        want_partner_lists(now=timezone.now())
    return {"changed": len(changed)}


@handler(CHANGED, title=_("Partners of organisations that have changed"))
def refresh(run: Run) -> dict[str, Any]:
    """One job for all that have changed by then."""
    del run
    return {"changed": refresh_changed(now=timezone.now())}

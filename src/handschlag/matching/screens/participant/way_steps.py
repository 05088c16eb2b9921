"""The three steps until somebody sends a first list of wishes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.design.components.parts import Step
from handschlag.matching.models import Participant

_LABELS: Final[dict[str, str | Promise]] = {
    "profile": _("Profile"),
    "recommended": _("People"),
    "send": _("Send"),
}


def steps_of(me: Participant, token: str, *, current: str) -> Sequence[Step]:
    """None once wishes were sent: from then on each page is for changes only."""
    if me.wished_at is not None:
        return ()
    names = list(_LABELS)
    here = names.index(current)
    return tuple(
        Step(
            label=str(_LABELS[name]),
            state="current" if name == current else "done" if place < here else "open",
            url=reverse(f"matching:{name}", args=[token]) if place < here or me.described_at else "",
        )
        for place, name in enumerate(names)
    )

"""The steps of setting up matching."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Step
from handschlag.events.models import Event
from handschlag.matching.models import Service
from handschlag.matching.queries.reminders import is_anybody_uninvited


def steps_of(event: Event, service: Service | None, *, current: str) -> Sequence[Step]:
    """The way to an open matchmaking; before key dates are saved, most steps have no address."""
    names = {
        "set_up": ("matching:set_up", _("Key dates")),
        "capacity": ("matching:capacity", _("Number of tables")),
        "rules": ("matching:rules", _("Rules")),
        "opening": ("matching:opening", _("Check and open matchmaking")),
        "invitations": ("matching:reminders", _("Invitations")),
    }
    done = {"set_up"} if service else set()
    if service and service.is_open:
        done |= set(names) - {"invitations"}  # what is open was prepared
        done |= set() if is_anybody_uninvited(service) else {"invitations"}
    return tuple(
        Step(
            label=label,
            state="current" if name == current else "done" if name in done else "open",
            url=reverse(address, args=[event.slug]) if service or name in {"set_up", "capacity"} else "",
        )
        for name, (address, label) in names.items()
    )

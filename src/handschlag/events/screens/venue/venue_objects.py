"""The way back from a form of this part, and the question before something goes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event

HOMES: dict[str, str | Promise] = {
    "stand": gettext_lazy("Stands"),
    "exhibit": gettext_lazy("Exhibition"),
    "staff": gettext_lazy("Contacts at stands"),
    "desk": gettext_lazy("Information desks"),
    "place": gettext_lazy("Meeting points"),
    "block": gettext_lazy("Meeting times and tables"),
}


def crumbs_of(event: Event, thing: str, home: str, here: str) -> tuple[Crumb, ...]:
    """The way to the form of `thing`: `home` is the address of its list, `here` its own name."""
    own = Crumb(str(HOMES[thing]), home)
    if thing in {"exhibit", "block"}:
        return (own, Crumb(here))
    above = (
        ("events:grid", _("Meeting times and tables"))
        if thing == "place"
        else ("events:exhibits", _("Exhibition"))
    )
    return (Crumb(above[1], reverse(above[0], args=[event.slug])), own, Crumb(here))

"""The pages that belong together, as tabs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Link


def registration_tabs(slug: str, current: str) -> Sequence[Link]:
    """Links to the organisers' pages; `current` is the name of the one that is open."""
    names = {
        "registrations": _("People"),
        "invitations": _("Invitations"),
        "emails": _("Emails"),
        "people_lists": _("Import"),
        "questions": _("Questions"),
        "categories": _("Categories"),
        "pairs": _("Duplicates"),
        "sessions": _("Sessions and places"),
        "needs": _("Lunch and requirements"),
    }
    return _links(slug, names, current)


def reception_tabs(slug: str, current: str) -> Sequence[Link]:
    """Links to the desk, the phone and the badges; `current` is the name of the tab that is open."""
    names = {"desk": _("Check-in"), "device": _("Phone, offline"), "badges": _("Badges and lists")}
    return _links(slug, names, current)


def _links(slug: str, names: Mapping[str, str], current: str) -> Sequence[Link]:
    return [
        Link(label=label, url=reverse(f"registration:{name}", args=[slug]), is_current=name == current)
        for name, label in names.items()
    ]

"""Badges and lists for the desk: what stands on them, and the page that asks which."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from PIL import Image

from handschlag.common.printing import qr, render, unprintable
from handschlag.common.rules.names import surname_first
from handschlag.common.times import format_moment, format_slot, sortable_moment
from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event
from handschlag.registration.models import BadgeDesign, Registration
from handschlag.registration.queries.arrivals import here_since
from handschlag.registration.queries.badge_designs import badge_design_of, logo_of
from handschlag.registration.queries.badges import badge_text_of, people, without_badge
from handschlag.registration.rules.badge_looks import printable_logo
from handschlag.registration.rules.badges import BadgeText, Paper, grouped, titled

BADGES: Final = "registration/printing/badges.typ"
PEOPLE: Final = "registration/printing/people.typ"
EVERY: Final = 25


def badges_screen(event: Event) -> dict[str, Any]:
    """Who comes, whose badge is new, and whose name our typeface cannot print as it is."""
    words = badge_text_of(people(event.pk), on=event.first_day)
    return {
        "new": len(without_badge(event.pk, words)),
        "coming": len(words),
        "unprintable": list(_unprintable_in(words)),
    }


def badge_design_screen(event: Event, design: BadgeDesign) -> dict[str, Any]:
    """The logo that there is, and the way back."""
    return {
        "logo": design.logo_name,
        "crumbs": [
            Crumb(_("Badges and lists"), reverse("registration:badges", args=[event.slug])),
            Crumb(_("Logo and colour")),
        ],
    }


def _unprintable_in(words: Mapping[int, BadgeText]) -> Iterator[tuple[int, str, str]]:
    for pk, one in words.items():
        letters = unprintable([one.name, one.organisation, list(one.networks)])
        if letters:
            yield pk, one.name, " ".join(letters)


def printed_badges(
    event: Event,
    words: Mapping[int, BadgeText],
    *,
    paper: str,
    language: str,
    now: datetime,
    tell: Callable[[int], None] | None = None,
) -> bytes:
    """The file, in the order of `words`; `tell` hears how many badges are laid out."""
    with override(language):
        badges = []
        for number, one in enumerate(words.values(), start=1):
            badges.append(_badge(one))
            if tell is not None and (number % EVERY == 0 or number == len(words)):
                tell(number)
        title = event.title
        data = {
            "title": _("Badges: %(event)s") % {"event": title},
            "event": title,
            "paper": paper,
            **_looks(badge_design_of(event.pk), paper, title),
            "alt": _("Code for reception"),
            "badges": badges,
        }
    return render(BADGES, data, language=language, now=now)


def _looks(design: BadgeDesign, paper: str, title: str) -> dict[str, str]:
    """Colour and logo for the template; the logo within a drawing, which carries it as text."""
    picture = logo_of(design)
    return {
        "colour": design.colour,
        "logo": _drawing(printable_logo(picture, has_colours=paper != Paper.ROLL)) if picture else "",
        "logo-alt": _("Logo: %(event)s") % {"event": title},
    }


def _drawing(png: bytes) -> str:
    with Image.open(io.BytesIO(png)) as picture:
        width, height = picture.size
    data = base64.b64encode(png).decode()
    size = f'width="{width}" height="{height}"'
    image = f'<image {size} href="data:image/png;base64,{data}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {size}>{image}</svg>'


def _badge(one: BadgeText) -> dict[str, Any]:
    """The machine reads the code alone: no name, no address, nothing that a stranger could use."""
    titles, name = titled(one.name)
    return {
        "titles": titles,
        "name": name,
        "organisation": one.organisation,
        "networks": list(one.networks),
        "code": qr(one.code),
        "letters": grouped(one.code),
    }


def printed_people(event: Event, rows: Sequence[Registration], *, language: str, now: datetime) -> bytes:
    """The list by surname, with those who are there already."""
    since = here_since(event.pk)
    title = event.title
    number = ngettext("%(n)s person is coming.", "%(n)s people are coming.", len(rows)) % {"n": len(rows)}
    data = {
        "title": _("Participants: %(event)s") % {"event": title},
        "lead": number,
        "as-of": _("As of %(moment)s. Destroy this list after the event.") % {"moment": format_moment(now)},
        "heads": [_("Here"), _("Name"), _("Organisation"), _("Code")],
        "people": [
            {
                "name": surname_first(one.name),
                "organisation": one.organisation_name,
                "letters": grouped(one.badge_code),
                "is-here": one.pk in since,
                "here": format_slot(since[one.pk], with_day=event.has_days) if one.pk in since else "",
            }
            for one in rows
        ],
    }
    return render(PEOPLE, data, language=language, now=now)


def check_in_lines(event: Event, rows: Sequence[Registration]) -> Iterator[Sequence[str]]:
    """The same list as cells."""
    since, words = here_since(event.pk), badge_text_of(rows, on=event.first_day)
    yield (_("Name"), _("Organisation"), _("Networks"), _("Code"), _("Checked in at"))
    for one in rows:
        said = words[one.pk]
        here = sortable_moment(since[one.pk]) if one.pk in since else ""
        yield (surname_first(one.name), said.organisation, " | ".join(said.networks), said.code, here)

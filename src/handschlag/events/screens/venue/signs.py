"""Stand signs: what stands on them, and the page that asks which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from handschlag.common.language import is_english, pick
from handschlag.common.printing import qr, render, unprintable
from handschlag.events.models import Event, Exhibit

TEMPLATE = "events/printing/signs.typ"
EVERY = 20


def lacking(row: Exhibit) -> str:
    """The characters of a sign that our font cannot print."""
    return " ".join(unprintable([row.title_de, row.title_en, row.project]))


def printed(
    event: Event,
    rows: Sequence[Exhibit],
    *,
    paper: str,
    language: str,
    now: datetime,
    tell: Callable[[int], None] | None = None,
) -> bytes:
    """The file, one sign to a page, in this language; `tell` hears how many signs are laid out."""
    with override(language):
        signs = []
        for number, row in enumerate(rows, start=1):
            signs.append(_sign(event, row))
            if tell is not None and (number % EVERY == 0 or number == len(rows)):
                tell(number)
        title = _("Stand signs: %(event)s") % {"event": pick(event.title_de, event.title_en)}
        data = {"title": title, "paper": paper, "more": _("More about this exhibit"), "signs": signs}
    return render(TEMPLATE, data, language=language, now=now)


def _sign(event: Event, row: Exhibit) -> dict[str, Any]:
    address = settings.BASE_URL + reverse("events:exhibit", args=[event.slug, row.slug])
    title = pick(row.title_de, row.title_en)
    other = row.title_de if is_english() else row.title_en
    facts = (
        (_("Project"), row.project),
        (_("Network"), row.network.name if row.network else ""),
        (_("Shown by"), row.actor.name if row.actor else ""),
        (_("Funded by"), row.programme.short_name if row.programme else ""),
    )
    return {
        "event": pick(event.title_de, event.title_en),
        "stand": row.stand.code if row.stand else "–",
        "title": title,
        "other": other if other != title else "",
        "other-language": "de" if is_english() else "en",
        "facts": [[name, value] for name, value in facts if value],
        "code": qr(address),
        "alt": _("QR code: %(address)s") % {"address": address},
        "address": address,
    }

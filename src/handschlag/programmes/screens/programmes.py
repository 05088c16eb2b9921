"""The pages of the programmes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from handschlag.common.language import is_english
from handschlag.common.times import format_date
from handschlag.programmes.models import Programme

EXCERPT = 220


def programmes_screen(
    programmes: Sequence[Programme], told: Mapping[int, tuple[str, ...]], *, today: date
) -> dict[str, Any]:
    """The list of programmes, funding apart from the rest; `told` has further words by key."""
    rows = [(one, told.get(one.pk, ()), _state_of(one, today)) for one in programmes]
    return {
        "funding": [row for row in rows if row[0].is_funding],
        "others": [row for row in rows if not row[0].is_funding],  # seals and alliances that give no money
    }


def programme_screen(programme: Programme, *, today: date) -> dict[str, Any]:
    """The page of a programme; says which language the purpose is in where it is not translated."""
    own, other = programme.purpose_de, programme.purpose_en
    if is_english():
        own, other = other, own
    return {
        "programme": programme,
        "kind": _("Funding programme") if programme.is_funding else _("Seal or alliance, without funding"),
        "paragraphs": [part for text in programme.purpose.splitlines() if (part := text.strip())],
        "language": "" if own or not other else "de" if is_english() else "en",
        "validity": period(programme.valid_from, programme.valid_until),
        "state": _state_of(programme, today),
        "origins": _origins(programme.source),
    }


def _state_of(programme: Programme, today: date) -> str:
    """Ended, or that nobody can apply any more; empty while it is open."""
    if programme.valid_until is not None and programme.valid_until < today:
        return _("ended")
    return _("no new applications") if programme.is_closed else ""


def period(since: date | None, until: date | None) -> str:
    """From when to when something holds, as far as that is documented."""
    if since and until:
        return _("%(since)s to %(until)s") % {"since": format_date(since), "until": format_date(until)}
    if since:
        return _("since %(since)s") % {"since": format_date(since)}
    return _("until %(until)s") % {"until": format_date(until)} if until else ""


def host_of(url: str) -> str:
    """The name of a website."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def in_short(text: str) -> str:
    """The first sentence, or the beginning of a long one."""
    first = text.split(". ", 1)[0]
    if len(first) < len(text) and len(first) <= EXCERPT:
        return f"{first}."
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _origins(source: str) -> list[tuple[str, str]]:
    """Titles and addresses of a source that names several, separated by semicolons; some have no address."""
    parts = (part.strip() for part in source.split("; "))
    return [_origin(part) for part in parts if part]


def _origin(text: str) -> tuple[str, str]:
    is_address = text.startswith(("http://", "https://"))
    return (host_of(text), text) if is_address else (text, "")

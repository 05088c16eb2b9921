"""The programmes that fund or join networks: the list, and the page of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.language import is_english
from handschlag.common.page_cache import cached_for_visitors, keep_until
from handschlag.programmes import finder, funding_calls, models
from handschlag.programmes.facts import facts_context, period
from handschlag.programmes.funding_calls import CallCriteria, call_rows, turning_point
from handschlag.programmes.hooks import panels, summaries
from handschlag.programmes.models import Programme

EXCERPT = 220


def programmes_context(
    programmes: Sequence[Programme], told: Mapping[int, tuple[str, ...]], *, today: date
) -> dict[str, Any]:
    """The list of programmes, funding apart from the rest; `told` has further words by key."""
    rows = [(one, told.get(one.pk, ()), _state_of(one, today)) for one in programmes]
    return {
        "funding": [row for row in rows if row[0].is_funding],
        "others": [row for row in rows if not row[0].is_funding],  # seals and alliances that give no money
    }


def programme_context(programme: Programme, *, today: date) -> dict[str, Any]:
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


MOST_CALLS = 5  # on the page of a programme


@cached_for_visitors
@require_safe
def programmes_page(request: HttpRequest) -> HttpResponse:
    """The list of all programmes, funding apart from the rest."""
    today = timezone.localdate()
    found = models.all_programmes()
    told = summaries([programme.pk for programme in found], today=today)
    screen = programmes_context(found, told, today=today)
    return render(request, "programmes/programmes.html", {"screen": screen})


@cached_for_visitors
@require_safe
def programme_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a programme with its facts; 404 where there is none."""
    today, now = timezone.localdate(), timezone.now()
    found = models.programme_at(slug)
    if found is None:
        raise Http404
    calls = funding_calls.found_calls(funding_calls.calls_of(found.pk), CallCriteria(), now=now)
    context = {
        "screen": programme_context(found, today=today),
        "panels": panels(found.pk, today=today),
        "facts": facts_context(found, models.facts_about([found.pk]), today=today),
        "chain": _chain_of(found),
        "calls": call_rows(calls[:MOST_CALLS], now=now),
    }
    response = render(request, "programmes/programme.html", context)
    return keep_until(response, turning_point(calls, now=now))


def _chain_of(programme: Programme) -> dict[str, Any] | None:
    """How it interlocks with others; nothing where it is none of those."""
    if programme.slug not in finder.slugs():
        return None
    return finder.chain_context(models.programmes_at(finder.slugs()), here=programme.slug)

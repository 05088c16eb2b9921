"""The pages of the programmes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import is_english, pick
from handschlag.common.times import format_date
from handschlag.design.components.parts import Crumb
from handschlag.programmes.hooks.programme_panels import Panel
from handschlag.programmes.models import Programme

EXCERPT = 220


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeLine:
    name: str
    short_name: str
    url: str
    purpose: str
    body: str
    told: Sequence[str]
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProgrammesScreen:
    funding: Sequence[ProgrammeLine]
    others: Sequence[ProgrammeLine]  # seals and alliances that give no money


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """A place where something was read; `url` is empty where it has no address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeScreen:
    name: str
    short_name: str
    kind: str
    description: str
    crumbs: Sequence[Crumb]
    purpose: Sequence[str]
    purpose_language: str  # where it is not the language of the page
    body: str
    validity: str
    is_over: bool
    website: str
    website_label: str
    origins: Sequence[_Origin]
    seen: str
    panels: Sequence[Panel]


def programmes_screen(
    programmes: Sequence[Programme], told: Mapping[int, tuple[str, ...]], *, today: date
) -> _ProgrammesScreen:
    """The list of programmes, funding apart from the rest; `told` has further words by key."""
    lines = [(programme, line(programme, told.get(programme.pk, ()), today)) for programme in programmes]
    return _ProgrammesScreen(
        funding=tuple(one for programme, one in lines if programme.is_funding),
        others=tuple(one for programme, one in lines if not programme.is_funding),
    )


def line(programme: Programme, told: Sequence[str], today: date) -> ProgrammeLine:
    """A programme in a list, in the language of the visitor, its purpose shortened."""
    return ProgrammeLine(
        name=pick(programme.name_de, programme.name_en),
        short_name=programme.short_name,
        url=reverse("programmes:programme", args=[programme.slug]),
        purpose=_excerpt(pick(programme.purpose_de, programme.purpose_en)),
        body=pick(programme.body_de, programme.body_en),
        told=told,
        is_over=_is_over(programme, today),
    )


def programme_screen(programme: Programme, panels: Sequence[Panel], *, today: date) -> ProgrammeScreen:
    """The page of a programme; says which language the purpose is in where it is not translated."""
    name = pick(programme.name_de, programme.name_en)
    own, other = programme.purpose_de, programme.purpose_en
    if is_english():
        own, other = other, own
    purpose = own or other
    return ProgrammeScreen(
        name=name,
        short_name=programme.short_name if programme.short_name != name else "",
        kind=_("Funding programme") if programme.is_funding else _("Seal or alliance, without funding"),
        description=_excerpt(purpose) or name,
        crumbs=(Crumb(_("Funding"), reverse("programmes:programmes")), Crumb(programme.short_name)),
        purpose=tuple(part for text in purpose.splitlines() if (part := text.strip())),
        purpose_language="" if own or not other else "de" if is_english() else "en",
        body=pick(programme.body_de, programme.body_en),
        validity=period(programme.valid_from, programme.valid_until),
        is_over=_is_over(programme, today),
        website=programme.website,
        website_label=_host(programme.website),
        origins=_origins(programme.source),
        seen=day(programme.source_seen_on) if programme.source_seen_on else "",
        panels=panels,
    )


def _is_over(programme: Programme, today: date) -> bool:
    return programme.valid_until is not None and programme.valid_until < today


def period(since: date | None, until: date | None) -> str:
    """From when to when something holds, as far as that is documented."""
    if since and until:
        return _("%(since)s to %(until)s") % {"since": day(since), "until": day(until)}
    if since:
        return _("since %(since)s") % {"since": day(since)}
    return _("until %(until)s") % {"until": day(until)} if until else ""


def day(value: date) -> str:
    """The date as the visitor's language writes it."""
    return format_date(value)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


def _excerpt(text: str) -> str:
    """The first sentence, or the beginning of a long one."""
    first = text.split(". ", 1)[0]
    if len(first) < len(text) and len(first) <= EXCERPT:
        return f"{first}."
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _origins(source: str) -> Sequence[_Origin]:
    """The addresses or titles of a source that names several, separated by semicolons."""
    return tuple(_origin(part.strip()) for part in source.split("; ") if part.strip())


def _origin(text: str) -> _Origin:
    is_address = text.startswith(("http://", "https://"))
    return _Origin(label=_host(text), url=text) if is_address else _Origin(label=text, url="")

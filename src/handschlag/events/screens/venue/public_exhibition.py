"""The public pages of an exhibition: the list with its plan, and one exhibit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_date, format_range
from handschlag.design.components.parts import Crumb, Pages
from handschlag.directory.models import Status
from handschlag.directory.screens.provenance import SourceOrigin, origins
from handschlag.directory.screens.texts import Prose, prose
from handschlag.events.models import Event, EventStatus, Exhibit, InformationDesk, Stand, StandStaff
from handschlag.events.queries.venue.exhibition import ExhibitQuery, counted, desks_of, exhibits_of, staff_at
from handschlag.events.queries.venue.plan import shapes_of
from handschlag.events.screens.venue.drawing import Drawing, drawing_of
from handschlag.events.screens.venue.exhibition import spoken
from handschlag.events.screens.venue.picture import picture_url

ON_A_PAGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    title: str
    url: str
    stand: str
    zone: str
    network: str
    programme: str
    picture: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    title: str
    text: Prose
    programme: str
    stand: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    name: str
    label: str
    choices: Sequence[_Choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class _ExhibitionScreen:
    title: str
    lead: str
    crumbs: Sequence[Crumb]
    text: str
    questions: Sequence[_Question]
    is_narrow: bool
    url: str
    rows: Sequence[_Row]
    pages: Pages
    desks: Sequence[_Desk]
    drawing: Drawing | None
    is_draft: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Staff:
    name: str
    organisation: str
    languages: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ExhibitScreen:
    title: str
    description: str
    crumbs: Sequence[Crumb]
    text: Prose
    picture: str
    alt: str
    project: str
    network: tuple[str, str]
    actor: tuple[str, str]
    programme: tuple[str, str]
    stand: str
    zone: str
    is_step_free: bool
    staff: Sequence[_Staff]
    origins: Sequence[SourceOrigin]
    seen: str
    drawing: Drawing | None
    is_draft: bool
    is_demo: bool


def _crumbs(event: Event, *more: Crumb) -> tuple[Crumb, ...]:
    try:
        ways = [
            Crumb(_("Events"), reverse("events:events")),
            Crumb(pick(event.title_de, event.title_en), reverse("events:event", args=[event.slug])),
        ]
    except NoReverseMatch:
        ways = [Crumb(pick(event.title_de, event.title_en), reverse("events:exhibition", args=[event.slug]))]
    return (*ways, *more)


def exhibition_screen(event: Event, wanted: ExhibitQuery, *, page: str) -> _ExhibitionScreen:
    found = Paginator(exhibits_of(event.pk, wanted), ON_A_PAGE).get_page(page)
    number = found.paginator.count
    title = ngettext("%(n)s exhibit", "%(n)s exhibits", number) % {"n": number} if number else _("Exhibition")
    chosen = {
        "q": wanted.text,
        "programme": wanted.programme,
        "network": wanted.network,
        "zone": wanted.zone,
    }
    query = urlencode({name: value for name, value in chosen.items() if value})
    return _ExhibitionScreen(
        title=title,
        lead=pick(event.title_de, event.title_en),
        crumbs=_crumbs(event, Crumb(_("Exhibition"))),
        text=wanted.text,
        questions=_questions(event, wanted),
        is_narrow=wanted.is_narrow,
        url=reverse("events:exhibition", args=[event.slug]),
        rows=tuple(_row_of(event, one) for one in found),
        pages=Pages(number=found.number, count=found.paginator.num_pages, query=query),
        desks=tuple(_desk_of(one) for one in desks_of(event.pk)) if not wanted.is_narrow else (),
        drawing=_plan_of(event),
        is_draft=event.status == EventStatus.DRAFT,
        is_demo=event.is_demo,
    )


def _plan_of(event: Event, goal: int = 0) -> Drawing | None:
    if not event.plan_width:
        return None
    shapes = shapes_of(event.pk)
    return drawing_of(shapes, width=event.plan_width, depth=event.plan_depth, goal=goal)


def _questions(event: Event, wanted: ExhibitQuery) -> tuple[_Question, ...]:
    """What the list can be narrowed by; a question with one answer is none."""
    zone = ("stand__zone__name_de", "stand__zone__name_en")
    asked = (
        ("programme", _("Funded by"), counted(event.pk, "programme", "programme__short_name")),
        ("network", _("Network"), counted(event.pk, "network", "network__name")),
        ("zone", _("Area"), counted(event.pk, "stand__zone", *zone)),
    )
    return tuple(
        _Question(
            name=name,
            label=label,
            choices=tuple(_choice_of(row, chosen=getattr(wanted, name)) for row in rows),
        )
        for name, label, rows in asked
        if len(rows) > 1 or getattr(wanted, name)
    )


def _choice_of(row: dict[str, Any], *, chosen: int) -> _Choice:
    pk, *names, number = row.values()
    label = pick(*names) if len(names) > 1 else names[0]
    return _Choice(value=str(pk), label=f"{label} ({number})", is_chosen=pk == chosen)


def _row_of(event: Event, row: Exhibit) -> _Row:
    return _Row(
        title=pick(row.title_de, row.title_en),
        url=reverse("events:exhibit", args=[event.slug, row.slug]),
        stand=row.stand.code if row.stand else "",
        zone=_zone_of(row.stand),
        network=row.network.name if row.network else (row.actor.name if row.actor else ""),
        programme=row.programme.short_name if row.programme else "",
        picture=picture_url(row),
        is_demo=row.is_demo,
    )


def _zone_of(stand: Stand | None) -> str:
    return pick(stand.zone.name_de, stand.zone.name_en) if stand and stand.zone else ""


def _desk_of(row: InformationDesk) -> _Desk:
    return _Desk(
        title=pick(row.title_de, row.title_en),
        text=prose(row.text_de, row.text_en),
        programme=row.programme.short_name if row.programme else "",
        stand=row.stand.code if row.stand else "",
        when=format_range(row.opens_at, row.closes_at) if row.opens_at and row.closes_at else "",
    )


def exhibit_screen(event: Event, row: Exhibit) -> _ExhibitScreen:
    title = pick(row.title_de, row.title_en)
    here = Crumb(_("Exhibition"), reverse("events:exhibition", args=[event.slug]))
    return _ExhibitScreen(
        title=title,
        description=_("%(title)s at %(event)s")
        % {"title": title, "event": pick(event.title_de, event.title_en)},
        crumbs=_crumbs(event, here, Crumb(title)),
        text=prose(row.text_de, row.text_en),
        picture=picture_url(row),
        alt=pick(row.picture_text_de, row.picture_text_en),
        project=row.project,
        network=_entry(row.network, "directory:network"),
        actor=_entry(row.actor, "directory:actor"),
        programme=(row.programme.short_name, row.programme.website) if row.programme else ("", ""),
        stand=row.stand.code if row.stand else "",
        zone=_zone_of(row.stand),
        is_step_free=bool(row.stand and row.stand.is_step_free),
        staff=tuple(_staff_of(one) for one in staff_at([row.stand_id])) if row.stand_id else (),
        origins=origins(row.source),
        seen=format_date(row.source_seen_on) if row.source_seen_on else "",
        drawing=_plan_of(event, goal=row.stand_id or 0),
        is_draft=event.status == EventStatus.DRAFT,
        is_demo=row.is_demo,
    )


def _entry(row: Any, address: str) -> tuple[str, str]:
    """A name, and where it leads if the public may read it."""
    if row is None:
        return ("", "")
    return (row.name, reverse(address, args=[row.slug]) if row.status == Status.PUBLISHED else "")


def _staff_of(row: StandStaff) -> _Staff:
    """A name only where the person has agreed."""
    languages = spoken(german=row.speaks_german, english=row.speaks_english)
    if not row.is_named:
        return _Staff(name="", organisation=row.organisation, languages=languages)
    return _Staff(name=row.name, organisation=row.organisation, languages=languages)

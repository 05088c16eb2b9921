"""The organisers' lists of exhibits, stands, people at stands and desks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_range
from handschlag.design.components.parts import Link, Pages
from handschlag.events.models import Event, Exhibit, Stand
from handschlag.events.queries.venue.exhibition import (
    ExhibitQuery,
    desks_of,
    exhibits_of,
    staff_of,
    stands_of,
)
from handschlag.events.rules.components import EventComponent
from handschlag.events.screens.organise.components import ComponentLine
from handschlag.events.screens.organise.removals import Removed, removed
from handschlag.events.screens.venue.plan import metres
from handschlag.events.screens.venue.tables import files_of

ON_A_PAGE = 50
TABS = ("exhibits", "stands", "stand_staff", "desks")


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListScreen:
    """One list of this part, with the tabs to the others."""

    title: str
    question: str
    answer: str
    grounds: str
    tabs: Sequence[Link]
    heads: Sequence[str]
    lines: Sequence[ComponentLine]
    new_url: str
    new_label: str
    empty: str
    empty_text: str
    pages: Pages
    removed: Sequence[Removed] = ()
    ways: Sequence[Link] = ()
    files: Sequence[Link] = ()
    text: str = ""
    has_search: bool = False


def _tabs(event: Event, current: str) -> tuple[Link, ...]:
    labels = (_("Exhibits"), _("Stands"), _("Contacts at stands"), _("Information desks"))
    return tuple(
        Link(label=label, url=reverse(f"events:{name}", args=[event.slug]), is_current=name == current)
        for name, label in zip(TABS, labels, strict=True)
    )


def _thing_url(event: Event, thing: str, pk: int) -> str:
    return reverse("events:edit_thing", args=[event.slug, thing, pk])


def _new_url(event: Event, thing: str) -> str:
    return reverse("events:new_thing", args=[event.slug, thing])


def exhibits_screen(event: Event, *, text: str, page: str, now: datetime) -> _ListScreen:
    rows = exhibits_of(event.pk, ExhibitQuery(text=text))
    found = Paginator(rows, ON_A_PAGE).get_page(page)
    number = found.paginator.count
    homeless = exhibits_of(event.pk).filter(stand=None).count()
    answer = ngettext("%(n)s exhibit", "%(n)s exhibits", number) % {"n": number}
    return _ListScreen(
        title=_("Exhibition"),
        question=_("Exhibits and exhibitors"),
        answer=answer,
        grounds=_("%(n)s without a stand") % {"n": homeless} if homeless else "",
        tabs=_tabs(event, "exhibits"),
        heads=(_("Exhibit"), _("Stand"), _("Network"), _("Funded by"), _("Picture")),
        lines=tuple(_exhibit_line(event, row) for row in found),
        new_url=_new_url(event, "exhibit"),
        removed=removed(event, (EventComponent.EXHIBIT,), now=now),
        files=files_of(event, "exhibit"),
        new_label=_("Add an exhibit"),
        empty=_("Nothing is shown yet."),
        empty_text=_("Visitors find their way by exhibits. Begin with one that has a picture."),
        pages=Pages(number=found.number, count=found.paginator.num_pages, query=f"q={text}" if text else ""),
        ways=(
            Link(label=_("Print stand signs"), url=reverse("events:signs", args=[event.slug])),
            Link(label=_("Public page"), url=reverse("events:exhibition", args=[event.slug])),
        ),
        text=text,
        has_search=True,
    )


def _exhibit_line(event: Event, row: Exhibit) -> ComponentLine:
    return ComponentLine(
        name=pick(row.title_de, row.title_en),
        url=_thing_url(event, "exhibit", row.pk),
        cells=(
            row.stand.code if row.stand else "",
            row.network.name if row.network else "",
            row.programme.short_name if row.programme else "",
        ),
        warning="" if row.stand else _("no stand"),
        more_url=reverse("events:exhibit_picture", args=[event.slug, row.pk]),
        more=_("change picture") if row.picture else _("add picture"),
    )


def stands_screen(event: Event, *, page: str, now: datetime) -> _ListScreen:
    found = Paginator(stands_of(event.pk), ON_A_PAGE).get_page(page)
    number = found.paginator.count
    return _ListScreen(
        title=_("Exhibition"),
        question=_("Stands and their exhibits"),
        answer=ngettext("%(n)s stand", "%(n)s stands", number) % {"n": number},
        grounds="",
        tabs=_tabs(event, "stands"),
        heads=(
            _("Stand"),
            _("Area"),
            _("Size in metres"),
            _("Shows"),
            _("Contact people"),
            _("Properties"),
        ),
        lines=tuple(_stand_line(event, row) for row in found),
        new_url=_new_url(event, "stand"),
        removed=removed(event, (EventComponent.STAND,), now=now),
        files=files_of(event, "stand"),
        new_label=_("Add stands"),
        empty=_("No stand yet."),
        empty_text=_("Add as many as you like at once: A1..A20."),
        pages=Pages(number=found.number, count=found.paginator.num_pages),
        ways=(Link(label=_("Hall plan"), url=reverse("events:plan", args=[event.slug])),),
    )


def _stand_line(event: Event, row: Stand) -> ComponentLine:
    shown = [pick(one.title_de, one.title_en) for one in row.exhibits.all()]
    shown += [pick(one.title_de, one.title_en) for one in row.desks.all()]
    size = f"{metres(row.width)} × {metres(row.depth)}" if row.width else _("not drawn")
    properties = [_("power")] if row.has_power else []
    properties += [_("step-free")] if row.is_step_free else [_("steps")]
    return ComponentLine(
        name=row.code,
        url=_thing_url(event, "stand", row.pk),
        cells=(
            pick(row.zone.name_de, row.zone.name_en) if row.zone else "",
            size,
            "; ".join(shown),
            str(len(row.staff.all())),
            ", ".join(properties),
        ),
        warning="" if shown else _("free"),
    )


def staff_screen(event: Event, *, page: str, now: datetime) -> _ListScreen:
    found = Paginator(staff_of(event.pk), ON_A_PAGE).get_page(page)
    number = found.paginator.count
    return _ListScreen(
        title=_("Exhibition"),
        question=_("Contacts and their stands"),
        answer=ngettext("%(n)s person", "%(n)s people", number) % {"n": number},
        grounds=_(
            "Names are only public if the person has agreed. They are deleted 90 days after the event."
        ),
        tabs=_tabs(event, "stand_staff"),
        heads=(_("Name"), _("Stand"), _("Organisation"), _("Languages"), _("Name is public")),
        lines=tuple(
            ComponentLine(
                name=row.name,
                url=_thing_url(event, "staff", row.pk),
                cells=(
                    row.stand.code,
                    row.organisation,
                    spoken(german=row.speaks_german, english=row.speaks_english),
                    _("yes") if row.is_named else _("no"),
                ),
            )
            for row in found
        ),
        new_url=_new_url(event, "staff"),
        removed=removed(event, (EventComponent.STAFF,), now=now),
        files=files_of(event, "staff"),
        new_label=_("Add a person"),
        empty=_("Nobody yet."),
        empty_text=_("People attend more readily if they know which languages are spoken."),
        pages=Pages(number=found.number, count=found.paginator.num_pages),
    )


def spoken(*, german: bool, english: bool) -> str:
    languages = [_("German")] if german else []
    languages += [_("English")] if english else []
    return ", ".join(languages)


def desks_screen(event: Event, *, now: datetime) -> _ListScreen:
    rows = desks_of(event.pk)
    return _ListScreen(
        title=_("Exhibition"),
        question=_("Information desks on programmes"),
        answer=ngettext("%(n)s information desk", "%(n)s information desks", len(rows)) % {"n": len(rows)},
        grounds="",
        tabs=_tabs(event, "desks"),
        heads=(_("Information desk"), _("Programme"), _("Stand"), _("Staffed")),
        lines=tuple(
            ComponentLine(
                name=pick(row.title_de, row.title_en),
                url=_thing_url(event, "desk", row.pk),
                cells=(
                    row.programme.short_name if row.programme else "",
                    row.stand.code if row.stand else "",
                    format_range(row.opens_at, row.closes_at) if row.opens_at and row.closes_at else "",
                ),
            )
            for row in rows
        ),
        new_url=_new_url(event, "desk"),
        removed=removed(event, (EventComponent.DESK,), now=now),
        files=files_of(event, "desk"),
        new_label=_("Add an information desk"),
        empty=_("No information desk yet."),
        empty_text=_("An information desk explains one programme: what it funds and who can apply."),
        pages=Pages(number=1, count=1),
    )

"""The console of the organisers: its shell, its sidebar, its guide, and pages that cannot be shown yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Role, Subject, may, require
from handschlag.common.language import pick
from handschlag.common.times import format_days, format_distance, format_time, local_date
from handschlag.design.components.parts import Link
from handschlag.events.access import only_reads, organises
from handschlag.events.hooks import Phase, SidebarEntry, sidebar_entries
from handschlag.events.models import Event
from handschlag.events.moments import EventTiming, event_timing

PHASES = {
    Phase.PREPARE: _("Prepare"),
    Phase.PLAN: _("Plan"),
    Phase.DAY: _("Event day"),
    Phase.AFTER: _("Afterwards"),
}
ON_A_PHONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _RailLink:
    label: str
    url: str
    fact: str
    icon: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _RailGroup:
    title: str
    links: Sequence[_RailLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Console:
    """What `events/console.html` needs under the name `console`."""

    title: str
    url: str
    days: str
    distance: str
    clock: str  # on the days of the event: what time it is there
    is_demo: bool
    groups: Sequence[_RailGroup]
    tabs: Sequence[Link]
    tabs_label: str
    page_label: str
    help: str
    guide_url: str
    first: Sequence[_RailLink]
    find_url: str  # empty for those who only work at the reception
    home_url: str  # likewise
    only_reads: bool = False  # sees every page, changes nothing here


def console_of(event: Event, *, by: Subject, current: str, now: datetime) -> _Console:
    """`current` is the name of the address whose entry is marked; pages below it name the same."""
    today = local_date(now)
    organises_it = organises(by, event.pk)
    reads = not may(by, Action.EDIT_EVENT, owns=organises_it) and only_reads(by, event.pk)
    owns = organises_it or reads
    is_reception = not owns and Role.RECEPTION in by.roles
    shown = [
        one
        for one in sidebar_entries()
        if may(by, one.action, owns=owns or (is_reception and one.action is Action.CHECK_IN))
    ]
    section = _section_of(shown, current)
    links = {one.name: _link(one, event, current=current, section=section) for one in shown}
    tabs = [one for one in shown if section and section in (one.name, _above(one, shown))]
    when = event_timing(today, first_day=event.first_day, last_day=event.last_day)
    return _Console(
        title=pick(event.title_de, event.title_en),
        url=reverse(shown[0].name if is_reception else "events:manage_event", args=[event.slug]),
        days=format_days(event.first_day, event.last_day),
        distance=format_distance(event.first_day, event.last_day, today=today),
        clock=format_time(now) if when is EventTiming.DAY else "",
        is_demo=event.is_demo,
        groups=tuple(
            _RailGroup(title=str(PHASES[phase]), links=tuple(links[one.name] for one in group))
            for phase in Phase
            if (group := [one for one in shown if one.phase is phase and not _above(one, shown)])
        ),
        tabs=_tabs_of(tabs, event, current=current) if len(tabs) > 1 else (),
        tabs_label=links[section].label if section else "",
        page_label=links[current].label if current in links else "",
        help=next((str(one.help) for one in shown if one.name == current), ""),
        guide_url=f"{reverse('events:guide')}#{_anchor_of(current)}",
        find_url="" if is_reception else reverse("events:find", args=[event.slug]),
        home_url="" if is_reception else reverse("events:manage"),
        first=tuple(links[one.name] for one in _on_a_phone(shown, event, when)),
        only_reads=reads and Role.RECEPTION not in by.roles,
    )


def home_console(by: Subject, *, current: str) -> _Console:
    """The same shell around the pages that belong to no event yet."""
    names = [("events:manage", _("Your events"), "list")]
    if may(by, Action.CREATE_EVENT):
        names.append(("events:new_event", _("New event"), "plus"))
    names.append(("events:guide", _("Guide"), "info"))
    links = tuple(
        _RailLink(label=str(label), url=reverse(name), fact="", icon=icon, is_current=name == current)
        for name, label, icon in names
    )
    return _Console(
        title=gettext("Your events"),
        url=reverse("events:manage"),
        days="",
        distance="",
        clock="",
        is_demo=False,
        groups=(_RailGroup(title=gettext("Events"), links=links),),
        tabs=(),
        tabs_label="",
        page_label="",
        help="",
        guide_url="",
        find_url="",
        home_url="",
        first=links,
    )


def guide_groups() -> Sequence[tuple[str, Sequence[tuple[str, SidebarEntry]]]]:
    """By phase: every entry with the anchor of its paragraph."""
    entries = sidebar_entries()
    return [
        (str(title), [(_anchor_of(one.name), one) for one in entries if one.phase is phase])
        for phase, title in PHASES.items()
    ]


def _on_a_phone(shown: Sequence[SidebarEntry], event: Event, when: EventTiming) -> Sequence[SidebarEntry]:
    """What is needed most at this time; whoever may use none of it gets the first ones of the rail."""
    known: dict[object, bool] = {}  # several entries need the same
    found: list[SidebarEntry] = []
    for one in sorted((one for one in shown if when in one.bar), key=lambda one: one.bar[when]):
        if one.is_there is not None and one.is_there not in known:
            known[one.is_there] = one.is_there(event.pk)
        if known.get(one.is_there, True):
            found.append(one)
    return (found or shown)[:ON_A_PHONE]


def _anchor_of(name: str) -> str:
    """Where the guide tells of the page with this address."""
    return name.replace(":", "-")


def _above(entry: SidebarEntry, shown: Sequence[SidebarEntry]) -> str:
    """The entry under which this one is a tab; empty for those that stand in the rail themselves."""
    return entry.under if any(one.name == entry.under for one in shown) else ""


def _section_of(shown: Sequence[SidebarEntry], current: str) -> str:
    """The entry of the rail to which the open page belongs."""
    return next((_above(one, shown) or one.name for one in shown if one.name == current), "")


def _tabs_of(tabs: Sequence[SidebarEntry], event: Event, *, current: str) -> Sequence[Link]:
    return [
        Link(
            label=str(one.tab or one.label),
            url=reverse(one.name, args=[event.slug]),
            is_current=one.name == current,
        )
        for one in tabs
    ]


def _link(entry: SidebarEntry, event: Event, *, current: str, section: str) -> _RailLink:
    """`section` is the entry of the rail whose page or tab is open."""
    return _RailLink(
        label=str(entry.label),
        url=reverse(entry.name, args=[event.slug]),
        fact=entry.fact(event.pk) if entry.fact else "",
        icon=entry.icon,
        is_current=entry.name in (current, section),
    )


def console_context(event: Event, by: Subject, *, current: str, **more: Any) -> dict[str, Any]:
    """The sidebar with its entry `current` marked, and whatever else the template shows."""
    console = console_of(event, by=by, current=current, now=timezone.now())
    return {"console": console, "console_slug": event.slug, "event": event, **more}


TOO_EARLY = 409


class NotYet(Exception):
    """Raised where a page lacks what other pages make: `before` leads to the one that comes first."""

    def __init__(self, event: Event, by: Subject, *, current: str, sentence: str, before: Link) -> None:
        super().__init__(current)
        self.event, self.by, self.current, self.sentence, self.before = event, by, current, sentence, before


def _not_yet_page(request: HttpRequest, what: NotYet) -> HttpResponse:
    """The page in its place in the console, with the way on."""
    context = console_context(
        what.event, what.by, current=what.current, sentence=what.sentence, before=what.before
    )
    status = 200 if request.method in {"GET", "HEAD"} else TOO_EARLY
    return render(request, "events/organise/not_yet.html", context, status=status)


class NotYetMiddleware:
    """A page of the console that lacks something says so in its place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _not_yet_page(request, exception) if isinstance(exception, NotYet) else None


CONFLICT = 409
UNFIT = 422


def console_page(
    request: HttpRequest,
    template: str,
    *,
    event: Event,
    by: Subject,
    current: str,
    screen: object = None,
    status: int = 200,
    **values: object,
) -> HttpResponse:
    """`current` names the entry of the sidebar that is marked; the template reads the plain `values`."""
    context = console_context(event, by, current=current, screen=screen, **values)
    return render(request, f"events/organise/{template}.html", context, status=status)


@require_safe
def guide_page(request: HttpRequest) -> HttpResponse:
    """All pages of the console in the order of an event."""
    by = subject_of(request.user)
    require(by, Action.EDIT_EVENT, owns=True)
    context = {"console": home_console(by, current="events:guide"), "groups": guide_groups()}
    return render(request, "events/organise/guide.html", context)

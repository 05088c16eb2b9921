"""What changed in a programme, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.common.times import (
    day_of,
    format_day_and_month,
    format_moment,
    format_span,
    machine_time,
    weekday_name,
)
from handschlag.design.parts import Change, Crumb
from handschlag.directory.screens import texts
from handschlag.directory.screens.words import Word
from handschlag.events.models import Event
from handschlag.events.queries.conferences.changes import Step
from handschlag.events.queries.conferences.public import Shown
from handschlag.events.rules.programme import Difference, Fact, Item, Kind, Programme
from handschlag.events.screens.conferences import entries, words
from handschlag.events.screens.conferences.event import crumbs
from handschlag.events.screens.conferences.session import programme_crumb

KINDS: Final[dict[Kind, Word]] = {
    Kind.NEW: gettext_lazy("new"),
    Kind.CHANGED: gettext_lazy("changed"),
    Kind.CANCELLED: gettext_lazy("cancelled"),
    Kind.REVIVED: gettext_lazy("takes place after all"),
    Kind.GONE: gettext_lazy("cancelled"),
}
FACTS: Final[dict[Fact, Word]] = {
    Fact.TIME: gettext_lazy("Time"),
    Fact.ROOM: gettext_lazy("Room"),
    Fact.TITLE: gettext_lazy("Title"),
    Fact.SPEAKERS: gettext_lazy("Speakers"),
    Fact.LANGUAGE: gettext_lazy("Language"),
    Fact.KIND: gettext_lazy("Kind"),
    Fact.TRACK: gettext_lazy("Track"),
    Fact.SEATS: gettext_lazy("Seats"),
    Fact.ABSTRACT: gettext_lazy("Description"),
    Fact.PAPERS: gettext_lazy("Slides and papers"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSession:
    title: str
    url: str
    kind: str
    when: str
    is_cancelled: bool
    changes: Sequence[Change]
    others: str  # what changed without a word that could be compared


@dataclass(frozen=True, slots=True, kw_only=True)
class StepScreen:
    number: int
    day: str
    iso: str
    note: str
    title: str
    sessions: Sequence[ChangedSession]
    since_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ChangesScreen:
    title: str
    slug: str
    crumbs: Sequence[Crumb]
    steps: Sequence[StepScreen]
    is_since: bool
    feed_url: str


def changes_screen(shown: Shown, steps: Sequence[Step], *, since: int | None) -> _ChangesScreen:
    event = shown.event
    return _ChangesScreen(
        title=_("What changed in the programme")
        if since is None
        else _("What changed since version %(n)s") % {"n": since},
        slug=event.slug,
        crumbs=crumbs(event, programme_crumb(event), Crumb(_("Changes"))),
        steps=tuple(step_screen(event, step) for step in steps),
        is_since=since is not None,
        feed_url=reverse("events:changes_feed", args=[event.slug]),
    )


def step_screen(event: Event, step: Step) -> StepScreen:
    return StepScreen(
        number=step.number,
        day=format_moment(step.published_at),
        iso=machine_time(step.published_at),
        note=step.note,
        title=_title_of(step),
        sessions=tuple(changed(event, step, one) for one in step.differences),
        since_url=f"{reverse('events:changes', args=[event.slug])}?since={step.number}",
    )


def _title_of(step: Step) -> str:
    number = len(step.differences)
    if step.number == 1:
        return _("The programme was published")
    if not number:
        return _("Small corrections")
    text = ngettext("%(n)s item changed", "%(n)s items changed", number)
    return text % {"n": texts.number(number)}


def changed(event: Event, step: Step, one: Difference) -> ChangedSession:
    item = one.after or one.before
    assert item is not None
    compared, others = [], []
    for fact in one.facts:
        say = COMPARED.get(fact)
        if say is None or one.before is None or one.after is None:
            others.append(str(FACTS[fact]))
            continue
        old, new = say(step.before, one.before), say(step.after, one.after)
        compared.append(Change(label=str(FACTS[fact]), old=old, new=new))
    return ChangedSession(
        title=pick(item.title_de, item.title_en),
        url=entries.session_path(event, item.id),
        kind=str(KINDS[one.kind]),
        when=_moment(step.after, item),
        is_cancelled=one.kind in {Kind.CANCELLED, Kind.GONE},
        changes=tuple(compared),
        others=", ".join(others),
    )


def _moment(programme: Programme, item: Item) -> str:
    """Dienstag, 20. April, 09:30 bis 10:00, Saal 1"""
    return ", ".join(part for part in (time(programme, item), room(programme, item)) if part)


def time(programme: Programme, item: Item) -> str:
    del programme
    day = day_of(item.starts_at)
    return f"{weekday_name(day)}, {format_day_and_month(day)}, {format_span(item.starts_at, item.ends_at)}"


def room(programme: Programme, item: Item) -> str:
    found = programme.room(item.room)
    return pick(found.name_de, found.name_en) if found else ""


def track(programme: Programme, item: Item) -> str:
    found = programme.track(item.track)
    return pick(found.name_de, found.name_en) if found else ""


def speakers(programme: Programme, item: Item) -> str:
    people = (programme.person(one.speaker) for one in item.speakers)
    return ", ".join(person.name for person in people if person)


COMPARED: Final[dict[Fact, Callable[[Programme, Item], str]]] = {
    Fact.TIME: time,
    Fact.ROOM: room,
    Fact.TRACK: track,
    Fact.SPEAKERS: speakers,
    Fact.TITLE: lambda _programme, item: pick(item.title_de, item.title_en),
    Fact.KIND: lambda _programme, item: str(words.KINDS[item.kind]),
    Fact.LANGUAGE: lambda _programme, item: str(words.LANGUAGES[item.language]),
    Fact.SEATS: lambda _programme, item: texts.number(item.seats) if item.seats is not None else "",
}

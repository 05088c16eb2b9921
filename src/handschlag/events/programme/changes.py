"""What changed in a programme from version to version: a page and an Atom feed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final
from uuid import uuid5

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.times import format_span, local_date
from handschlag.design.components.parts import FieldChange
from handschlag.directory import texts
from handschlag.directory.labels import Word
from handschlag.events import labels, published_programme
from handschlag.events.models import Event, ProgrammeVersion
from handschlag.events.programme.differences import Difference, DifferenceKind, Fact, differences
from handschlag.events.public_events import event_uid, file_response, shown_event
from handschlag.events.published_programme import named_day
from handschlag.events.versions import NOTHING_YET, Item, Programme, PublishedVersion, of_row, version

MOST_VERSIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VersionChange:
    """One version and what it changed; the first one changed nothing, it began."""

    number: int
    published_at: datetime
    note: str
    before: Programme
    after: Programme
    differences: Sequence[Difference]


def version_changes(event_id: int) -> Sequence[VersionChange]:
    """The latest versions, the newest first; one query where they are known, two where not."""
    versions = ProgrammeVersion.objects.filter(event_id=event_id).order_by("-number")
    found = versions.values_list("pk", "published_at").first()
    return () if found is None else _steps(event_id, *found)


@lru_cache(maxsize=16)
def _steps(event_id: int, version_id: int, published_at: datetime) -> Sequence[VersionChange]:
    del version_id, published_at  # another last version is another answer
    rows = ProgrammeVersion.objects.filter(event_id=event_id).order_by("-number")[: MOST_VERSIONS + 1]
    known = [of_row(row) for row in rows]
    if len(known) <= MOST_VERSIONS:
        known.append(NOTHING_YET)
    return tuple(_step(before, after) for after, before in pairwise(known))


def changes_since(event_id: int, number: int) -> VersionChange | None:
    """Everything from one version to the last one; None where there is no such version."""
    newest = ProgrammeVersion.objects.filter(event_id=event_id).order_by("-number").first()
    before = version(event_id, number)
    if newest is None or before is None or not 0 < number <= newest.number:
        return None
    return _step(before, of_row(newest))


def _step(before: PublishedVersion, after: PublishedVersion) -> VersionChange:
    assert after.published_at is not None
    return VersionChange(
        number=after.number,
        published_at=after.published_at,
        note=after.note,
        before=before.programme,
        after=after.programme,
        differences=differences(before.programme, after.programme) if before.number else (),
    )


def forget() -> None:
    """For tests, whose databases give the same ids again."""
    _steps.cache_clear()


DIFFERENCE_KINDS: Final[dict[DifferenceKind, Word]] = {
    DifferenceKind.NEW: gettext_lazy("new"),
    DifferenceKind.CHANGED: gettext_lazy("changed"),
    DifferenceKind.CANCELLED: gettext_lazy("cancelled"),
    DifferenceKind.REVIVED: gettext_lazy("takes place after all"),
    DifferenceKind.GONE: gettext_lazy("cancelled"),
}
FACT_TITLES: Final[dict[Fact, Word]] = {
    Fact.TIME: gettext_lazy("Time"),
    Fact.ROOM: gettext_lazy("Room"),
    Fact.TITLE: gettext_lazy("Title"),
    Fact.SPEAKERS: gettext_lazy("Speakers"),
    Fact.LANGUAGE: gettext_lazy("Language"),
    Fact.KIND: gettext_lazy("Kind"),
    Fact.TRACK: gettext_lazy("Track"),
    Fact.SEATS: gettext_lazy("Number of places"),
    Fact.ABSTRACT: gettext_lazy("Description"),
    Fact.PAPERS: gettext_lazy("Slides and documents"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSession:
    """A session of a version in words; `others` changed without a word that could be compared."""

    item: Item
    kind: str
    when: str
    room: str
    is_cancelled: bool
    changes: Sequence[FieldChange]
    others: str


def version_title(step: VersionChange) -> str:
    """What a version did, in a few words."""
    number = len(step.differences)
    if step.number == 1:
        return _("The programme was published")
    if not number:
        return _("Small corrections")
    text = ngettext("%(n)s session changed", "%(n)s sessions changed", number)
    return text % {"n": texts.number(number)}


def changed_sessions(step: VersionChange) -> list[ChangedSession]:
    """What one version changed, session by session."""
    return [_changed(step, difference) for difference in step.differences]


def _changed(step: VersionChange, one: Difference) -> ChangedSession:
    item = one.after or one.before
    assert item is not None
    compared, others = [], []
    for fact in one.facts:
        say = COMPARED.get(fact)
        if say is None or one.before is None or one.after is None:
            others.append(str(FACT_TITLES[fact]))
            continue
        old, new = say(step.before, one.before), say(step.after, one.after)
        compared.append(FieldChange(label=str(FACT_TITLES[fact]), old=old, new=new))
    return ChangedSession(
        item=item,
        kind=str(DIFFERENCE_KINDS[one.kind]),
        when=_moment(step.after, item),
        room=_room(step.after, item),
        is_cancelled=one.kind in {DifferenceKind.CANCELLED, DifferenceKind.GONE},
        changes=tuple(compared),
        others=", ".join(others),
    )


def _moment(programme: Programme, item: Item) -> str:
    """Dienstag, 20. April, 09:30 bis 10:00, Saal 1"""
    return ", ".join(part for part in (_time(programme, item), _room(programme, item)) if part)


def _time(programme: Programme, item: Item) -> str:
    del programme
    return f"{named_day(local_date(item.starts_at))}, {format_span(item.starts_at, item.ends_at)}"


def _room(programme: Programme, item: Item) -> str:
    found = programme.room(item.room)
    return pick(found.name_de, found.name_en) if found else ""


def _track(programme: Programme, item: Item) -> str:
    found = programme.track(item.track)
    return pick(found.name_de, found.name_en) if found else ""


def _speakers(programme: Programme, item: Item) -> str:
    people = (programme.person(one.speaker) for one in item.speakers)
    return ", ".join(person.name for person in people if person)


COMPARED: Final[dict[Fact, Callable[[Programme, Item], str]]] = {
    Fact.TIME: _time,
    Fact.ROOM: _room,
    Fact.TRACK: _track,
    Fact.SPEAKERS: _speakers,
    Fact.TITLE: lambda _programme, item: pick(item.title_de, item.title_en),
    Fact.KIND: lambda _programme, item: str(labels.SESSION_KINDS[item.kind]),
    Fact.LANGUAGE: lambda _programme, item: str(published_programme.LANGUAGES[item.language]),
    Fact.SEATS: lambda _programme, item: texts.number(item.seats) if item.seats is not None else "",
}


def changes_atom(event: Event, steps: Sequence[VersionChange]) -> str:
    """The feed as XML; each entry leads to its version on the page of changes."""
    name = pick(event.title_de, event.title_en)
    changes = reverse("events:changes", args=[event.slug])
    feed = Atom1Feed(
        title=_("Changes: %(event)s") % {"event": name},
        link=settings.BASE_URL + changes,
        description=_("Programme changes"),
        language=get_language(),
        feed_url=settings.BASE_URL + reverse("events:changes_feed", args=[event.slug]),
        feed_guid=f"{settings.BASE_URL}{changes}",
        author_name="Handschlag",
    )
    for step in steps:
        feed.add_item(
            title=version_title(step),
            link=f"{settings.BASE_URL}{changes}#version-{step.number}",
            description=_in_words(step),
            unique_id=uuid5(event_uid(event), f"version {step.number}").urn,
            pubdate=step.published_at,
            updateddate=step.published_at,
        )
    written: str = feed.writeString("utf-8")
    return written


def _in_words(step: VersionChange) -> str:
    """Plain text, a line for each session."""
    lines = [step.note] if step.note else []
    return "\n".join([*lines, *(_line(session) for session in changed_sessions(step))])


def _line(session: ChangedSession) -> str:
    """Was KI im Spektrum sieht: changed (Time: 10:40 to 11:20 → 14:00 to 14:40)"""
    told = "; ".join(f"{one.label}: {one.old or '–'} → {one.new or '–'}" for one in session.changes)
    more = "; ".join(part for part in (told, session.others) if part)
    title = pick(session.item.title_de, session.item.title_en)
    return f"{title}: {session.kind}" + (f" ({more})" if more else "")


@cached_for_visitors(parameters=("since",))
@require_safe
def changes_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Version by version, or everything since one of them."""
    shown = shown_event(request, slug)
    given = request.GET.get("since", "")
    since = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None
    if since is None:
        steps = version_changes(shown.event.pk)
    else:
        step = changes_since(shown.event.pk, since)
        if step is None:
            raise Http404
        steps = (step,)
    context = {
        "event": shown.event,
        "steps": [(step, changed_sessions(step)) for step in steps],
        "since": since,
    }
    return render(request, "events/conferences/changes.html", context)


@require_safe
def changes_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What each published version changed, as an Atom feed."""
    event = shown_event(request, slug).event
    steps = version_changes(event.pk)
    body = changes_atom(event, steps).encode()
    changed = steps[0].published_at if steps else event.changed_at
    return file_response(request, body, kind="application/atom+xml; charset=utf-8", changed_at=changed)

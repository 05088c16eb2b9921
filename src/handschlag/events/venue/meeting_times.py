"""Meeting times and tables: places to meet, blocks of slots, and which places are open in which block."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import clock_of, local_date, zone
from handschlag.events.access import own_event_or_404
from handschlag.events.editing import MOST_BLOCKS, MOST_ON_PLAN, EventComponent, VenueRefusal
from handschlag.events.fields import (
    ODD,
    RoomAddress,
    RowForm,
    clock_input,
    day_input,
    title,
    whole_minutes,
    yes,
)
from handschlag.events.hooks import bookings_in_block, bookings_outside
from handschlag.events.meeting_grid import (
    PAUSES,
    BlockClash,
    BlockClashKind,
    BlockPreview,
    BlockSlots,
    GridTalk,
    MeetingGrid,
    block_preview,
    cut,
    has_own_time,
    meeting_grid_of,
    open_place_ids,
    places_of,
)
from handschlag.events.models import Block, BlockPlace, Event, Place, PlaceKind, Stand
from handschlag.events.moments import OddMoment, span_of
from handschlag.events.removals import removed
from handschlag.events.venue.drawing import TABLE_DEPTH, TABLE_WIDTH, in_rows
from handschlag.events.venue.objects import (
    CodesField,
    FormContext,
    add_object,
    change_object,
    change_object_seen,
    choice,
    locked_object,
    own_venue,
    refusal_message,
    remove_object_seen,
    same_event,
    unchanged,
    venue_page,
    verb_of,
)
from handschlag.events.venue.stands import area_of, noted

GAP = 12  # decimetres between tables: two chairs back to back


@transaction.atomic
def add_places(
    *, event_id: int, codes: Sequence[str], values: Mapping[str, Any], by: Subject, now: datetime
) -> tuple[Place, ...]:
    """Places with these codes, open in every block; tables stand in rows in their zone."""
    event = own_venue(event_id, by)
    same_event(event, values)
    taken = set(Place.objects.filter(event=event).values_list("code", flat=True))
    if twice := sorted(taken & set(codes)):
        raise Refusal(VenueRefusal.CODE_TAKEN, codes=twice)
    if len(taken) + len(codes) > MOST_ON_PLAN:
        raise Refusal(VenueRefusal.FULL)
    corners: Sequence[tuple[int, int]] = ()
    if values.get("kind") == PlaceKind.TABLE and event.plan_width:
        area = area_of(event, values.get("zone_id"))
        corners = in_rows(len(codes), area=area, width=TABLE_WIDTH, depth=TABLE_DEPTH, gap=GAP)
    rows = [
        Place(event=event, code=code, position=len(taken) + at, **values) for at, code in enumerate(codes)
    ]
    for row, (left, top) in zip(rows, corners, strict=False):
        row.left, row.top = left + TABLE_WIDTH // 2, top + TABLE_DEPTH // 2
    made = Place.objects.bulk_create(rows)
    noted(made, by=by, now=now)
    blocks = Block.objects.filter(event=event)
    BlockPlace.objects.bulk_create(BlockPlace(block=block, place=place) for block in blocks for place in made)
    return tuple(made)


@transaction.atomic
def add_stands_as_places(*, event_id: int, by: Subject, now: datetime) -> tuple[Place, ...]:
    """Every stand that is no place yet becomes one, under its own code."""
    event = own_venue(event_id, by)
    codes = set(Place.objects.filter(event=event).values_list("code", flat=True))
    stands = [one for one in Stand.objects.filter(event=event, places=None) if one.code not in codes]
    if len(codes) + len(stands) > MOST_ON_PLAN:
        raise Refusal(VenueRefusal.FULL)
    if not stands:
        raise Refusal(VenueRefusal.NOTHING_NEW)
    made = Place.objects.bulk_create(
        Place(
            event=event,
            code=stand.code,
            kind=PlaceKind.STAND,
            stand=stand,
            zone_id=stand.zone_id,
            is_step_free=stand.is_step_free,
            position=len(codes) + at,
        )
        for at, stand in enumerate(stands)
    )
    noted(made, by=by, now=now)
    return tuple(made)


@transaction.atomic
def change_place(
    *, event_id: int, pk: int, values: Mapping[str, Any], seen: str, by: Subject, now: datetime
) -> None:
    """The meeting point says this; refused where somebody changed it since it was shown."""
    change_object_seen(Place, event_id=event_id, pk=pk, values=values, seen=seen, by=by, now=now)


@transaction.atomic
def remove_place(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The meeting point is gone for now and can be brought back; refused where it changed meanwhile."""
    remove_object_seen(EventComponent.PLACE, event_id=event_id, pk=pk, seen=seen, by=by, now=now)


@transaction.atomic
def add_block(*, event_id: int, values: Mapping[str, Any], by: Subject, now: datetime) -> Block:
    """A block in which every place is open; refused where another block has its time."""
    event = own_venue(event_id, by)
    if Block.objects.filter(event=event).count() >= MOST_BLOCKS:
        raise Refusal(VenueRefusal.FULL)
    block = add_object(Block(event=event, **values), by=by, now=now)
    if not has_own_time(block):
        raise Refusal(VenueRefusal.BLOCKS_OVERLAP)
    places = Place.objects.filter(event=event)
    BlockPlace.objects.bulk_create(BlockPlace(block=block, place=place) for place in places)
    return block


@transaction.atomic
def change_block(
    *, event_id: int, pk: int, values: Mapping[str, Any], seen: str, by: Subject, now: datetime
) -> None:
    """The block says this; refused where another has its time, or meetings are booked outside the new one."""
    row = locked_object(Block, pk=pk, event=own_venue(event_id, by))
    unchanged(row, seen)
    change_object(row, values, by=by, now=now)
    row.refresh_from_db()
    if not has_own_time(row):
        raise Refusal(VenueRefusal.BLOCKS_OVERLAP)
    slots = cut(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        meeting_minutes=row.meeting_minutes,
        change_minutes=row.change_minutes,
    ).slots
    if meetings := bookings_outside(event_id, row.pk, {one.starts_at for one in slots}):
        raise Refusal(VenueRefusal.HELD, meetings=meetings)


@transaction.atomic
def remove_block(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The block is gone for now and can be brought back; refused where it changed meanwhile."""
    remove_object_seen(EventComponent.BLOCK, event_id=event_id, pk=pk, seen=seen, by=by, now=now)


def open_mark(block: Block) -> str:
    """Which places are open, in short: the form sends it back."""
    ids = BlockPlace.objects.filter(block=block).order_by("place_id").values_list("place_id", flat=True)
    return "-".join(map(str, ids))


@transaction.atomic
def set_open_places(
    *, event_id: int, pk: int, place_ids: Collection[int], seen: str, by: Subject, now: datetime
) -> int:
    """Exactly these places are open in the block; how many."""
    event = own_venue(event_id, by)
    block = locked_object(Block, pk=pk, event=event)
    before = open_mark(block)
    if before != seen:
        raise Refusal(VenueRefusal.STALE)
    wanted = set(Place.objects.filter(event=event, pk__in=place_ids).values_list("pk", flat=True))
    if wanted != set(place_ids):
        raise Refusal(VenueRefusal.ELSEWHERE)
    had = {int(pk) for pk in before.split("-") if pk}
    if lost := bookings_in_block(event_id, block.pk, places=had - wanted):
        raise Refusal(VenueRefusal.HELD, meetings=lost)
    BlockPlace.objects.filter(block=block, place_id__in=had - wanted).delete()
    BlockPlace.objects.bulk_create(BlockPlace(block=block, place_id=pk) for pk in sorted(wanted - had))
    if had != wanted:
        changes = {"open_places": [len(had), len(wanted)]}
        audit.record(verb=verb_of(block, "edited"), target=block, by_id=by.user_id, now=now, changes=changes)
    return len(wanted)


PLACE_KINDS = {
    PlaceKind.TABLE: _("Meeting table"),
    PlaceKind.STAND: _("Stand"),
    PlaceKind.ROOM: _("Room"),
    PlaceKind.LINK: _("Online"),
}


def _seats() -> forms.IntegerField:
    return forms.IntegerField(label=_("Number of places"), min_value=2, max_value=50, initial=2)


class _AnyPlace(RowForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=list(PLACE_KINDS.items()))
    zone = choice(_("Area"))
    room = choice(
        _("Room"), hint=_("If it is in a programme room, we warn you when a session needs the room.")
    )
    seats = _seats()
    is_step_free = yes(_("Step-free access"))
    is_quiet = yes(_("Quiet"))
    url = RoomAddress(
        label=_("Address of the meeting online"),
        required=False,
        help_text=_("Only if the rooms are not those of the event’s provider. We show it to nobody."),
    )
    facts: tuple[str, ...] = ("kind", "seats", "is_step_free", "is_quiet", "url")
    rows = ("zone", "room")


class PlaceForm(_AnyPlace):
    code = title(_("Number"), longest=20, required=True)
    facts = ("code", *_AnyPlace.facts)
    field_order = ("seen", "code", "kind", "zone", "room", "seats", "is_step_free", "is_quiet", "url")


class PlacesForm(_AnyPlace):
    """Many places at once."""

    codes = CodesField(_("Numbers of the meeting points"), _("One or many: T1, or T1..T36."))
    field_order = ("seen", "codes", "kind", "zone", "room", "seats", "is_step_free", "is_quiet", "url")


class BlockForm(RowForm):
    name_de = title(_("Name, German"), longest=80, required=True)
    name_en = title(_("Name, English"), longest=80)
    day = forms.DateField(label=_("Day"), widget=day_input())
    begins = forms.TimeField(label=_("From"), widget=clock_input())
    ends = forms.TimeField(
        label=_("Until"), widget=clock_input(), help_text=_("A time before the beginning means the next day.")
    )
    meeting_minutes = forms.IntegerField(
        label=_("Length of a meeting in minutes"), min_value=5, max_value=240
    )
    change_minutes = forms.IntegerField(
        label=_("Walking time after each (minutes)"),
        min_value=0,
        max_value=60,
        help_text=_("No walking time is added after the last one."),
    )
    facts = ("name_de", "name_en", "meeting_minutes", "change_minutes")

    def start(self, values: Mapping[str, object]) -> dict[str, Any]:
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if not (isinstance(starts, datetime) and isinstance(ends, datetime)):
            return dict(values)
        times = {"day": local_date(starts), "begins": clock_of(starts), "ends": clock_of(ends)}
        return {**values, **times}

    def clean(self) -> dict[str, Any]:
        day, begins, ends = (self.cleaned_data.get(name) for name in ("day", "begins", "ends"))
        if day is not None and begins is not None and ends is not None:
            try:
                self.span = span_of(day, whole_minutes(begins), whole_minutes(ends), zone())
            except OddMoment as odd:
                self.add_error(None, str(ODD[odd.fault]))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        starts, ends = self.span
        return {**super().values(), "starts_at": starts, "ends_at": ends}


def places_by_zone(event: Event) -> list[tuple[str, list[Place]]]:
    """All places by their part of the house; those without one come first, under no name."""
    rows = sorted(places_of(event.pk), key=_zone_of)
    return [(zone, list(places)) for zone, places in groupby(rows, key=_zone_of)]


def _zone_of(row: Place) -> str:
    return row.zone.name if row.zone else ""


WIDTH, NAMES, LANE, HEAD = 1000, 150, 26, 22
LETTER = 6.4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    tone: str
    left: float
    top: float
    width: float
    label: str


def timelines(grid: MeetingGrid) -> list[dict[str, Any]]:
    """One for each day that has a block."""
    days = sorted({local_date(run.starts_at) for run in grid.runs})
    return [_timeline(day, grid) for day in days]


def _timeline(day: date, grid: MeetingGrid) -> dict[str, Any]:
    runs = [run for run in grid.runs if local_date(run.starts_at) == day]
    talks = [talk for talk in grid.talks if local_date(talk.starts_at) == day]
    first = min([*(run.starts_at for run in runs), *(talk.starts_at for talk in talks)])
    first = first.replace(minute=0, second=0)
    last = max([*(run.ends_at for run in runs), *(talk.ends_at for talk in talks)])
    scale = _Scale(first=first, minutes=max(60, int((last - first).total_seconds() / 60)))
    rooms = list(dict.fromkeys(talk.room_name for talk in talks))
    lanes = [*rooms, *(run.name for run in runs)]
    bars = [_talk_bar(talk, scale, rooms.index(talk.room_name)) for talk in talks]
    for at, run in enumerate(runs, start=len(rooms)):
        bars += _slot_bars(run, scale, at)
    return {
        "day": day,
        "width": WIDTH,
        "height": HEAD + LANE * len(lanes) + 6,
        "lanes": [
            (_shortened(label or gettext("no room"), NAMES - 8), HEAD + LANE * at + 17)
            for at, label in enumerate(lanes)
        ],
        "bars": bars,
        "ticks": scale.ticks(),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Minutes to units of the drawing."""

    first: datetime
    minutes: int

    def left(self, at: datetime) -> float:
        passed = (at - self.first).total_seconds() / 60
        return round(NAMES + passed / self.minutes * (WIDTH - NAMES), 1)

    def ticks(self) -> list[tuple[float, datetime]]:
        """Every hour, or every second one of a long day."""
        step = 60 if self.minutes <= 60 * 12 else 120
        hours = [self.first + timedelta(minutes=passed) for passed in range(0, self.minutes, step)]
        return [(self.left(hour), hour) for hour in hours]


def _talk_bar(talk: GridTalk, scale: _Scale, lane: int) -> _Bar:
    left, right = scale.left(talk.starts_at), scale.left(talk.ends_at)
    return _Bar(
        tone="pause" if talk.kind in PAUSES else "talk",
        left=left,
        top=HEAD + LANE * lane + 2,
        width=max(2.0, round(right - left - 1.5, 1)),
        label=_shortened(talk.title, right - left - 8),
    )


def _slot_bars(run: BlockSlots, scale: _Scale, lane: int) -> list[_Bar]:
    bars = []
    for slot in run.slots:
        left, right = scale.left(slot.starts_at), scale.left(slot.ends_at)
        label = str(slot.number) if right - left > 14 else ""
        top = HEAD + LANE * lane + 2
        width = max(2.0, round(right - left - 1.5, 1))
        bars.append(_Bar(tone="slot", left=left, top=top, width=width, label=label))
    return bars


def _shortened(text: str, room: float) -> str:
    """What fits; nothing where not even four letters do."""
    most = int(room / LETTER)
    if len(text) <= most:
        return text
    return text[: most - 1].rstrip() + "…" if most >= 5 else ""


CODES_NAMED = 6


def meeting_grid_screen(event: Event) -> dict[str, Any]:
    """The page of times and tables: how many meetings there can be, slot by slot, and what clashes."""
    grid = meeting_grid_of(event.pk)
    whole = block_preview(runs=grid.runs, spots=grid.spots, talks=grid.talks, days=grid.days)
    return {
        "answer": _capacity(grid.runs, whole),
        "missing": whole.planned - whole.capacity,
        "is_right": bool(whole.rows) and not whole.clashes,
        "warnings": [_wording(clash) for clash in whole.clashes],
        "blocks": grid.runs,
        "timelines": timelines(grid),
        "tables": [
            (run, [row for row in whole.rows if row.run.id == run.id]) for run in grid.runs if run.slots
        ],
        "number_of_places": len(grid.spots),
    }


def _capacity(runs: Sequence[BlockSlots], whole: BlockPreview) -> str:
    """36 tables x 12 slots = 432 meetings; blocks of different size one by one."""
    if not runs:
        return gettext("There are no times for meetings yet. Add a block first.")
    counts = {len(run.spots) for run in runs}
    total = number_format(whole.planned, force_grouping=True)
    if len(counts) == 1:
        places = counts.pop()
        slots = sum(len(run.slots) for run in runs)
        return gettext("%(places)s × %(slots)s = %(total)s meetings.") % {
            "places": ngettext("%(n)s meeting point", "%(n)s meeting points", places) % {"n": places},
            "slots": _slots_word(slots),
            "total": total,
        }
    parts = " + ".join(f"{len(run.spots)} × {len(run.slots)}" for run in runs)
    return gettext("%(parts)s = %(total)s meetings.") % {"parts": parts, "total": total}


def _slots_word(number: int) -> str:
    return ngettext("%(n)s time slot", "%(n)s time slots", number) % {"n": number}


def slots_in_words(run: BlockSlots) -> str:
    """12 time slots x (20 + 5 min), and what is left over where it is more than a walk."""
    each = gettext("%(slots)s × (%(meeting)s + %(change)s min)") % {
        "slots": _slots_word(len(run.slots)),
        "meeting": run.meeting_minutes,
        "change": run.change_minutes,
    }
    if run.minutes_left <= run.change_minutes:
        return each
    rest = ngettext("%(n)s minute left over", "%(n)s minutes left over", run.minutes_left)
    return f"{each}, {rest % {'n': run.minutes_left}}"


def _wording(found: BlockClash) -> str:
    codes = [spot.code for spot in found.spots]
    named = ", ".join(codes[:CODES_NAMED]) + (" …" if len(codes) > CODES_NAMED else "")
    facts = {
        "block": found.run.name,
        "other": found.other.name if found.other else "",
        "slots": ", ".join(map(str, found.slots)),
        "places": named,
        "talk": found.talk.title if found.talk else "",
        "room": found.talk.room_name if found.talk else "",
    }
    texts = {
        BlockClashKind.OUTSIDE_HOURS: gettext("%(block)s: the venue is closed in time slots %(slots)s."),
        BlockClashKind.NO_PLACES: gettext("%(block)s has no open meeting points."),
        BlockClashKind.NO_SLOTS: gettext("%(block)s is too short for one meeting."),
        BlockClashKind.ROOM_USED: gettext(
            "%(block)s, time slots %(slots)s: “%(talk)s” needs %(room)s (%(places)s)."
        ),
        BlockClashKind.CLOSED: gettext(
            "%(block)s, time slots %(slots)s: %(places)s are no longer available then."
        ),
        BlockClashKind.PLACE_TWICE: gettext("%(block)s and %(other)s use %(places)s at the same time."),
    }
    return texts[found.clash] % facts


GRID = "events:grid"
LONGEST_NUMBER = 15


@require_safe
def meeting_times_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' page for the times at which guests can meet."""
    event, by = own_event_or_404(request, slug)
    asked = FormContext(request=request, event=event, by=by, current=GRID)
    return venue_page(
        asked,
        "events/house/grid.html",
        removed=removed(event, EventComponent.BLOCK, now=timezone.now()),
        **meeting_grid_screen(event),
    )


@require_safe
def places_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of meeting points, with what was removed lately."""
    event, by = own_event_or_404(request, slug)
    asked = FormContext(request=request, event=event, by=by, current=GRID)
    return venue_page(
        asked,
        "events/house/places.html",
        rows=places_of(event.pk),
        removed=removed(event, EventComponent.PLACE, now=timezone.now()),
    )


@require_POST
def places_from_stands(request: HttpRequest, slug: str) -> HttpResponse:
    """Makes meeting points of the stands, says how many, then leads to their list."""
    event, by = own_event_or_404(request, slug)
    try:
        made = add_stands_as_places(event_id=event.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no))
    else:
        text = ngettext(
            "%(n)s stand is now a meeting point.", "%(n)s stands are now meeting points.", len(made)
        )
        messages.success(request, text % {"n": len(made)})
    return HttpResponseRedirect(reverse("events:places", args=[slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def open_places_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form that says which meeting points are open in a block; 404 where there is no block."""
    event, by = own_event_or_404(request, slug)
    block = Block.objects.filter(event=event, pk=pk).first()
    if block is None:
        raise Http404
    if request.method == "POST":
        chosen = [text for text in request.POST.getlist("place") if text.isdecimal()]
        try:
            number = set_open_places(
                event_id=event.pk,
                pk=pk,
                place_ids={int(text) for text in chosen if len(text) <= LONGEST_NUMBER},
                seen=request.POST.get("seen", ""),
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            messages.warning(request, refusal_message(no))
            return HttpResponseRedirect(request.path)
        text = ngettext("%(n)s meeting point is open.", "%(n)s meeting points are open.", number)
        messages.success(request, text % {"n": number})
        return HttpResponseRedirect(reverse(GRID, args=[slug]))
    asked = FormContext(request=request, event=event, by=by, current=GRID)
    return venue_page(
        asked,
        "events/house/open_places.html",
        title=block.name,
        groups=places_by_zone(event),
        open_ids=open_place_ids(block),
        seen=open_mark(block),
    )

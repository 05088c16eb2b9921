"""The desk: search, check in, take back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from rapidfuzz import fuzz

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.names import folded_name
from handschlag.common.operations.monitoring import HEADERS
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_from, format_slot, local_date
from handschlag.common.web import number_in, refusal_message
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.registration import decisions, registration_data
from handschlag.registration.access import DESK, check_in_event, is_team, pass_of, require_check_in_team
from handschlag.registration.badges import CheckInRefusal, badge_text_of, by_surname
from handschlag.registration.hooks import DeskMeeting, absence_page, day_sheet, meetings_to_come, walk_in_page
from handschlag.registration.models import (
    CheckIn,
    Registration,
    RegistrationSource,
    RegistrationState,
    here_since,
)
from handschlag.registration.places import (
    PlaceState,
    RegistrationRefusal,
    lock_event,
    occupancy_of,
    place_in_both,
    room_of,
)
from handschlag.registration.registering.actions import create
from handschlag.registration.registration_data import RegistrationData
from handschlag.registration.registrations import needs_of

LIKE_ENOUGH: Final = 78
CLOSE: Final = 8  # to the best hit: who fits far worse is not meant
MOST_HITS: Final = 12
LONGEST: Final = 100
CODE_LENGTH: Final = 12


class ArrivalState(StrEnum):
    """What the desk sees of a person."""

    EXPECTED = "expected"
    HERE = "here"
    WAITING = "waiting"  # for a place, or for the organisers' word
    NOT_COMING = "not_coming"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInEntry:
    """One person on the desk's list: the least that finds and knows them."""

    id: int
    code: str
    name: str
    organisation: str
    standing: ArrivalState
    since: datetime | None = None
    arrives_at: datetime | None = None

    @property
    def may_check_in(self) -> bool:
        return self.standing is ArrivalState.EXPECTED

    @property
    def is_here(self) -> bool:
        return self.standing is ArrivalState.HERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a desk did, as it came from a device: `key` is made there, once for each thing done."""

    key: str
    code: str
    is_undone: bool
    at: datetime


class ArrivalResult(StrEnum):
    """What became of an arrival. All but the first two want a word from a person."""

    NOTED = "noted"
    KNOWN = "known"  # this key was noted before: sent twice, counted once
    NOT_COMING = "not_coming"
    UNKNOWN = "unknown"
    KEY_USED = "key_used"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInFigures:
    confirmed: int
    here: int
    capacity: int | None

    @property
    def missing(self) -> int:
        return self.confirmed - self.here

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.confirmed)


def plain_code(text: str) -> str:
    """A code as it is kept, however it was typed or grouped."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def find_guests(query: str, guests: Sequence[CheckInEntry]) -> Sequence[CheckInEntry]:
    """Whom somebody may mean, the likeliest first; a code means one person or nobody."""
    code = plain_code(query)
    if found := [one for one in guests if one.code == code]:
        return found
    words = folded_name(query).split()
    if not words:
        return ()
    scored = [(_likeness(words, one), one) for one in guests]
    near = [(score, one) for score, one in scored if score >= LIKE_ENOUGH]
    top = max((score for score, _one in near), default=0)
    near = [(score, one) for score, one in near if score >= top - CLOSE]
    near.sort(
        key=lambda pair: (-pair[0], pair[1].standing == ArrivalState.NOT_COMING, folded_name(pair[1].name))
    )
    return [one for _score, one in near[:MOST_HITS]]


def _likeness(words: Iterable[str], guest: CheckInEntry) -> float:
    """How well all words fit, from 0 to 100; each counts with its best match, names before organisations."""
    names, houses = folded_name(guest.name).split(), folded_name(guest.organisation).split()
    scores = [max(_best(word, names), _best(word, houses) - 2) for word in words]
    return sum(scores) / len(scores) if min(scores) >= LIKE_ENOUGH - 8 else 0


def _best(word: str, known: Iterable[str]) -> float:
    """A beginning counts as the whole: people stop typing when they see the name."""
    return max((_alike(word, one) for one in known), default=0)


def _alike(word: str, known: str) -> float:
    if known.startswith(word):
        return 100 if known == word else 96
    if len(word) < 3:
        return 0
    return max(fuzz.ratio(word, known), fuzz.ratio(word, known[: len(word) + 1]) - 5)


def corrected(at: datetime, *, sent_at: datetime, now: datetime) -> datetime:
    """A moment by the device's clock, as ours would have shown it; nothing happens after it arrives."""
    return min(at + (now - sent_at), now)


STANDINGS = {
    RegistrationState.CONFIRMED: ArrivalState.EXPECTED,
    RegistrationState.ASKED: ArrivalState.WAITING,
    RegistrationState.WAITING: ArrivalState.WAITING,
}
COLUMNS = ("pk", "badge_code", "name", "actor__name", "organisation", "state", "arrives_at")


def check_in_entries(event_id: int) -> Sequence[CheckInEntry]:
    """Everybody with a registration, by surname; two queries, whatever their number."""
    since = here_since(event_id)
    rows = Registration.objects.filter(event_id=event_id, erased_at=None).order_by()
    found = []
    for pk, code, name, actor, organisation, state, arrives_at in rows.values_list(*COLUMNS):
        standing = STANDINGS.get(RegistrationState(state), ArrivalState.NOT_COMING)
        is_here = standing is ArrivalState.EXPECTED and pk in since
        found.append(
            CheckInEntry(
                id=pk,
                code=code,
                name=name,
                organisation=actor or organisation,
                standing=ArrivalState.HERE if is_here else standing,
                since=since[pk] if is_here else None,
                arrives_at=arrives_at,
            )
        )
    return sorted(found, key=lambda one: (by_surname(one.name), one.id))


def check_in_figures(event: Event, rows: Sequence[CheckInEntry]) -> CheckInFigures:
    """Counted from these rows without a query; `confirmed` are those here and those still expected."""
    here = sum(1 for one in rows if one.standing is ArrivalState.HERE)
    expected = sum(1 for one in rows if one.standing is ArrivalState.EXPECTED)
    return CheckInFigures(confirmed=here + expected, here=here, capacity=event.capacity)


def registration_at(event: Event, pk: int) -> Registration | None:
    """The registration of an entry, with its organisation."""
    return Registration.objects.select_related("actor").filter(pk=pk, event=event).first()


def phones_of(entries: Iterable[CheckInEntry]) -> Mapping[int, str]:
    """Telephone numbers by the ids of the entries; one query."""
    rows = Registration.objects.filter(pk__in=[entry.id for entry in entries])
    return dict(rows.values_list("pk", "phone"))


AT_ONCE: Final = timedelta(minutes=1)
REFUSALS = {
    ArrivalResult.NOT_COMING: CheckInRefusal.NOT_COMING,
    ArrivalResult.UNKNOWN: CheckInRefusal.OTHER_EVENT,
    ArrivalResult.KEY_USED: CheckInRefusal.KEY_USED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Receipt:
    """What became of one arrival; a device forgets it when it has this."""

    key: str
    outcome: ArrivalResult


def record_check_in(
    *, event_id: int, code: str, key: str, by: Subject, now: datetime, is_undone: bool = False
) -> None:
    """The person is here, or is not any more; sent twice with the same key it counts once."""
    arrival = Arrival(key=key, code=code, is_undone=is_undone, at=now)
    (receipt,) = record_check_ins(event_id=event_id, arrivals=[arrival], by=by, now=now)
    if receipt.outcome in REFUSALS:
        raise Refusal(REFUSALS[receipt.outcome])


@transaction.atomic
def record_check_ins(
    *, event_id: int, arrivals: Sequence[Arrival], by: Subject, now: datetime
) -> Sequence[_Receipt]:
    """Every arrival is noted or answered with its reason; one that cannot be noted hinders no other.

    Devices that send the same batch at once take turns at the event.
    """
    require_check_in_team(by, event_id, now=now)
    Event.objects.select_for_update(no_key=True).get(pk=event_id)
    people = _registrations_of(event_id, {one.code for one in arrivals})
    known = _codes_of_keys([one.key for one in arrivals])
    receipts, rows = [], []
    for one in arrivals:
        outcome = _outcome_of(one, people, known)
        receipts.append(_Receipt(key=one.key, outcome=outcome))
        if outcome is ArrivalResult.NOTED:
            known[one.key] = one.code
            rows.append((one, people[one.code]))
    for one, registration in rows:
        record_arrival(one, registration, by=by, now=now)
    return receipts


def _registrations_of(event_id: int, codes: set[str]) -> Mapping[str, Registration]:
    rows = Registration.objects.filter(event_id=event_id, badge_code__in=codes, erased_at=None)
    return {row.badge_code: row for row in rows}


def _codes_of_keys(keys: Sequence[str]) -> dict[str, str]:
    """Whom the keys that are noted already stand for."""
    rows = CheckIn.objects.filter(key__in=keys).values_list("key", "registration__badge_code")
    return {str(key): code for key, code in rows}


def _outcome_of(one: Arrival, people: Mapping[str, Registration], known: Mapping[str, str]) -> ArrivalResult:
    if one.key in known:
        return ArrivalResult.KNOWN if known[one.key] == one.code else ArrivalResult.KEY_USED
    if one.code not in people:
        return ArrivalResult.UNKNOWN
    is_coming = people[one.code].state == RegistrationState.CONFIRMED
    return ArrivalResult.NOTED if is_coming or one.is_undone else ArrivalResult.NOT_COMING


def record_arrival(one: Arrival, registration: Registration, *, by: Subject, now: datetime) -> None:
    """Keeps the arrival, or that it was undone, and writes it to the audit trail; checks nothing.

    What other desks did to the same person at the same time is one arrival.
    """
    before = registration.check_ins.filter(at__gt=one.at - AT_ONCE, at__lte=one.at).last()
    if before and before.is_undone is one.is_undone:
        return
    CheckIn.objects.create(
        registration=registration,
        key=uuid.UUID(one.key),
        is_undone=one.is_undone,
        at=one.at,
        received_at=now,
        by_id=by.user_id,
    )
    known: dict[str, Any] = {"target": registration, "by_id": by.user_id, "now": now, "changes": pass_of(by)}
    if one.is_undone:
        audit.record(verb="registration.check_in_undone", **known)
    else:
        audit.record(verb="registration.checked_in", **known)


@transaction.atomic
def walk_in(
    *, event_id: int, facts: RegistrationData, key: str, by: Subject, now: datetime
) -> tuple[Registration, bool]:
    """The person is registered and here; the second is whether that is new.

    Sent twice with the same key it counts once. A house that is full has no place for anybody else; a place
    that is only held goes to whoever has come.
    """
    require_check_in_team(by, event_id, now=now)
    event = lock_event(event_id)
    known = Registration.objects.filter(event=event, check_ins__key=key).first()
    if known is not None:
        return known, False
    house = occupancy_of(event, counts_held=False)
    state = place_in_both(house, room_of(event, facts.category_id, counts_held=False))
    if state is not PlaceState.CONFIRMED:
        raise Refusal(RegistrationRefusal.FULL)
    made = create(event, facts, state=state, way=RegistrationSource.WALK_IN, by=by, now=now)
    record_arrival(Arrival(key=key, code=made.badge_code, is_undone=False, at=now), made, by=by, now=now)
    decisions.tell_entered(made, now=now)
    return made, True


ABSENT: Final = 25
HOUR: Final = 60  # minutes; what is later has no countdown
SOON: Final = 20  # minutes in which somebody who is missing is called
THEN: Final = 2  # meetings after the next one that are named
_ARRIVALS: Final[Mapping[ArrivalState, str | Promise]] = {
    ArrivalState.EXPECTED: gettext_lazy("not here yet"),
    ArrivalState.HERE: gettext_lazy("here since %(time)s"),
    ArrivalState.WAITING: gettext_lazy("has no place yet"),
    ArrivalState.NOT_COMING: gettext_lazy("has cancelled or was declined"),
}


def arrival_word(entry: CheckInEntry, now: datetime) -> str:
    """Whether somebody is here, and since when."""
    word = str(_ARRIVALS[entry.standing])
    return word % {"time": format_from(entry.since, now=now)} if entry.since else word


def check_in_screen(
    event: Event,
    rows: Sequence[CheckInEntry],
    *,
    query: str,
    who: int,
    page: str,
    is_team: bool,
    now: datetime,
) -> dict[str, Any]:
    """`is_team`: what only organisers may do leads on from here, too."""
    found = find_guests(query, rows)
    figures, is_after = check_in_figures(event, rows), local_date(now) > event.last_day
    meetings = {} if is_after else meetings_to_come(event, now)
    missing = [entry for entry in rows if entry.standing is ArrivalState.EXPECTED]
    missing.sort(key=lambda entry: _first_needed(entry, meetings.get(entry.id, ())))
    absent = Paginator(missing, ABSENT).get_page(page)
    phones = phones_of(absent)
    chosen = _chosen_of(rows, found, who)
    return {
        "query": query,
        "hits": found,
        **_person(event, chosen, is_team=is_team, now=now),
        "meetings": _meetings_words(meetings.get(chosen.id, ()), event, is_team=is_team) if chosen else None,
        "is_focused": len(found) == 1 and not who,
        "is_after": is_after,
        "is_team": is_team,
        "now": now,
        "figures": figures,
        "figure_rows": list(_figure_rows(figures, is_after=is_after)),
        "absent": [
            (entry, phones.get(entry.id, ""), _first_meeting(meetings.get(entry.id, ()), event, now=now))
            for entry in absent
        ],
        "page": absent,
        "add_url": next(filter(None, (plugin(event) for plugin in walk_in_page)), "")
        or (reverse("registration:add", args=[event.slug]) if is_team else ""),
    }


def _chosen_of(rows: Sequence[CheckInEntry], found: Sequence[CheckInEntry], who: int) -> CheckInEntry | None:
    if who:
        return next((entry for entry in rows if entry.id == who), None)
    return found[0] if len(found) == 1 else None


def _first_needed(entry: CheckInEntry, meetings: Sequence[DeskMeeting]) -> tuple[float, float]:
    """Whose first meeting is nearest comes first, then whoever comes first."""
    first = meetings[0].starts_at.timestamp() if meetings else float("inf")
    return first, entry.arrives_at.timestamp() if entry.arrives_at else 0


def _first_meeting(meetings: Sequence[DeskMeeting], event: Event, *, now: datetime) -> dict[str, Any] | None:
    """When somebody who is not here yet is needed, and whether that is soon."""
    if not meetings:
        return None
    minutes = int((meetings[0].starts_at - now).total_seconds() // 60)
    time = format_slot(meetings[0].starts_at, with_day=event.has_days)
    if minutes < 0:
        return {"words": _("%(time)s, running") % {"time": time}, "is_soon": True}
    if minutes >= HOUR:
        return {"words": time, "is_soon": False}
    said = {"time": time, "n": minutes}
    return {"words": _("%(time)s, in %(n)s min") % said, "is_soon": minutes < SOON}


def _meetings_words(meetings: Sequence[DeskMeeting], event: Event, *, is_team: bool) -> dict[str, Any] | None:
    """Where the person goes next; with whom is told to the team only, not to helpers with a pass."""
    if not meetings:
        return None
    first, *rest = meetings
    return {
        "time": format_slot(first.starts_at, with_day=event.has_days),
        "place": first.place,
        "others": ", ".join(first.others) if is_team else "",
        "then": ", ".join(
            f"{format_slot(one.starts_at, with_day=event.has_days)} {one.place}" for one in rest[:THEN]
        ),
        "number": len(meetings),
    }


def person_url(event: Event, pk: int) -> str:
    """The desk with this person chosen."""
    return reverse("registration:desk", args=[event.slug], query={"who": pk})


def sheet_url(event: Event, pk: int) -> str:
    """The file with this person's day; empty where the person has none."""
    return next(filter(None, (plugin(event, pk) for plugin in day_sheet)), "")


def _person(event: Event, chosen: CheckInEntry | None, *, is_team: bool, now: datetime) -> dict[str, Any]:
    """The one before the desk. `key` makes the button's second press the same as its first."""
    row = registration_at(event, chosen.id) if chosen else None
    if row is None:
        return {"chosen": chosen, "person": None}
    return {
        "chosen": chosen,
        "person": row,
        "key": str(uuid.uuid4()),
        "networks": badge_text_of([row], on=event.first_day)[row.pk].networks,
        "notes": list(_notes_of(row)),
        "cancel_url": _cancel_url(event, row.pk, now=now) if is_team else "",
        "sheet_url": sheet_url(event, row.pk) if is_team else "",
    }


def _cancel_url(event: Event, pk: int, *, now: datetime) -> str:
    waited_for = next(filter(None, (plugin(event, pk, now) for plugin in absence_page)), "")
    return waited_for or reverse("registration:cancel_for", args=[event.slug, pk])


def _notes_of(row: Registration) -> Iterator[str]:
    """What the person needs, in the words that it was told in."""
    known = {str(registration_data.NEEDS["words"])}
    needs = [words for words in needs_of(row) if words not in known]
    if needs:
        yield ", ".join(needs)
    if row.needs:
        yield row.needs


def _figure_rows(figures: CheckInFigures, *, is_after: bool) -> Iterator[tuple[str, int | str]]:
    yield _("Confirmed"), figures.confirmed
    yield _("Attended") if is_after else _("Here"), figures.here
    yield _("Did not come") if is_after else _("Expected"), figures.missing
    yield _("Number of places"), figures.capacity or _("no limit")
    if figures.free is not None:
        yield _("Free"), figures.free


GONE = 410
CAMERA = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")


@never_cache
@require_safe
def check_in_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The desk where people are searched and checked in; htmx gets the live part alone."""
    event, by = check_in_event(request, slug)
    screen = check_in_screen(
        event,
        check_in_entries(event.pk),
        query=" ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST],
        who=number_in(request.GET, "who"),
        page=request.GET.get("page", "1"),
        is_team=is_team(by),
        now=timezone.now(),
    )
    part = "#live" if request.headers.get("HX-Request") else ""
    template = f"registration/organising/desk.html{part}"
    return render(request, template, console_context(event, by, current=DESK, **screen))


@require_POST
def check_in_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Checks one person in or takes it back, then leads to the desk with the person chosen."""
    event, by = check_in_event(request, slug)
    code, is_undone = plain_code(request.POST.get("code", ""))[:16], request.POST.get("do") == "undo"
    try:
        key = key_in(request.POST.get("key"))
        record_check_in(event_id=event.pk, code=code, key=key, is_undone=is_undone, by=by, now=timezone.now())
    except Unreadable:
        messages.error(request, _("Something went wrong. Choose the person again."))
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Undone.") if is_undone else _("Checked in."))
        sheet = sheet_url(event, number_in(request.POST, "who"))
        if request.POST.get("do") == "sheet" and sheet and is_team(by):
            return redirect(sheet)
    return redirect(person_url(event, number_in(request.POST, "who")))


class Unreadable(ValueError):
    """Not what a device of ours sends."""


def key_in(text: Any) -> str:
    """A UUID as the platform writes it."""
    try:
        return str(uuid.UUID(text))
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreadable from error

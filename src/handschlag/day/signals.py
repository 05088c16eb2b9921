"""What people say from where they are: I am late, I cannot come, nobody is here; each thing is noted once."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _
from handschlag.day.models import Signal, SignalKind
from handschlag.matching.access import require_self
from handschlag.matching.agreed_meetings import participant_now
from handschlag.matching.models import Participant, Party
from handschlag.matching.phases import Dates, dates_of
from handschlag.registration.check_in import corrected

LATE_MINUTES: Final = (5, 10, 15)
PATIENCE: Final = timedelta(minutes=3)  # for somebody who is not there, before anybody else is asked
EARLIEST: Final = timedelta(days=1)  # before the event


class Kind(StrEnum):
    LATE = "late"
    CANNOT_COME = "cannot_come"
    PARTNER_MISSING = "partner_missing"
    HERE = "here"
    UNDONE = "undone"  # what was said before was said by mistake, or holds no longer


ENDING: Final = frozenset({Kind.HERE, Kind.UNDONE})  # nothing of what the person said before holds


class SignalResult(Reason):
    """What became of a signal, with words where it was not noted; a device forgets it when it has any."""

    NOTED = "noted", ""
    KNOWN = "known", ""  # this key was noted before: sent twice, counted once
    KEY_USED = "key_used", _("Something went wrong. Press the button again.")
    NOT_YOURS = "not_yours", _("This meeting has been given to someone else.")
    NOT_THE_DAY = "not_the_day", _("You can only report this on the day of the event.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReport:
    """One signal as it came from a device: `key` is made there, once for each thing said."""

    key: str
    kind: Kind
    at: datetime
    request: int | None = None  # None: the rest of the day
    minutes: int | None = None

    @property
    def content(self) -> tuple[str, int | None, int | None]:
        return self.kind.value, self.request, self.minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalState:
    """A signal as it is kept."""

    by: int
    kind: str
    at: datetime
    minutes: int = 0
    is_rest: bool = False  # about the rest of the day


def is_the_day(at: datetime, *, begins_at: datetime, ends_at: datetime) -> bool:
    """Whether a signal of this moment can be about the event."""
    return begins_at - EARLIEST <= at <= ends_at


def last_of(heard: Iterable[SignalState], person: int) -> SignalState | None:
    """What holds of what a person said: the newest, of two at once the later one; nothing after it ended."""
    said = [one for one in heard if one.by == person]
    mine = max(reversed(said), key=lambda one: one.at, default=None)
    return None if mine is None or mine.kind in ENDING else mine


def is_away(heard: Iterable[SignalState], person: int, *, now: datetime) -> bool:
    """Has said of the rest of the day not to come, or to come later than now."""
    said = last_of([one for one in heard if one.is_rest], person)
    if said is None:
        return False
    is_late = said.kind == Kind.LATE and now < said.at + timedelta(minutes=said.minutes)
    return is_late or said.kind == Kind.CANNOT_COME


def is_off(heard: Iterable[SignalState], *, person: int, others: Collection[int]) -> bool:
    """The person does not come to a meeting, or nobody else of it does."""
    rows = list(heard)
    last = {one: last_of(rows, one) for one in (person, *others)}
    gone = {one for one, said in last.items() if said is not None and said.kind == Kind.CANNOT_COME}
    return person in gone or (bool(others) and gone.issuperset(others))


def missing_since(heard: Iterable[SignalState], person: int) -> datetime | None:
    """Since when a person waits for the others of a meeting; None: does not, or somebody came after that."""
    rows = list(heard)
    said = last_of(rows, person)
    if said is None or said.kind != Kind.PARTNER_MISSING:
        return None
    is_over = any(one.kind == Kind.HERE and one.at >= said.at for one in rows)
    return None if is_over else said.at


def latest_arrival(heard: Iterable[SignalState], *, but: int, starts_at: datetime) -> datetime:
    """When the others of a meeting are there by their own words."""
    rows = list(heard)
    late = [last for pk in {one.by for one in rows} - {but} if (last := last_of(rows, pk))]
    minutes = max((one.minutes for one in late if one.kind == Kind.LATE), default=0)
    return starts_at + timedelta(minutes=minutes)


def may_replace_at(heard: Iterable[SignalState], person: int, *, starts_at: datetime) -> datetime | None:
    """From when on somebody else may be asked; None where nobody is missing."""
    rows = list(heard)
    since = missing_since(rows, person)
    if since is None:
        return None
    return max(since, latest_arrival(rows, but=person, starts_at=starts_at)) + PATIENCE


RECENT: Final = timedelta(minutes=30)
TELLING: Final = (
    SignalKind.LATE,
    SignalKind.CANNOT_COME,
    SignalKind.GONE,
    SignalKind.PARTNER_MISSING,
)


def unanswered_signals(*, now: datetime) -> list[int]:
    """Recent signals that may still become an incident; who is here after all is missed no longer."""
    rows = Signal.objects.filter(kind__in=TELLING, incidents=None, heard_at__gt=now - RECENT)
    return list(rows.order_by("heard_at", "pk").values_list("pk", flat=True))


def heard_of(participant: Participant, request: int, people: Collection[int]) -> tuple[SignalState, ...]:
    """Of one meeting, by its people: what was said of it alone, and of the rest of the day."""
    rows = Signal.objects.filter(service_id=participant.service_id, participant_id__in=people)
    rows = rows.filter(Q(request_id=request) | Q(request=None)).order_by("said_at", "pk")
    return _heard_in(rows)


def heard_of_meetings(
    participant: Participant, people: Mapping[int, Collection[int]]
) -> dict[int, tuple[SignalState, ...]]:
    """The same of several meetings, by request; `people` are those of each. One query."""
    return heard_in(participant.service_id, people)


def heard_in(service_id: int, people: Mapping[int, Collection[int]]) -> dict[int, tuple[SignalState, ...]]:
    """The same of any meetings of an event."""
    everybody = {pk for several in people.values() for pk in several}
    rows = Signal.objects.filter(service_id=service_id, participant_id__in=everybody)
    rows = rows.filter(Q(request_id__in=list(people)) | Q(request=None)).order_by("said_at", "pk")
    found: dict[int, list[SignalState]] = {request: [] for request in people}
    for about, said in _with_request(rows):
        for request in found if about is None else (about,):
            if said.by in people[request]:
                found[request].append(said)
    return {request: tuple(several) for request, several in found.items()}


def rest_of_day(people: Collection[int]) -> tuple[SignalState, ...]:
    """What people said of the rest of their day."""
    return _heard_in(Signal.objects.filter(participant_id__in=people, request=None).order_by("said_at", "pk"))


def _heard_in(rows: QuerySet[Signal]) -> tuple[SignalState, ...]:
    return tuple(said for _about, said in _with_request(rows))


def _with_request(rows: QuerySet[Signal]) -> Iterator[tuple[int | None, SignalState]]:
    found = rows.values_list("participant_id", "kind", "said_at", "minutes", "request_id")
    for by, kind, at, minutes, about in found:
        yield about, SignalState(by=by, kind=kind, at=at, minutes=minutes or 0, is_rest=about is None)


HEAR: Final = "day.hear"
REPLACE: Final = "day.replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Receipt:
    """What became of one signal; a device forgets it when it has this."""

    key: str
    outcome: SignalResult


@transaction.atomic
def receive_signals(
    *, participant_id: int, signals: Sequence[SignalReport], has_link: bool, by: Subject, now: datetime
) -> Sequence[_Receipt]:
    """Every signal is noted or answered with its reason; one that cannot be noted hinders no other.

    Devices that send the same batch at once take turns at the participant.
    """
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    Participant.objects.select_for_update(no_key=True).get(pk=participant_id)
    dates = dates_of(participant.service)
    own = _own_requests(participant, signals)
    known = _contents_of_keys(participant, signals)
    receipts = []
    for one in signals:
        outcome = _outcome_of(one, own=own, known=known, dates=dates)
        receipts.append(_Receipt(key=one.key, outcome=outcome))
        if outcome is SignalResult.NOTED:
            known[one.key] = one.content
            _note(participant, one, by=by, now=now)
    return receipts


def _own_requests(participant: Participant, signals: Sequence[SignalReport]) -> set[int]:
    asked = {one.request for one in signals if one.request is not None}
    rows = Party.objects.filter(participant=participant, request_id__in=asked)
    return set(rows.values_list("request_id", flat=True))


def _contents_of_keys(
    participant: Participant, signals: Sequence[SignalReport]
) -> dict[str, tuple[str, int | None, int | None]]:
    """What the keys that are noted already stand for."""
    rows = Signal.objects.filter(participant=participant, key__in=[one.key for one in signals])
    found = rows.values_list("key", "kind", "request_id", "minutes")
    return {str(key): (kind, request, minutes) for key, kind, request, minutes in found}


def _outcome_of(
    one: SignalReport,
    *,
    own: set[int],
    known: Mapping[str, tuple[str, int | None, int | None]],
    dates: Dates,
) -> SignalResult:
    if one.key in known:
        return SignalResult.KNOWN if known[one.key] == one.content else SignalResult.KEY_USED
    if one.request is not None and one.request not in own:
        return SignalResult.NOT_YOURS
    is_now = is_the_day(one.at, begins_at=dates.begins_at, ends_at=dates.ends_at)
    return SignalResult.NOTED if is_now else SignalResult.NOT_THE_DAY


def _note(participant: Participant, one: SignalReport, *, by: Subject, now: datetime) -> None:
    signal = Signal.objects.create(
        service=participant.service,
        participant=participant,
        request_id=one.request,
        kind=one.kind.value,
        minutes=one.minutes,
        key=uuid.UUID(one.key),
        said_at=one.at,
        heard_at=now,
    )
    audit.record(verb="day.said", target=signal, by_id=by.user_id, now=now)
    payload = {"signal_id": signal.pk}
    enqueue(kind=HEAR, payload=payload, owner_id=None, now=now)
    if one.kind is Kind.PARTNER_MISSING:
        due_at = max(now, one.at + PATIENCE)
        enqueue(kind=REPLACE, payload=payload, owner_id=None, now=now, due_at=due_at)


MOST_SIGNALS: Final = 200
LARGEST_BATCH: Final = 10**15


class Unreadable(ValueError):
    """Not what a page of ours sends."""


def said_in(data: Mapping[str, Any], *, now: datetime) -> SignalReport:
    """The signal of a form; what it is about is checked by whoever notes it."""
    return _said(
        {
            "key": data.get("key"),
            "kind": data.get("kind"),
            "request": _number_in(data.get("request")),
            "minutes": _number_in(data.get("minutes")),
        },
        at=now,
    )


def _number_in(text: Any) -> int | None:
    """Nothing, or a number; anything else is no signal."""
    if text in (None, ""):
        return None
    if not (isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 16):
        raise Unreadable
    return int(text)


def read_batch(body: bytes, *, now: datetime) -> Sequence[SignalReport]:
    """`{"sent_at", "signals": [{"key", "kind", "request", "minutes", "at"}]}`; the clock is corrected."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(given, dict) or not isinstance(given.get("signals"), list):
        raise Unreadable
    if len(given["signals"]) > MOST_SIGNALS:
        raise Unreadable
    sent_at = _moment(given.get("sent_at"))
    return [_of_device(one, sent_at=sent_at, now=now) for one in given["signals"]]


def _of_device(given: Any, *, sent_at: datetime, now: datetime) -> SignalReport:
    if not isinstance(given, Mapping):
        raise Unreadable
    return _said(given, at=corrected(_moment(given.get("at")), sent_at=sent_at, now=now))


def _said(given: Mapping[str, Any], *, at: datetime) -> SignalReport:
    kind, request, minutes = given.get("kind"), given.get("request"), given.get("minutes")
    if not isinstance(kind, str) or kind not in set(Kind) or not _is_key_or_none(request):
        raise Unreadable
    if (kind == Kind.LATE) != (minutes in LATE_MINUTES) or isinstance(minutes, bool):
        raise Unreadable
    if request is None and kind in {Kind.LATE, Kind.PARTNER_MISSING}:
        raise Unreadable
    minutes = minutes if kind == Kind.LATE else None
    return SignalReport(
        key=_key_in(given.get("key")), kind=Kind(kind), request=request, minutes=minutes, at=at
    )


def _is_key_or_none(value: Any) -> bool:
    if value is None:
        return True
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < LARGEST_BATCH


def _key_in(text: Any) -> str:
    """A UUID as the platform writes it."""
    try:
        return str(uuid.UUID(text))
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreadable from error


def _moment(text: Any) -> datetime:
    try:
        found = parse_datetime(text) if isinstance(text, str) else None
    except ValueError as error:
        raise Unreadable from error
    if found is None or found.tzinfo is None or not 2000 <= found.year <= 2200:
        raise Unreadable
    return found

"""Emails about requests that have come in, and about what became of a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common import mail
from handschlag.common.models import Mail
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.common.refusals import Refusal
from handschlag.common.times import at_place, format_day_and_time, local_date
from handschlag.directory.emails import Letter
from handschlag.matching.hooks import hand_on
from handschlag.matching.models import Meeting, Participant, Party, Policy, Request, RequestState
from handschlag.matching.models.participants import EmailKind
from handschlag.matching.own_meetings import IncomingRequest, inbox_of
from handschlag.matching.phase_emails import emails_way
from handschlag.registration.emails import event_title, greeting, own_address, person_of, post_to
from handschlag.registration.models import Registration

# What answers change, of a person's part and of the request; what says whether its people have changed.
_PART: Final = ("kind", "said_yes_at", "is_by_hand", "later_at", "standing_id")
_OWN: Final = (
    *("purpose", "state", "value", "is_barred", "bar_reason", "refusal", "replaces_id", "revision"),
    *("sequence", "answered_at", "tried_at", "ended_at", "by_hand_of_id"),
)
_PERSON: Final = ("left_at", "version")
_REGISTRATION: Final = ("version", "state", "erased_at", "user_id", "name", "email", "language")
_ASKED: Final = (
    *(f"participant__{name}" for name in _PERSON),
    *(f"participant__registration__{name}" for name in _REGISTRATION),
    *_PART,
    *(f"request__{name}" for name in _OWN),
)


def request_with_parties(request_id: int, *, has_event: bool = False) -> Request | None:
    """The request with everybody who belongs to it, their registrations too; None where there is none.

    With `has_event` the event is read along: whoever has locked the event has it already.
    """
    found = (_WITH_EVENT if has_event else _ALONE).first(request=request_id)
    if found is not None:
        _lay_in(found, _PEOPLE.rows(request=request_id))
    return found


def read_again(request: Request) -> Request | None:
    """The request as it stands now; of its people only what answers change, unless more has changed."""
    parties = {one.pk: one for one in request.parties.all()}
    now = {pk: values for pk, *values in _STANDS.rows(request=request.pk)}
    width = len(_PERSON) + len(_REGISTRATION)
    if {pk: _standing(one) for pk, one in parties.items()} != {pk: now[pk][:width] for pk in now}:
        return request_with_parties(request.pk)
    for pk, party in parties.items():
        _set(party, _PART, now[pk][width:])
        _set(request, _OWN, now[pk][width + len(_PART) :])
    return request


def _set(row: Party | Request, names: Iterable[str], values: Iterable[object]) -> None:
    for name, value in zip(names, values, strict=False):
        setattr(row, name, value)


def parties_of(request: Request) -> list[Party]:
    """Everybody of the request, the sender first; asked of the database unless they were read with it."""
    prefetch_related_objects([request], _with_people())
    return sorted(request.parties.all(), key=lambda one: (not one.is_sender, one.pk))


def _standing(party: Party) -> list[object]:
    person = party.participant
    return [
        *(getattr(person, name) for name in _PERSON),
        *(getattr(person.registration, name) for name in _REGISTRATION),
    ]


def _lay_in(request: Request, parties: list[Party]) -> None:
    """As if Django had read them with the request, whose words for it cost more than the answer."""
    for one in parties:
        one.request = request
    rows = request.parties.all()
    rows._result_cache = parties  # noqa: SLF001
    vars(request).setdefault("_prefetched_objects_cache", {})["parties"] = rows


_PEOPLE: Final = PreparedQuery(
    lambda request: (
        Party.objects.filter(request_id=request).select_related("participant__registration").order_by()
    )
)
_ALONE: Final = PreparedQuery(lambda request: Request.objects.filter(pk=request).order_by())
_WITH_EVENT: Final = PreparedQuery(
    lambda request: Request.objects.filter(pk=request).select_related("service__event").order_by()
)
_STANDS: Final[PreparedQuery[Any]] = PreparedQuery(
    lambda request: Party.objects.filter(request_id=request).order_by().values_list("pk", *_ASKED)
)


def _with_people() -> Prefetch[str]:
    rows = Party.objects.select_related("participant__registration").order_by()
    return Prefetch("parties", queryset=rows)


def confirmed_meetings(registration_id: int) -> int:
    """How many meetings of this person are confirmed; none of those who have left."""
    rows = Party.objects.filter(participant__registration=registration_id, participant__left_at=None)
    return rows.filter(request__state=RequestState.ACCEPTED).count()


HELD: Final = "matching.held"
# Characters that no text of people has: where time and place will stand in letters that are written ahead.
TIME, PLACE = "\ue000" * 30, "\ue001" * 4
_SPOTS: Final = PreparedQuery(
    lambda request: (
        Meeting.objects.filter(request_id=request).order_by().values_list("starts_at", "place__code")
    )
)

type Concerned = tuple[Registration, str, list[Registration]]


def tell_held(
    request: Request,
    *,
    now: datetime,
    but: int | None = None,
    only: int | None = None,
    ahead: _HeldAhead | None = None,
) -> None:
    """To everybody of the meeting, or to one of them, who does not see it on the page just now.

    `ahead` was written before, as long as it speaks of what is true now.
    """
    people = concerned(request, but=but, only=only)
    hand_on(service_id=request.service_id, registrations=[one.pk for one, *_ in people], at=now)
    if ahead is not None and ahead.speaks_of == _spoken_of(request, people):
        for starts_at, code in _SPOTS.rows(request=request.pk):
            ahead.send(people, starts_at=starts_at, place=code)
            return
    meeting = Meeting.objects.select_related("place").get(request=request)
    meeting.request = request
    for registration, names, others in people:
        post_held(registration, meeting, names=names, named=others, now=now)


def post_held(
    registration: Registration, meeting: Meeting, *, names: str, named: Iterable[Registration], now: datetime
) -> None:
    """To one person: with whom, when and where."""

    def write() -> Letter:
        time, place = format_day_and_time(meeting.starts_at), meeting.place.code
        return _held(registration, names, time=time, place=place, purpose=meeting.request.purpose, now=now)

    post_to(registration, write, kind=HELD, now=now, named=named)


def _held(
    registration: Registration, names: str, *, time: str, place: str, purpose: str, now: datetime
) -> Letter:
    known = {"names": names, "time": time, "place": place}
    held = (
        _("%(time)s, meeting point %(place)s.")
        if local_date(now) >= registration.event.first_day
        else _("Provisional: %(time)s, meeting point %(place)s. Both may still change.")
    )
    return Letter(
        subject=_("Your meeting with %(names)s will take place") % known,
        paragraphs=(
            greeting(registration),
            _("Everyone has said yes: your meeting with %(names)s will take place.") % known,
            held % known,
            _("Based on the times and tables known so far."),
        ),
        quote=purpose,
        values=known,
        url=own_address("matching:day", registration),
        link=_("Your day"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _HeldAhead:
    """Letters about a meeting that may be held in a moment, with marks where time and place will stand."""

    speaks_of: Sequence[object]
    drafts: Sequence[mail.Draft]

    def send(self, people: Sequence[Concerned], *, starts_at: datetime, place: str) -> None:
        """What is known now stands in them, in each reader's language and by the clocks of the event."""
        for draft, (registration, _names, others) in zip(self.drafts, people, strict=True):
            with translation.override(registration.language), at_place(registration.event.time_zone):
                time = format_day_and_time(starts_at)
            mail.keep_draft(
                draft,
                words={TIME: time, PLACE: place},
                recipient=person_of(registration),
                named=[person_of(one) for one in others],
            )


def write_ahead(request: Request, *, but: int, now: datetime) -> _HeldAhead | None:
    """What `tell_held` would say after one more yes; None where more is missing than that.

    None as well where rounds decide, and where a letter cannot be written: who holds the meeting sees why.
    """
    service = request.service
    if service.event.is_tryout or service.policy == Policy.ROUNDS or not _is_last_yes(request, of=but):
        return None
    people = concerned(request, but=but)
    if any(not one.email or one.erased_at is not None for one, *_ in people):
        return None
    with suppress(Refusal), mail.rehearsed() as drafts:
        for registration, names, others in people:
            letter = partial(
                _held, registration, names, time=TIME, place=PLACE, purpose=request.purpose, now=now
            )
            post_to(registration, letter, kind=HELD, now=now, named=others)
        return _HeldAhead(speaks_of=_spoken_of(request, people), drafts=drafts)
    return None


def _is_last_yes(request: Request, *, of: int) -> bool:
    """Whether everybody else of an open request has agreed."""
    others = [one for one in parties_of(request) if one.participant_id != of]
    return request.state == RequestState.OPEN and all(one.said_yes_at is not None for one in others)


def _spoken_of(request: Request, people: Sequence[Concerned]) -> Sequence[object]:
    """Whatever such a letter says beside time and place: written ahead, it must still be so."""
    event = request.service.event
    return [
        (event.title_de, event.title_en, event.time_zone, request.purpose),
        *((one.pk, one.email, one.language, one.name, names) for one, names, _others in people),
    ]


def tell_withdrawn(request: Request, *, now: datetime, but: int | None = None) -> None:
    """To the others of a meeting that was agreed: without a reason, for none was asked."""
    people = concerned(request, but=but)
    hand_on(service_id=request.service_id, registrations=[one.pk for one, *_ in people], at=now)
    for registration, names, others in people:
        post_withdrawn(registration, names=names, named=others, now=now)


def post_withdrawn(
    registration: Registration, *, names: str, named: Iterable[Registration], now: datetime
) -> None:
    """To one person; `names` are the others."""

    def write() -> Letter:
        known = {"names": names, "event": event_title(registration.event)}
        return Letter(
            subject=_("Your meeting with %(names)s will not take place") % known,
            paragraphs=(
                greeting(registration),
                _("The meeting with %(names)s at “%(event)s” has been cancelled.") % known,
                _("You are free again at this time. We now check requests on the waiting list."),
            ),
            values={"names": names},
            url=own_address("matching:wishes", registration),
            link=_("Your wishes"),
        )

    post_to(registration, write, kind="matching.withdrawn", now=now, named=named)


def ask_for_room(request: Request, *, by: Participant, now: datetime) -> None:
    """A question to the others: could they make room? Nothing is said of why there is none."""
    for registration, _names, others in concerned(request, but=by.pk):
        post_room(registration, request, name=by.registration.name, named=others, now=now)


def post_room(
    registration: Registration, request: Request, *, name: str, named: Iterable[Registration], now: datetime
) -> None:
    """To one person; `name` is who would like to meet them."""

    def write() -> Letter:
        known = {"name": name, "event": event_title(registration.event)}
        return Letter(
            subject=_("Do you have time for %(name)s?") % known,
            paragraphs=(
                greeting(registration),
                _(
                    "You and %(name)s would like to meet at “%(event)s”, but you have no free time "
                    "slot in common."
                )
                % known,
                _(
                    "Perhaps you can make it possible: your page shows the options. If not, "
                    "you do not need to do anything; the request stays on the waiting list."
                ),
            ),
            quote=request.purpose,
            values={"names": name},
            url=own_address("matching:answered", registration) + f"?of={request.pk}",
            link=_("See your options"),
        )

    post_to(registration, write, kind="matching.room", now=now, named=named)


def ask_for_change(
    request: Request, person: Participant, *, starts_at: datetime | None, now: datetime
) -> None:
    """The organisers' question to one person: a time of theirs, or one meeting more, would do."""
    parties = Party.objects.filter(request=request).exclude(participant=person)
    others = [one.participant.registration for one in parties.select_related("participant__registration")]
    post_change(person.registration, request, others=others, starts_at=starts_at, now=now)


def post_change(
    registration: Registration,
    request: Request,
    *,
    others: Sequence[Registration],
    starts_at: datetime | None,
    now: datetime,
) -> None:
    """The question itself; without a time it is about one meeting more."""
    names = ", ".join(one.name for one in others)

    def write() -> Letter:
        known = {"names": names, "event": event_title(registration.event)}
        known["time"] = format_day_and_time(starts_at) if starts_at else ""
        return Letter(
            subject=_("Do you have time for %(names)s?") % known,
            paragraphs=(
                greeting(registration),
                _("You and %(names)s would like to meet at “%(event)s”, but there is no free time yet.")
                % known,
                _("It is possible if you are free at %(time)s.") % known
                if starts_at
                else _("It is possible if you accept one more meeting than you wanted."),
                _(
                    "Your page shows how. If it does not suit you, you do not need to do anything: the "
                    "request stays on the waiting list."
                ),
            ),
            quote=request.purpose,
            values={"names": names, "time": known["time"]},
            url=own_address("matching:answered", registration) + f"?of={request.pk}",
            link=_("See your options"),
        )

    post_to(registration, write, kind="matching.change", now=now, named=others)


def concerned(request: Request, *, but: int | None, only: int | None = None) -> list[Concerned]:
    """Everybody of a request but one who still takes part, with the names of the others and the others."""
    parties = parties_of(request)
    for one in parties:
        one.participant.registration.event = request.service.event
    found = []
    for one in parties:
        is_told = one.participant_id != but and only in {None, one.participant_id}
        if is_told and one.participant.left_at is None:
            others = [other.participant.registration for other in parties if other.pk != one.pk]
            found.append((one.participant.registration, ", ".join(other.name for other in others), others))
    return found


TEMPLATE: Final = "matching/mail/requests"
PAUSE: Final = timedelta(hours=1)
FIRST: Final = timedelta(days=2)  # nobody is told of older requests for the first time
SHOWN: Final = 5


def tell_requests(participant: Participant, *, now: datetime) -> bool:
    """One letter about all requests since the last one; whether there was something to tell.

    What the person does not see in the inbox does not stand in the letter, and causes none.
    """
    registration = participant.registration
    if registration.erased_at is not None or not registration.email:
        return False
    last = _told_at(registration)
    if last is not None and last > now - PAUSE:
        return False
    since = last or now - FIRST
    new = [one for one in inbox_of(participant) if one.sent_at > since]
    if not new:
        return False
    post_requests(participant, new, now=now)
    return True


def post_requests(participant: Participant, new: Sequence[IncomingRequest], *, now: datetime) -> None:
    """One email about these."""
    registration = participant.registration
    senders = Participant.objects.filter(pk__in=[one.sender.id for one in new]).select_related("registration")
    post_to(
        registration,
        lambda: _letter_of(participant, new),
        kind="matching.requests",
        now=now,
        named=[one.registration for one in senders],
        template=TEMPLATE,
        unsubscribe=own_address("matching:mute", registration, EmailKind.REQUESTS.value),
    )


def _told_at(registration: Registration) -> datetime | None:
    """When the person was told last; a letter has no address left once somebody whom it names is erased."""
    person = person_of(registration)
    rows = Mail.objects.filter(
        template=TEMPLATE, people__kind=person.kind, people__object_id=person.id, people__is_recipient=True
    )
    return rows.order_by("-created_at").values_list("created_at", flat=True).first()


def _letter_of(participant: Participant, new: Sequence[IncomingRequest]) -> Letter:
    known = {
        "n": len(new),
        "event": event_title(participant.service.event),
        "name": participant.registration.name,
    }
    names = "\n".join(f"{one.sender.name}: {one.purpose}" for one in new[:SHOWN])
    return Letter(
        subject=ngettext(
            "%(n)s person would like to meet you", "%(n)s people would like to meet you", len(new)
        )
        % known,
        paragraphs=(
            _("Hello %(name)s,") % known,
            ngettext(
                "You have %(n)s new request at “%(event)s”.",
                "You have %(n)s new requests at “%(event)s”.",
                len(new),
            )
            % known,
            _("No time is reserved until you say yes. It is fine to decline."),
        ),
        quote=names,
        values={"number": len(new)},
        url=own_address("matching:inbox", participant.registration),
        link=_("Reply"),
        ways=(emails_way(participant),),
    )


def send_digests(*, now: datetime) -> int:
    """How many letters were written."""
    ids = (
        Party.objects.filter(
            is_sender=False,
            said_yes_at=None,
            request__state=RequestState.OPEN,
            request__sent_at__gt=now - FIRST,
            participant__left_at=None,
            participant__service__is_open=True,
        )
        .exclude(participant__muted_emails__kind=EmailKind.REQUESTS)
        .order_by("participant_id")
        .values_list("participant_id", flat=True)
        .distinct()
    )
    return sum(_tell_one(pk, now=now) for pk in list(ids))


@transaction.atomic
def _tell_one(participant_id: int, *, now: datetime) -> bool:
    """The person is locked, so that two workers do not write the same letter."""
    rows = Participant.objects.select_for_update(of=("self",), no_key=True)
    participant = rows.select_related("service__event", "registration").get(pk=participant_id)
    return tell_requests(participant, now=now)

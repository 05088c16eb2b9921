"""Registrations are approved, declined and cancelled; who waits gets the places that come free."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.directory.emails import Letter, PlainLink
from handschlag.events.models import Event, EventStatus
from handschlag.registration.access import require_hand, require_team
from handschlag.registration.emails import (
    chosen_sessions,
    event_title,
    greeting,
    own_address,
    own_page_url,
    reasons_quoted,
    send,
    when_and_where,
    words_on_meetings,
)
from handschlag.registration.hooks import addons, prospect_of
from handschlag.registration.models import Registration, RegistrationState, SessionChoice
from handschlag.registration.places import (
    Move,
    PlaceState,
    RegistrationRefusal,
    first_in_line,
    is_possible,
    lock_event,
    lock_registration,
    occupancy_of,
    place_in_both,
    room_of,
    rooms_of,
    save_registration,
)
from handschlag.registration.sessions import Offer, published, reseat, sessions_of

type Sentences = tuple[str, ...]
_KINDS: Final[Mapping[str, str]] = {
    RegistrationState.CONFIRMED: "registration.confirmed",
    RegistrationState.WAITING: "registration.waiting",
    RegistrationState.DECLINED: "registration.declined",
}


def tell_registered(registration: Registration, *, now: datetime) -> None:
    """Right after registering: confirmed, waiting, or asked."""
    _tell_with_meetings(registration, _first_sentences, kind=_kind_of(registration), now=now)


def tell_decided(registration: Registration, *, now: datetime) -> None:
    """The organisers have approved or declined."""
    _tell_with_meetings(registration, _first_sentences, kind=_kind_of(registration), now=now)


def _kind_of(registration: Registration) -> str:
    return _KINDS.get(registration.state, "registration.received")


def _is_coming(registration: Registration) -> bool:
    return registration.state == RegistrationState.CONFIRMED


def _writer(
    registration: Registration, sentences: Callable[[Registration], tuple[str, Sentences]]
) -> Callable[[], Letter]:
    def write() -> Letter:
        subject, paragraphs = sentences(registration)
        names = {"event": event_title(registration.event)}
        own = own_page_url(registration)
        return Letter(
            subject=subject % names,
            paragraphs=(
                _("Hello %(name)s,") % {"name": registration.name},
                *(text % names for text in paragraphs),
                when_and_where(registration.event),
            ),
            quote=chosen_sessions(registration) if _is_coming(registration) else "",
            url=own,
            link=_("View, change or cancel your registration"),
            end=_(
                "This link is for you only. Anyone who has it can change your registration. You "
                "can replace it with a new one on the page it opens."
            ),
        )

    return write


def _tell_with_meetings(
    registration: Registration,
    sentences: Callable[[Registration], tuple[str, Sentences]],
    *,
    kind: str,
    now: datetime,
) -> None:
    """Where there are meetings, the one button leads to the recommendations."""

    def write() -> Letter:
        letter = _writer(registration, sentences)()
        prospect = prospect_of(registration.event_id, registration.actor, registration)
        if prospect is None or not _is_coming(registration):
            return letter
        reasons = (reasons_quoted(prospect), letter.quote)
        return replace(
            letter,
            paragraphs=(*letter.paragraphs, *words_on_meetings(prospect)),
            quote="\n".join(part for part in reasons if part),
            url=own_address(prospect.page, registration),
            link=prospect.label,
            ways=(
                PlainLink(label=letter.link, url=letter.url),
                PlainLink(label=_("I cannot come"), url=own_address("registration:cancel", registration)),
            ),
        )

    send(registration, write, kind=kind, now=now, has_calendar=_is_coming(registration))


def _first_sentences(registration: Registration) -> tuple[str, Sentences]:
    match registration.state:
        case RegistrationState.CONFIRMED:
            return _("You are registered: %(event)s"), (
                _("Your place at “%(event)s” is confirmed. The calendar entry is attached."),
            )
        case RegistrationState.WAITING:
            return _("You are on the waiting list: %(event)s"), (
                _("All places at “%(event)s” are taken. You are on the waiting list."),
                _("As soon as a place becomes free, it is yours and we will email you."),
            )
        case RegistrationState.DECLINED:
            return _("Your registration: %(event)s"), (
                _("Unfortunately we cannot offer you a place at “%(event)s”."),
            )
    return _("We have received your registration: %(event)s"), (
        _("We have received your registration for “%(event)s”. The organisers will check it and email you."),
    )


def tell_promoted(registration: Registration, *, now: datetime) -> None:
    """A place came free."""

    def sentences(_one: Registration) -> tuple[str, Sentences]:
        return _("You have a place: %(event)s"), (
            _("A place at “%(event)s” has become free and is now yours. The calendar entry is attached."),
            _("If you cannot come after all, please cancel so that someone else can have your place."),
        )

    _tell_with_meetings(registration, sentences, kind="registration.promoted", now=now)


def tell_entered(registration: Registration, *, now: datetime) -> None:
    """The organisers have registered somebody: everything that they wrote can be seen and changed."""

    def sentences(one: Registration) -> tuple[str, Sentences]:
        subject, paragraphs = _first_sentences(one)
        return subject, (
            _("We have registered you for “%(event)s”, as you asked."),
            *paragraphs,
            _("Please check your details. If this was not your request, cancel with the same link."),
        )

    _tell_with_meetings(registration, sentences, kind="registration.entered", now=now)


def tell_imported(registration: Registration, *, now: datetime) -> None:
    """The organisers have registered somebody from a list: the personal link shows what they know."""

    def sentences(one: Registration) -> tuple[str, Sentences]:
        subject, paragraphs = _first_sentences(one)
        return subject, (
            _("We have registered you for “%(event)s” from a list of ours."),
            *paragraphs,
            _("Please check your details. If this was not your request, cancel with the same link."),
        )

    _tell_with_meetings(registration, sentences, kind="registration.imported", now=now)


def tell_changed(registration: Registration, *, by_organisers: bool, now: datetime) -> None:
    """To the person; the calendar entry moves with it."""

    def sentences(_one: Registration) -> tuple[str, Sentences]:
        who = (
            _("The organisers have changed your registration for “%(event)s”.")
            if by_organisers
            else _("Your registration for “%(event)s” has been changed.")
        )
        return _("Your registration has been changed: %(event)s"), (who,)

    send(
        registration,
        _writer(registration, sentences),
        kind="registration.changed",
        now=now,
        has_calendar=_is_coming(registration),
    )


def tell_cancelled(registration: Registration, *, by_organisers: bool, now: datetime) -> None:
    """The attached file takes the entry out of the calendar."""

    def sentences(_one: Registration) -> tuple[str, Sentences]:
        who = (
            _("The organisers have cancelled your registration for “%(event)s”.")
            if by_organisers
            else _("Your registration for “%(event)s” has been cancelled.")
        )
        return _("Your registration has been cancelled: %(event)s"), (
            who,
            _("If you saved the first calendar entry, open the attached one as well: it removes the entry."),
        )

    send(
        registration,
        _writer(registration, sentences),
        kind="registration.cancelled",
        now=now,
        is_cancelled=True,
    )


def tell_seated(choices: Sequence[SessionChoice], *, now: datetime) -> None:
    """To people who waited for a seat in a session and have it now."""
    offers = published(choices[0].registration.event_id) if choices else {}
    for choice in choices:
        if choice.session_id in offers:
            tell_seat(choice.registration, offers[choice.session_id], now=now)


def tell_seat(registration: Registration, offer: Offer, *, now: datetime) -> None:
    """One person has a seat in one session."""

    def write() -> Letter:
        names = {
            "session": pick(offer.title_de, offer.title_en),
            "event": event_title(registration.event),
        }
        return Letter(
            subject=_("You have a place in “%(session)s”") % names,
            paragraphs=(
                greeting(registration),
                _("A place in “%(session)s” at “%(event)s” has become free. It is now yours.") % names,
            ),
            values=names,
            url=own_page_url(registration),
            link=_("Your registration"),
            end=_("If you do not want this place, choose other sessions with the same link."),
        )

    send(registration, write, kind="registration.seated", now=now, has_calendar=True)


@transaction.atomic
def cancel(*, registration_id: int, has_link: bool, by: Subject, now: datetime) -> Registration:
    """The person does not come; a free place goes to whoever waits first, and seats go on as well."""
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    end(registration, PlaceState.CANCELLED, move=Move.CANCEL, by=by, now=now)
    tell_cancelled(registration, by_organisers=not has_link, now=now)
    fill_places(registration.event, by=by, now=now)
    return registration


@transaction.atomic
def approve(*, registration_id: int, by: Subject, now: datetime) -> Registration:
    """The organisers say yes: confirmed where there is room, else the person waits for a place."""
    registration = lock_registration(registration_id)
    require_team(by, registration.event_id)
    _require_move(registration, Move.APPROVE)
    event = registration.event
    state = place_in_both(occupancy_of(event), room_of(event, registration.category_id))
    if state is PlaceState.DECLINED:
        raise Refusal(RegistrationRefusal.FULL)
    set_state(registration, state, by=by, now=now)
    _give_seats(registration, now=now)
    tell_decided(registration, now=now)
    return registration


@transaction.atomic
def decline(*, registration_id: int, by: Subject, now: datetime) -> Registration:
    """The organisers say no, and the person is told."""
    registration = lock_registration(registration_id)
    require_team(by, registration.event_id)
    end(registration, PlaceState.DECLINED, move=Move.DECLINE, by=by, now=now)
    tell_decided(registration, now=now)
    return registration


def decide_all(
    *, event_id: int, registration_ids: Collection[int], move: Move, by: Subject, now: datetime
) -> tuple[int, int]:
    """The same for many, each for itself: how many were decided, and how many could not be."""
    require_team(by, event_id)
    done = failed = 0
    known = Registration.objects.filter(event_id=event_id, pk__in=registration_ids)
    for pk in known.order_by("asked_at", "pk").values_list("pk", flat=True):
        try:
            decide_one(pk, move, by=by, now=now)
        except Refusal:
            failed += 1
        else:
            done += 1
    return done, failed


def decide_one(pk: int, move: Move, *, by: Subject, now: datetime) -> Registration:
    """Approves or declines for the organisers; every other move cancels."""
    if move is Move.APPROVE:
        return approve(registration_id=pk, by=by, now=now)
    if move is Move.DECLINE:
        return decline(registration_id=pk, by=by, now=now)
    return cancel(registration_id=pk, has_link=False, by=by, now=now)


@transaction.atomic
def fill(*, event_id: int, by: Subject | None, now: datetime) -> int:
    """Places and seats that are free go to those who wait, for instance after the event grew; how many.

    Without `by` the platform does it by itself, as it comes round.
    """
    if by is not None:
        require_team(by, event_id)
    event = lock_event(event_id)
    promoted = fill_places(event, by=by or Subject(), now=now)
    waiting = SessionChoice.objects.filter(
        session__event=event, seat="waiting", registration__state=RegistrationState.CONFIRMED
    )
    tell_seated(reseat(event.pk, set(waiting.values_list("session_id", flat=True))), now=now)
    return promoted


def fill_places(event: Event, *, by: Subject, now: datetime) -> int:
    """With the event locked: the first of those who wait are confirmed and told."""
    if event.status != EventStatus.PUBLISHED:
        return 0
    waiting = Registration.objects.filter(event=event, state=RegistrationState.WAITING, erased_at=None)
    rooms = {pk: room.free or 0 for pk, room in rooms_of(event).items()}
    line = waiting.order_by("asked_at", "pk").values_list("pk", "category_id")
    ids = first_in_line(line, free=occupancy_of(event).free, rooms=rooms)
    first = list(waiting.filter(pk__in=ids).order_by("asked_at", "pk"))
    for registration in first:
        registration.event = event
        set_state(registration, PlaceState.CONFIRMED, by=by, now=now)
        _give_seats(registration, now=now)
        tell_promoted(registration, now=now)
    return len(first)


def end(registration: Registration, state: PlaceState, *, move: Move, by: Subject, now: datetime) -> None:
    """The registration ends, and the seats it held go on."""
    _require_move(registration, move)
    sessions = sessions_of(registration)
    set_state(registration, state, by=by, now=now)
    registration.choices.update(seat="none")
    tell_seated(reseat_others(registration, sessions), now=now)
    for addon in addons:
        addon.follow_end(registration, now)


def reseat_others(registration: Registration, sessions: set[int]) -> list[SessionChoice]:
    """Gives seats of these sessions anew; the choices of other people that got one by it."""
    return [one for one in reseat(registration.event_id, sessions) if one.registration_id != registration.pk]


def _give_seats(registration: Registration, *, now: datetime) -> None:
    tell_seated(reseat_others(registration, sessions_of(registration)), now=now)


def _require_move(registration: Registration, move: Move) -> None:
    if not is_possible(move, registration.state):
        raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE, state=registration.state)


def set_state(registration: Registration, state: PlaceState, *, by: Subject, now: datetime) -> None:
    """The state and its moment, with an entry in the audit trail."""
    before = registration.state
    moment = {
        PlaceState.CONFIRMED: "confirmed_at",
        PlaceState.CANCELLED: "ended_at",
        PlaceState.DECLINED: "ended_at",
    }
    values = {moment[state]: now} if state in moment else {}
    save_registration(
        registration,
        seen=None,
        now=now,
        state=state.value,
        sequence=registration.sequence + 1,
        **values,
    )
    audit.record(
        verb=f"registration.{state}",
        target=registration,
        by_id=by.user_id,
        now=now,
        changes={"state": [before, state.value]},
    )

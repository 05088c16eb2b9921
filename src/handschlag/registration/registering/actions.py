"""Somebody registers; the registration counts when the mailed link was opened."""

from __future__ import annotations

import secrets as randomness
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from handschlag.accounts import limits
from handschlag.accounts.limits import key_of
from handschlag.accounts.models import User
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit, mail
from handschlag.common.database import wipe_log_on_commit
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_moment
from handschlag.directory.emails import Letter
from handschlag.directory.models import Actor
from handschlag.events.emails import post_of
from handschlag.events.models import Event
from handschlag.registration import access, decisions, emails, sessions
from handschlag.registration import access as known_limits
from handschlag.registration.access import Purpose, require_team
from handschlag.registration.decisions import fill_places
from handschlag.registration.emails import (
    address_of_form,
    event_title,
    own_page_url,
    person_of,
    person_of_form,
    send,
    when_and_where,
)
from handschlag.registration.invitations import InvitationRefusal
from handschlag.registration.models import (
    AddressChange,
    Category,
    EventInvitation,
    Registration,
    RegistrationSource,
    UnconfirmedRegistration,
)
from handschlag.registration.organisations import suggest
from handschlag.registration.places import (
    ACTIVE,
    MOST_HELD_FROM_A_PLACE,
    PlaceState,
    RegistrationRefusal,
    closed_because,
    end_of_hold,
    first_state,
    held_from,
    lock_event,
    occupancy_of,
    opens_at,
    place_in_both,
    room_of,
)
from handschlag.registration.questions import write_answers
from handschlag.registration.registration_data import (
    RegistrationData,
    columns,
    packed,
    unpacked,
    write_consents,
)
from handschlag.registration.sessions import LIKE, choosable, clashes, reseat, write_wishes


def tell_to_confirm(row: UnconfirmedRegistration, *, language: str, now: datetime) -> None:
    """The form was filled in with this address: the link shows what was typed, and confirms it."""

    def write() -> Letter:
        names = {"event": event_title(row.event), "moment": format_moment(row.ends_at)}
        return _to_confirm(
            row,
            _("Someone, probably you, has registered for “%(event)s” with this email address.") % names,
            _("Please confirm the registration by %(moment)s. Until then we keep your entries.") % names,
            end=_("If that was not you, you do not need to do anything: without confirmation we delete it."),
        )

    post_of(
        row.event,
        kind="registration.to_confirm",
        to=row.email,
        language=language,
        now=now,
        write=write,
        expires_at=row.ends_at,
        recipient=person_of_form(row),
    )


def tell_named(row: UnconfirmedRegistration, named_by: Registration, *, language: str, now: datetime) -> None:
    """A colleague who is registered has named this address: the link leads to the own form and consents."""

    def write() -> Letter:
        moment = format_moment(row.ends_at)
        names = {"event": event_title(row.event), "moment": moment, "name": named_by.name}
        return _to_confirm(
            row,
            _("%(name)s has registered you for “%(event)s”.") % names,
            _("Please check it by %(moment)s and say yourself what may be done with your data.") % names,
            values={"names": named_by.name},
            end=_("Without your confirmation we delete it; there is nothing you need to do."),
        )

    post_of(
        row.event,
        kind="registration.named",
        to=row.email,
        language=language,
        now=now,
        write=write,
        expires_at=row.ends_at,
        recipient=person_of_form(row),
        named=[person_of(named_by)],
    )


def _to_confirm(
    row: UnconfirmedRegistration, *why: str, end: str, values: Mapping[str, str] | None = None
) -> Letter:
    """The request to confirm a form, whoever has filled it in."""
    return Letter(
        subject=_("Please confirm your registration: %(event)s") % {"event": event_title(row.event)},
        paragraphs=(
            _("Hello,"),
            *why,
            *((_held(row),) if row.holds_place else ()),
            when_and_where(row.event),
        ),
        values={"until": format_moment(row.ends_at), **(values or {})},
        url=address_of_form(row),
        link=_("Check and confirm the registration"),
        end=end,
    )


def _held(row: UnconfirmedRegistration) -> str:
    names = {"moment": format_moment(row.held_until or row.ends_at)}
    return (
        _(
            "A place is reserved for you until %(moment)s. Only people registered by the organisers "
            "have priority."
        )
        % names
    )


def tell_already(registration: Registration, *, now: datetime) -> None:
    """Somebody has filled in the form, or changed an address, with one that is registered already."""

    def write() -> Letter:
        names = {"event": event_title(registration.event), "name": registration.name}
        return Letter(
            subject=_("You are already registered: %(event)s") % names,
            paragraphs=(
                _("Hello %(name)s,") % names,
                _("Someone, probably you, has entered this email address for “%(event)s” again.") % names,
                _("Nothing has changed: you only need to register once. Your personal link is below."),
                when_and_where(registration.event),
            ),
            url=own_page_url(registration),
            link=_("View, change or cancel your registration"),
            end=_("This link is for you only. You can replace it with a new one on the page it opens."),
        )

    send(registration, write, kind="registration.already", now=now)


CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that look alike
CODE_LENGTH = 12


def register_participant(
    *,
    event_id: int,
    facts: RegistrationData,
    origin: str,
    by: Subject,
    now: datetime,
    invitation_id: int | None = None,
) -> Registration:
    """Somebody whose address is proven: confirmed, on the waiting list, or waiting for the organisers' word.

    Everybody else comes by `unconfirmed.begin`. Refused with `ALREADY` where this address is registered;
    whoever owns it is reminded by a letter.
    """
    require(by, Action.REGISTER)
    count_tries(event_id, facts.email, origin=origin, now=now)
    with transaction.atomic():
        event = lock_event(event_id)
        invitation = redeem(event, invitation_id)
        closed = closed_because(event, now=now, is_invited=invitation is not None)
        if closed:
            raise Refusal(closed)
        facts = with_category(event, facts)
        state = state_of(event, facts, is_invited=invitation is not None, now=now)
        registration = create(
            event, facts, state=state, way=RegistrationSource.SELF, by=by, now=now, is_proven=True
        )
        if invitation is not None:
            EventInvitation.objects.filter(pk=invitation.pk).update(registration=registration)
        decisions.tell_registered(registration, now=now)
    return registration


def state_of(
    event: Event, facts: RegistrationData, *, is_invited: bool, now: datetime, but: int | None = None
) -> PlaceState:
    """What becomes of the owner of an address: the place that is held for it is theirs, unless the organisers
    have given it away themselves.

    Where everybody else needs approval, a place held for a guest is the guest's only. Forms that were
    filled in with the address are void from now on, all `but` one.
    """
    forms = UnconfirmedRegistration.objects.filter(event=event, email=facts.email)
    held = forms.filter(holds_place=True)
    if event.needs_approval and not is_invited:
        held.exclude(invitation=None).update(holds_place=False)
    had_place = held.update(holds_place=False) > 0
    others = forms.filter(registration=None)
    drop_forms(others if but is None else others.exclude(pk=but), now=now)
    room = room_of(event, facts.category_id)
    has_room = room is None or room.free != 0
    if had_place and has_room and occupancy_of(event, counts_held=False).free != 0:
        return PlaceState.CONFIRMED
    return first_state(
        occupancy_of(event),
        needs_approval=event.needs_approval,
        is_invited=is_invited,
        room=room,
    )


def with_category(event: Event, facts: RegistrationData, *, by_organisers: bool = False) -> RegistrationData:
    """The category as far as the event has it and the person may choose it."""
    if facts.category_id is None:
        return facts
    rows = Category.objects.filter(event=event, pk=facts.category_id)
    is_known = rows.exists() if by_organisers else rows.filter(is_open=True).exists()
    return facts if is_known else replace(facts, category_id=None)


@transaction.atomic
def count_tries(event_id: int, email: str, *, origin: str, now: datetime) -> None:
    """One more form from this place, and for this address from there; refused where there were too many."""
    too_often, person = RegistrationRefusal.TOO_OFTEN, f"{origin}:{event_id}:{email}"
    limits.count(known_limits.REGISTRATIONS_FROM_A_PLACE, origin, now=now, fault=too_often)
    limits.count(known_limits.REGISTRATIONS_OF_AN_ADDRESS, person, now=now, fault=too_often)


def redeem(event: Event, invitation_id: int | None) -> EventInvitation | None:
    """The invitation, if it still invites. It is used once; after a cancellation it invites again."""
    if invitation_id is None:
        return None
    rows = EventInvitation.objects.select_related("registration").filter(event=event, pk=invitation_id)
    found = rows.first()
    if found is None or found.withdrawn_at is not None:
        raise Refusal(InvitationRefusal.WITHDRAWN)
    if found.registration is not None and found.registration.state in ACTIVE:
        raise Refusal(InvitationRefusal.USED)
    return found


@transaction.atomic
def enter(
    *,
    event_id: int,
    facts: RegistrationData,
    by: Subject,
    now: datetime,
    way: RegistrationSource = RegistrationSource.ASSISTED,
) -> Registration:
    """The organisers register somebody, who gets a summary. Only the capacity binds them."""
    require_team(by, event_id)
    event = lock_event(event_id)
    facts = with_category(event, facts, by_organisers=True)
    room = room_of(event, facts.category_id, counts_held=False)
    state = place_in_both(occupancy_of(event, counts_held=False), room)
    registration = create(event, facts, state=state, way=way, by=by, now=now)
    decisions.tell_entered(registration, now=now)
    return registration


def create(
    event: Event,
    facts: RegistrationData,
    *,
    state: PlaceState,
    way: RegistrationSource,
    by: Subject,
    now: datetime,
    is_proven: bool = False,
    asked_at: datetime | None = None,
) -> Registration:
    """The rows, with the event locked; an account is bound only to an address that is proven."""
    if state is PlaceState.DECLINED:
        raise Refusal(RegistrationRefusal.FULL)
    _require_new_address(event, facts.email)
    wishes = checked_wishes(event.pk, facts)
    uid = uuid.uuid4()
    registration = Registration.objects.create(
        event=event,
        uid=uid,
        user_id=account_of(facts.email) if is_proven else None,
        state=state.value,
        way=way,
        entered_by_id=None if way == RegistrationSource.SELF else by.user_id,
        secret_hash=hash_for(Purpose.REGISTRATION, uid),
        feed_hash=hash_for(Purpose.FEED, uid),
        badge_code=new_code(),
        terms_accepted_at=now if facts.has_accepted_terms else None,
        address_proven_at=now if is_proven else None,
        asked_at=asked_at or now,
        confirmed_at=now if state is PlaceState.CONFIRMED else None,
        changed_at=now,
        **columns(facts),
    )
    _write_beside(registration, facts, wishes, now=now)
    suggest(registration, by=by, now=now)
    changes = {"state": [None, state.value], "way": [None, str(way)]}
    audit.record(verb="registration.made", target=registration, by_id=by.user_id, now=now, changes=changes)
    return registration


def _write_beside(
    registration: Registration, facts: RegistrationData, wishes: Mapping[int, str], *, now: datetime
) -> None:
    """Rows that belong to a new registration, and the seats that it takes."""
    write_wishes(registration, wishes, now=now)
    write_answers(registration, facts.answers)
    write_consents(registration, facts.consents, now=now)
    reseat(registration.event_id, wishes.keys())


def _require_new_address(event: Event, email: str) -> None:
    known = Registration.objects.filter(event=event, email=email, state__in=ACTIVE)
    if email and known.exists():
        raise Refusal(RegistrationRefusal.ALREADY)


def account_of(email: str) -> int | None:
    """The account with this address."""
    return User.objects.filter(email=email).values_list("pk", flat=True).first() if email else None


def checked_wishes(event_id: int, facts: RegistrationData) -> dict[int, str]:
    """The wishes for sessions that take place; refused where somebody must be at two at once."""
    offers = choosable(event_id) if facts.wishes else {}
    wishes = {pk: wish for pk, wish in facts.wishes.items() if pk in offers}
    pairs = sessions.clashes(offers[pk].slot(wish) for pk, wish in wishes.items())
    if pairs:
        raise Refusal(RegistrationRefusal.MUSTS_CLASH, pairs=pairs)
    if facts.arrives_at and facts.leaves_at and facts.leaves_at <= facts.arrives_at:
        raise Refusal(RegistrationRefusal.TIMES_CROSSED)
    return wishes


def hash_for(purpose: Purpose, uid: uuid.UUID, number: int = 1) -> str:
    """The hash under which the link is stored; a higher `number` makes a new link, the old one ends."""
    return access.hash_of(access.token_of(purpose, uid=str(uid), number=number, key=settings.SECRET_KEY))


def new_code() -> str:
    """What the badge says to a machine: by chance, so that it tells nothing and cannot be guessed."""
    return "".join(randomness.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


def remind(*, event_id: int, email: str, now: datetime) -> None:
    """Whoever registers once more gets a letter with the link, and the page tells nobody else anything."""
    found = Registration.objects.select_related("event").filter(
        event_id=event_id, email=email, state__in=ACTIVE
    )
    registration = found.first()
    if registration is not None:
        tell_already(registration, now=now)


# Whoever filled in the form in time may confirm after its end, but not when there is nothing to come to.
# With an invitation that has ended in the meantime the rules of today count, as they do for everybody.
TOO_LATE: Final = frozenset({RegistrationRefusal.OVER, RegistrationRefusal.NOT_PUBLISHED})


def begin(
    *,
    event_id: int,
    facts: RegistrationData,
    origin: str,
    by: Subject,
    now: datetime,
    invitation_id: int | None = None,
) -> Registration | None:
    """Whoever is known to own the address is registered at once; everybody else gets a link by email.

    For them nothing in the answer, and nothing in what is asked of the database and written there, depends on
    whether the address is registered already: only the email says so.
    """
    require(by, Action.REGISTER)
    if _is_proven(facts.email, by=by, invitation_id=invitation_id):
        return register_participant(
            event_id=event_id, facts=facts, origin=origin, by=by, now=now, invitation_id=invitation_id
        )
    count_tries(event_id, facts.email, origin=origin, now=now)
    with transaction.atomic():
        event = lock_event(event_id)
        invitation = redeem(event, invitation_id)
        closed = closed_because(event, now=now, is_invited=invitation is not None)
        if closed:
            raise Refusal(closed)
        checked_wishes(event.pk, facts)
        facts = with_category(event, facts)
        keep_form(event, facts, invitation=invitation, origin=origin, by=by, now=now)
    return None


def _is_proven(email: str, *, by: Subject, invitation_id: int | None) -> bool:
    """The invitation was mailed to this address, or somebody has signed in with it."""
    if by.user_id is not None and User.objects.filter(pk=by.user_id, email=email).exists():
        return True
    return (
        invitation_id is not None and EventInvitation.objects.filter(pk=invitation_id, email=email).exists()
    )


def keep_form(
    event: Event,
    facts: RegistrationData,
    *,
    invitation: EventInvitation | None = None,
    named_by: Registration | None = None,
    origin: str,
    by: Subject,
    now: datetime,
) -> None:
    """What was typed, and a place where one is free; one address holds one, however often it is typed.

    A full house says so to everybody, also to whom a place is held for: the link to it has been mailed.
    """
    state = first_state(
        occupancy_of(event),
        needs_approval=event.needs_approval,
        is_invited=invitation is not None,
        room=room_of(event, facts.category_id),
    )
    if state is PlaceState.DECLINED:
        raise Refusal(RegistrationRefusal.FULL)
    rows = UnconfirmedRegistration.objects.filter(event=event, email=facts.email, holds_place=True)
    asked_from = key_of(known_limits.REGISTRATIONS_FROM_A_PLACE, origin, key=settings.SECRET_KEY)
    may_hold = not rows.exists() and held_from(event.pk, asked_from) < MOST_HELD_FROM_A_PLACE
    registered, uid = _registered(event, facts.email), uuid.uuid4()
    row = UnconfirmedRegistration.objects.create(
        event=event,
        uid=uid,
        secret_hash=hash_for(Purpose.CONFIRMATION, uid),
        email=facts.email,
        facts={} if registered else packed(facts),
        invitation=invitation,
        named_by=named_by,
        is_repeat=registered is not None,
        holds_place=state is PlaceState.CONFIRMED and may_hold,
        held_until=end_of_hold(now=now, ends_at=ends_at(now), opens_at=opens_at(event)),
        asked_from=asked_from,
        asked_at=now,
        ends_at=ends_at(now),
    )
    audit.record(verb="registration.begun", target=row, by_id=by.user_id, now=now)
    if _may_write_to(facts.email, now=now):
        _write_to_owner(row, registered, language=facts.language, now=now)


def _write_to_owner(
    row: UnconfirmedRegistration, registered: Registration | None, *, language: str, now: datetime
) -> None:
    """One email to the address: to confirm, or that it is registered already."""
    if registered is not None:
        tell_already(registered, now=now)
    elif row.named_by is not None:
        tell_named(row, row.named_by, language=language, now=now)
    else:
        tell_to_confirm(row, language=language, now=now)


def _registered(event: Event, email: str) -> Registration | None:
    rows = Registration.objects.select_related("event")
    return rows.filter(event=event, email=email, state__in=ACTIVE).first()


def _may_write_to(email: str, *, now: datetime) -> bool:
    """Whoever floods an address fills its mailbox only so far; the answer stays the same."""
    try:
        limits.count(known_limits.LETTERS_TO_AN_ADDRESS, email, now=now)
    except Refusal:
        return False
    return True


def ends_at(now: datetime) -> datetime:
    """Until when a mailed link can be opened."""
    return now + timedelta(hours=settings.CONFIRM_WITHIN_HOURS)


@transaction.atomic
def confirm(
    *, unconfirmed_id: int, by: Subject, now: datetime, facts: RegistrationData | None = None
) -> Registration:
    """The address is proven: what was typed becomes a registration, with the place that was held.

    Confirmed once more it is the same registration. Other forms with the address are void. With `facts` the
    person says all of it now, as colleagues do whom somebody has named.
    """
    require(by, Action.REGISTER)
    row = _locked(unconfirmed_id, now=now)
    if row.registration is not None:
        return row.registration
    invitation = _still_inviting(row)
    has_lost_invitation = row.invitation is not None and invitation is None
    closed = closed_because(row.event, now=now, is_invited=not has_lost_invitation)
    if closed in TOO_LATE or (closed and has_lost_invitation):
        raise Refusal(closed)
    said = replace(facts, email=row.email) if facts else unpacked(row.facts)
    facts = _fitting(row.event, said)
    registration = create(
        row.event,
        facts,
        state=state_of(row.event, facts, is_invited=invitation is not None, now=now, but=row.pk),
        way=RegistrationSource.SELF,
        by=by,
        now=now,
        is_proven=True,
        asked_at=row.asked_at,
    )
    if invitation is not None:
        EventInvitation.objects.filter(pk=invitation.pk).update(registration=registration)
    UnconfirmedRegistration.objects.filter(pk=row.pk).update(
        registration=registration, facts={}, asked_from=""
    )
    decisions.tell_registered(registration, now=now)
    if has_lost_invitation:
        fill_places(row.event, by=by, now=now)
    return registration


def _still_inviting(row: UnconfirmedRegistration) -> EventInvitation | None:
    """The invitation that the form was filled in with, unless it was used or withdrawn in the meantime."""
    try:
        return redeem(row.event, row.invitation_id)
    except Refusal:
        return None


def _fitting(event: Event, facts: RegistrationData) -> RegistrationData:
    """What was typed, as it fits the directory and the programme of today; nobody has to type it again."""
    if facts.actor_id is not None and not Actor.objects.filter(pk=facts.actor_id).exists():
        facts = replace(facts, actor_id=None)
    facts = with_category(event, facts)
    offers = choosable(event.pk) if facts.wishes else {}
    wishes = {pk: wish for pk, wish in facts.wishes.items() if pk in offers}
    for _first, second in clashes(offers[pk].slot(wish) for pk, wish in wishes.items()):
        wishes[second] = LIKE
    return replace(facts, wishes=wishes)


@transaction.atomic
def discard(*, unconfirmed_id: int, by: Subject, now: datetime) -> None:
    """Whoever owns the address has not registered: what was typed is deleted, a held place is free."""
    require(by, Action.REGISTER)
    row = _locked(unconfirmed_id, now=now)
    if row.registration is not None:
        raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE)
    audit.record(verb="registration.discarded", target=row, by_id=by.user_id, now=now)
    drop_forms(UnconfirmedRegistration.objects.filter(pk=row.pk), now=now)
    fill_places(row.event, by=by, now=now)


def _locked(unconfirmed_id: int, *, now: datetime) -> UnconfirmedRegistration:
    """What was typed, with its event locked, as long as it is kept."""
    rows = UnconfirmedRegistration.objects.filter(pk=unconfirmed_id, is_repeat=False, ends_at__gt=now)
    event_id = rows.values_list("event_id", flat=True).first()
    if event_id is None:
        raise Refusal(RegistrationRefusal.GONE)
    event = lock_event(event_id)
    row = rows.select_related("invitation", "registration").first()
    if row is None or (row.registration is not None and row.registration.erased_at is not None):
        raise Refusal(RegistrationRefusal.GONE)
    row.event = event
    return row


def release(*, now: datetime) -> int:
    """What nobody confirmed in time is deleted, and the places go to those who wait; how many there were."""
    number = 0
    late = UnconfirmedRegistration.objects.filter(ends_at__lte=now)
    free = UnconfirmedRegistration.objects.filter(holds_place=True, held_until__lte=now)
    for event_id in sorted(set((late | free).order_by().values_list("event_id", flat=True))):
        with transaction.atomic():
            event = lock_event(event_id)
            free.filter(event=event).update(holds_place=False)
            rows = drop_forms(late.filter(event=event), now=now)
            lapsed: list[tuple[UnconfirmedRegistration, dict[str, object]]] = [
                (row, {}) for row in rows if row.registration_id is None and not row.is_repeat
            ]
            audit.record_all(verb="registration.lapsed", targets=lapsed, by_id=None, now=now)
            fill_places(event, by=Subject(), now=now)
            number += len(lapsed)
    AddressChange.objects.filter(ends_at__lte=now).delete()
    return number


def drop_forms(forms: QuerySet[UnconfirmedRegistration], *, now: datetime) -> list[UnconfirmedRegistration]:
    """Forms that nobody confirmed, or that are no longer needed, go with the emails about them."""
    rows = list(forms)
    for row in rows:
        mail.forget_person(emails.person_of_form(row), now=now)
    if rows:
        UnconfirmedRegistration.objects.filter(pk__in=[row.pk for row in rows]).delete()
        wipe_log_on_commit()
    return rows

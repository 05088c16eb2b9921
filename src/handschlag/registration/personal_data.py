"""What is kept about a person: exported, told of, erased in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common import audit, erasures
from handschlag.common.audit import access_verbs
from handschlag.common.database import wipe_log_on_commit
from handschlag.common.mail import ConcernedPerson, forget_letters, forget_person
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.names import folded_name
from handschlag.common.times import local_date
from handschlag.directory.emails import Letter
from handschlag.events import printed_files
from handschlag.events.models import Event
from handschlag.registration import organisations
from handschlag.registration.access import require_hand
from handschlag.registration.decisions import fill_places, reseat_others, set_state
from handschlag.registration.emails import (
    INVITATION,
    REGISTRATION,
    event_title,
    own_page_url,
    person_of,
    send,
)
from handschlag.registration.hooks import addon_exports, addons
from handschlag.registration.models import (
    AddressChange,
    Badge,
    Certificate,
    EventInvitation,
    NoDuplicates,
    PeopleList,
    Registration,
    UnconfirmedRegistration,
)
from handschlag.registration.places import ACTIVE, PlaceState, lock_registration
from handschlag.registration.questions import answers_of
from handschlag.registration.registering.actions import drop_forms
from handschlag.registration.registration_data import COLUMNS, MOMENTS, erased
from handschlag.registration.sessions import sessions_of


def ends_before(today: date, *, keep: timedelta) -> date:
    """Events that ended before this day are forgotten."""
    return today - keep


MOST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Access:
    """The last time on that day that somebody did this."""

    at: datetime
    verb: str


def accesses_of(registration: Registration) -> Sequence[_Access]:
    """The newest first; several of one kind on a day are one."""
    rows = AuditEntry.objects.filter(
        kind="registration.registration", object_id=str(registration.pk), verb__in=access_verbs()
    )
    found: dict[tuple[str, object], _Access] = {}
    for at, verb in rows.order_by("-at", "-pk").values_list("at", "verb"):
        found.setdefault((verb, local_date(at)), _Access(at=at, verb=verb))
    return tuple(found.values())[:MOST]


def history_of(registration: Registration) -> Sequence[AuditEntry]:
    """What the audit trail has about it, the newest first; the person has no name there."""
    rows = AuditEntry.objects.filter(kind="registration.registration", object_id=str(registration.pk))
    return list(rows.select_related("by").order_by("-at", "-pk")[:MOST])


_PLAIN: Final = (
    "state",
    "way",
    *(name for name in COLUMNS if name not in {"actor_id", "category_id", *MOMENTS}),
)
_MOMENTS: Final = (*MOMENTS, "terms_accepted_at", "asked_at", "confirmed_at", "ended_at", "changed_at")


def everything_of(registration: Registration) -> Mapping[str, Any]:
    """One registration with all that goes with it, for the person alone."""
    return {**_of(registration), **addon_exports(registration, with_private=True)}


def hand_out_of(registration: Registration) -> Mapping[str, Any]:
    """What organisers and administrators may see and hand over: nothing that only the person may read."""
    return {**_of(registration), **addon_exports(registration, with_private=False)}


def _of(registration: Registration) -> Mapping[str, Any]:
    moments = {name: getattr(registration, name) for name in _MOMENTS}
    return {
        "event": registration.event.title_de,
        **{name: getattr(registration, name) for name in _PLAIN},
        **{name: at.isoformat() if at else None for name, at in moments.items()},
        "actor": registration.actor.name if registration.actor else None,
        "category": registration.category.name_de if registration.category else None,
        "networks": [one.name for one in registration.networks.all()],
        "sessions": [
            {"title": one.session.title_de, "wish": one.wish, "seat": one.seat}
            for one in registration.choices.all()
        ],
        "answers": [{"question": label, "answer": said} for label, said in answers_of(registration)],
        "consents": [
            {
                "purpose": one.purpose,
                "version": one.text_version,
                "given_at": one.given_at.isoformat(),
                "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            }
            for one in registration.consents.all()
        ],
        "badge_printed_at": [
            one.printed_at.isoformat() for one in Badge.objects.filter(registration=registration)
        ],
        "certificates": [
            {
                "issued_at": one.issued_at.isoformat(),
                "revoked_at": one.revoked_at.isoformat() if one.revoked_at else None,
            }
            for one in Certificate.objects.filter(registration=registration)
        ],
        "check_ins": [
            {"at": one.at.isoformat(), "is_undone": one.is_undone} for one in registration.check_ins.all()
        ],
    }


def everything_of_account(user: User) -> Mapping[str, Any]:
    """Registrations of the account or its address, invitations to it, and forms that wait for its owner."""
    return _of_account(user, everything_of)


def hand_out_of_account(user: User) -> Mapping[str, Any]:
    """The same, as others may hand it to the person."""
    return _of_account(user, hand_out_of)


def _of_account(user: User, read: Callable[[Registration], Mapping[str, Any]]) -> Mapping[str, Any]:
    rows = Registration.objects.filter(Q(user=user) | Q(email=user.email), erased_at=None)
    rows = rows.select_related("event", "actor").prefetch_related("choices__session", "consents", "check_ins")
    invitations = EventInvitation.objects.filter(email=user.email).select_related("event")
    forms = UnconfirmedRegistration.objects.filter(email=user.email, registration=None)
    forms = forms.select_related("event")
    return {
        "registrations": [read(one) for one in rows.order_by("pk")],
        "invitations": [
            {
                "event": one.event.title_de,
                "name": one.name,
                "invited_at": one.invited_at.isoformat(),
                "declined_at": one.declined_at.isoformat() if one.declined_at else None,
            }
            for one in invitations
        ],
        "unconfirmed": [
            {
                "event": one.event.title_de,
                "asked_at": one.asked_at.isoformat(),
                "kept_until": one.ends_at.isoformat(),
                **one.facts,
            }
            for one in forms
        ],
    }


def tell_data(registration: Registration, *, now: datetime) -> None:
    """The data themselves are not in the email: they are on the page, and end with it."""

    def write() -> Letter:
        known = {"name": registration.name, "event": event_title(registration.event)}
        return Letter(
            subject=_("Your data: %(event)s") % known,
            paragraphs=(
                _("Hello %(name)s,") % known,
                _(
                    "You asked the organisers of “%(event)s” for your data. On your own page, "
                    "under “Your data”, you can download everything as a file."
                )
                % known,
                _(
                    "The file also holds your wishes and private notes. The organisers cannot read them; "
                    "therefore only you can download it."
                ),
            ),
            url=own_page_url(registration),
            link=_("To your own page"),
            end=_("This link is for you only. Anyone who has it can change your registration."),
        )

    send(registration, write, kind="registration.data", now=now)


def take_out(event_id: int, *, name: str, email: str) -> int:
    """No waiting list of the event holds a row of this person; how many rows went.

    The rows stay in their places, empty: whoever is checking the list finds the others under their numbers.
    """
    gone = 0
    for waiting in PeopleList.objects.select_for_update().filter(event=event_id):
        if not waiting.packed:
            continue
        rows, mended = waiting.rows, dict(waiting.mended)
        for index in range(1, len(rows)):
            number = str(waiting.first_row + index)
            corrected: dict[str, str] = mended.get(number, {})
            if _is_about([*rows[index], *corrected.values()], name=name, email=email):
                rows[index] = [""] * len(rows[index])
                mended.pop(number, None)
                gone += 1
        if mended != waiting.mended or rows != waiting.rows:
            values = {"packed": PeopleList.pack(rows), "mended": mended, "version": F("version") + 1}
            PeopleList.objects.filter(pk=waiting.pk).update(**values)
    return gone


def _is_about(cells: Iterable[str], *, name: str, email: str) -> bool:
    """By the address; by all words of the name where the person or the row has none."""
    texts = list(cells)
    addresses = {normalised_address(text) for text in texts if "@" in text}
    if email and addresses:
        return email in addresses
    words = set(folded_name(name).split())
    said = {word for text in texts for word in folded_name(text).split()}
    return bool(words) and words <= said


ERASURE: Final = "registration"
# What is left counts: that somebody was registered, in which state, and what was eaten.
NOTHING_LEFT: Final[dict[str, Any]] = {**erased(), "user": None, "entered_by": None, "feed_hash": None}


@transaction.atomic
def erase(*, registration_id: int, has_link: bool, by: Subject, now: datetime) -> None:
    """Everything about the person is gone at once; a place that was held goes to whoever waits."""
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    _erase_locked(registration, by=by, now=now)


def _erase_locked(registration: Registration, *, by: Subject, now: datetime) -> None:
    sessions = sessions_of(registration)
    was_active = registration.state in ACTIVE
    is_proven = registration.address_proven_at is not None
    _forget_person(user_id=registration.user_id, email=registration.email if is_proven else "")
    if was_active and local_date(now) <= registration.event.last_day:
        set_state(registration, PlaceState.CANCELLED, by=by, now=now)
    _blank(registration, now=now)
    wipe_log_on_commit()
    audit.record(verb="registration.erased", target=registration, by_id=by.user_id, now=now)
    if was_active:
        reseat_others(registration, sessions)
        fill_places(registration.event, by=by, now=now)


def _forget_person(*, user_id: int | None, email: str) -> None:
    for addon in addons:
        addon.forget_person(user_id, email)


def _blank(registration: Registration, *, now: datetime) -> None:
    for addon in addons:
        addon.erase(registration, now)
    organisations.take_back(registration, now=now)
    take_out(registration.event_id, name=registration.name, email=registration.email)
    printed_files.delete_of_event(registration.event_id, now=now)
    erasures.record_erasure(ERASURE, str(registration.uid), now=now)
    registration.choices.all().delete()
    registration.consents.all().delete()
    registration.answers.all().delete()
    registration.networks.clear()
    Badge.objects.filter(registration=registration).delete()
    Certificate.objects.filter(registration=registration).delete()
    _drop_address_changes(_changes_about(registration), now=now)
    typed = UnconfirmedRegistration.objects.filter(event_id=registration.event_id)
    drop_forms(typed.filter(Q(email=registration.email) | Q(registration=registration)), now=now)
    invited = Q(registration=registration)
    if registration.email:
        invited |= Q(event=registration.event_id, email=registration.email)
    _forget_invitations(invited, now=now)
    NoDuplicates.objects.filter(first=registration).delete()
    NoDuplicates.objects.filter(second=registration).delete()
    # Link and badge are unique: what stands there now fits none that was ever given.
    unfit = {"secret_hash": f"erased-{registration.pk}", "badge_code": f"-{registration.pk}"}
    blanked = {**NOTHING_LEFT, **unfit, "erased_at": now}
    Registration.objects.filter(pk=registration.pk).update(**blanked, changed_at=now)
    # Last: also what was written to others while all of this happened.
    forget_person(person_of(registration), now=now)


def _forget_invitations(which: Q, *, now: datetime) -> None:
    """Invitations, and the letters in which they went out."""
    for pk in list(EventInvitation.objects.filter(which).values_list("pk", flat=True)):
        forget_person(ConcernedPerson(kind=INVITATION, id=pk), now=now)
    EventInvitation.objects.filter(which).delete()


def _changes_about(registration: Registration) -> Q:
    """Its own changes of address, and those by which others of the event would take its address."""
    mine = Q(registration=registration)
    if not registration.email:
        return mine
    return mine | Q(registration__event=registration.event_id, email=registration.email)


def _drop_address_changes(which: Q, *, now: datetime) -> None:
    """Changes to another address, and the letters to it that asked to confirm them."""
    for change in AddressChange.objects.filter(which):
        of = {"people__kind": REGISTRATION, "people__object_id": change.registration_id}
        forget_letters(Mail.objects.filter(to=change.email, people__is_recipient=True, **of), now=now)
    AddressChange.objects.filter(which).delete()


def erase_of_account(*, user_id: int, email: str, now: datetime) -> int:
    """With an account go its registrations, and what was sent to its address; how many."""
    by = Subject(user_id=user_id)
    _forget_person(user_id=user_id, email=email)
    mine = Registration.objects.filter(Q(email=email) | Q(user_id=user_id), erased_at=None)
    ids = list(mine.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        _erase_locked(lock_registration(pk), by=by, now=now)
    _forget_invitations(Q(email=email), now=now)
    _drop_address_changes(Q(email=email), now=now)
    drop_forms(UnconfirmedRegistration.objects.filter(email=email), now=now)
    return len(ids)


def forget(*, now: datetime, keep: timedelta) -> int:
    """The people of events that are long over are forgotten; how many were."""
    before = ends_before(local_date(now), keep=keep)
    number = 0
    for event in Event.objects.filter(last_day__lt=before, registrations__erased_at=None).distinct():
        with transaction.atomic():
            for addon in addons:
                addon.erase_event(event.pk)
            rows = list(Registration.objects.filter(event=event, erased_at=None))
            for registration in rows:
                _blank(registration, now=now)
            audit.record_all(
                verb="registration.erased", targets=((row, {}) for row in rows), by_id=None, now=now
            )
            _forget_invitations(Q(event=event), now=now)
            wipe_log_on_commit()
            number += len(rows)
    return number


def erase_again(uid: str, now: datetime) -> bool:
    """An older backup has brought the registration back; whether it had something to erase."""
    row = Registration.objects.filter(uid=uid, erased_at=None).first()
    if row is None:
        return False
    with transaction.atomic():
        _erase_locked(lock_registration(row.pk), by=Subject(), now=now)
    return True

"""People are invited by personal links, and invitations are withdrawn."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Case, CharField, Count, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.mail import ConcernedPerson
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.times import format_date
from handschlag.common.web import number_in, refusal_message
from handschlag.design.fields import TidyText
from handschlag.directory.emails import Letter, PlainLink
from handschlag.events.console import console_context
from handschlag.events.emails import post_of
from handschlag.events.models import Event
from handschlag.events.public_events import hosts_of
from handschlag.registration import access
from handschlag.registration.access import CURRENT, GET_OR_POST, UNFIT, Purpose, event_for_team, require_team
from handschlag.registration.emails import (
    INVITATION,
    address_of_invitation,
    event_title,
    example_of,
    reasons_quoted,
    when_and_where,
    words_on_meetings,
)
from handschlag.registration.hooks import prospect_of
from handschlag.registration.models import EventInvitation, Registration
from handschlag.registration.organisations import organisation_called, resembling
from handschlag.registration.places import ACTIVE, lock_event


class InvitationState(StrEnum):
    SUGGESTED = "suggested"  # somebody who cannot come has named this person
    UNOPENED = "unopened"
    OPENED = "opened"
    REGISTERED = "registered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


_ON_A_PAGE: Final = 50
_STATES: Final = (
    (Q(registration__isnull=False), InvitationState.REGISTERED),
    (Q(withdrawn_at__isnull=False), InvitationState.WITHDRAWN),
    (Q(declined_at__isnull=False), InvitationState.DECLINED),
    (Q(sent_at__isnull=True), InvitationState.SUGGESTED),
    (Q(opened_at__isnull=False), InvitationState.OPENED),
)


# What counts most comes first: who registers after all has declined no longer.
_STATE: Final = Case(
    *(When(condition, then=Value(state.value)) for condition, state in _STATES),
    default=Value(InvitationState.UNOPENED.value),
    output_field=CharField(),
)


def invitations_of(event_id: int, *, state: str = "", page: str) -> Page[Any]:
    """Invitations with their `state` and registration, the latest first; a wrong page is the first or last.

    `state` narrows them to those of one state.
    """
    rows = EventInvitation.objects.filter(event_id=event_id).annotate(state=_STATE)
    rows = rows.select_related("registration", "suggested_by")
    return Paginator(rows.filter(state=state) if state else rows, _ON_A_PAGE).get_page(page)


def invitations_by_state(event_id: int) -> Mapping[str, int]:
    """How many there are of each state; states without any are left out."""
    rows = EventInvitation.objects.filter(event_id=event_id).order_by().annotate(state=_STATE)
    return dict(rows.values_list("state").annotate(number=Count("pk")))


def tell_invited(invitation: EventInvitation, *, now: datetime) -> None:
    """Mails the invitation with its link, in the language that the organisers gave."""
    event = invitation.event

    def write() -> Letter:
        names = {"event": event_title(event), "name": invitation.name}
        prospect = prospect_of(event.pk, invitation.actor)
        closes_at = event.registration_closes_at
        until = format_date(closes_at) if closes_at else ""
        return Letter(
            subject=gettext("Invitation: %(event)s") % names,
            paragraphs=(
                gettext("Hello %(name)s,") % names if invitation.name else gettext("Hello,"),
                _invites(event),
                *((event.summary,) if event.summary else ()),
                *words_on_meetings(prospect),
                when_and_where(event),
                *((gettext("Please reply by %(day)s.") % {"day": until},) if until else ()),
            ),
            quote=reasons_quoted(prospect),
            values=names,
            url=address_of_invitation(invitation),
            link=gettext("See the invitation and register"),
            ways=(
                PlainLink(
                    label=gettext("I cannot come"),
                    url=address_of_invitation(invitation, "registration:decline"),
                ),
            ),
            end=gettext("This link is for you only."),
        )

    post_of(
        event,
        kind="registration.invited",
        to=invitation.email,
        language=invitation.language,
        now=now,
        write=write,
        recipient=ConcernedPerson(kind=INVITATION, id=invitation.pk),
    )


def _invites(event: Event) -> str:
    """Who invites to what."""
    hosts = [host.name for host in hosts_of(event)]
    names = {"event": event_title(event), "hosts": _joined(hosts)}
    if hosts:
        said = ngettext(
            "%(hosts)s would like to invite you to “%(event)s”.",
            "%(hosts)s would like to invite you to “%(event)s”.",
            len(hosts),
        )
        return said % names
    return gettext("We would like to invite you to “%(event)s”.") % names


def _joined(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Who is invited; `email` is normalised."""

    email: str
    name: str = ""
    organisation: str = ""
    language: str = "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Invited:
    """How many letters are on their way, and who was left out because they are registered or invited."""

    sent: int
    left_out: tuple[str, ...]


@transaction.atomic
def invite(*, event_id: int, guests: Iterable[Invitee], by: Subject, now: datetime) -> _Invited:
    """Everybody who is not invited or registered yet has a letter with a link of their own."""
    require_team(by, event_id)
    event = lock_event(event_id)
    wanted = {guest.email: guest for guest in guests}
    taken = set(_known_addresses(event, wanted))
    new = [guest for email, guest in wanted.items() if email not in taken]
    for guest in new:
        row = EventInvitation.objects.filter(event=event, email=guest.email).first()
        row = _renewed(row, guest, now=now) if row else created(event, guest, by=by, now=now)
        audit.record(verb="registration.invited", target=row, by_id=by.user_id, now=now)
        tell_invited(row, now=now)
    return _Invited(sent=len(new), left_out=tuple(sorted(taken)))


def _known_addresses(event: Event, addresses: Iterable[str]) -> Iterable[str]:
    addresses = list(addresses)
    sent = EventInvitation.objects.filter(event=event, email__in=addresses, sent_at__isnull=False)
    valid = sent.filter(withdrawn_at__isnull=True)
    yield from valid.values_list("email", flat=True)
    here = Registration.objects.filter(event=event, email__in=addresses, state__in=ACTIVE)
    yield from here.values_list("email", flat=True)


def is_known(event: Event, email: str) -> bool:
    """Whether this address has been invited or suggested, or is registered."""
    return (
        EventInvitation.objects.filter(event=event, email=email).exists()
        or Registration.objects.filter(event=event, email=email, state__in=ACTIVE).exists()
    )


def created(event: Event, guest: Invitee, *, by: Subject, now: datetime) -> EventInvitation:
    """The new invitation, counted as sent at `now`; nothing is mailed and nothing checked here."""
    row = new_invitation(event, guest, uid=uuid.uuid4(), now=now)
    row.invited_by_id, row.sent_at = by.user_id, now
    row.save()
    return row


def new_invitation(event: Event, guest: Invitee, *, uid: uuid.UUID, now: datetime) -> EventInvitation:
    """Not saved yet, not sent; the organisation is that of the directory where it is called the same."""
    return EventInvitation(
        event=event,
        uid=uid,
        name=guest.name,
        email=guest.email,
        organisation=guest.organisation,
        actor=organisation_called(guest.organisation, among=resembling(guest.organisation)),
        language=guest.language,
        secret_hash=_hash_for(uid),
        invited_at=now,
    )


def _renewed(row: EventInvitation, guest: Invitee, *, now: datetime) -> EventInvitation:
    """Invited again after it was withdrawn, or after somebody named them: with a new link."""
    row.uid, row.withdrawn_at, row.sent_at, row.opened_at = uuid.uuid4(), None, now, None
    row.declined_at = None
    row.secret_hash = _hash_for(row.uid)
    row.name, row.organisation = guest.name or row.name, guest.organisation or row.organisation
    row.language = guest.language
    row.save()
    return row


def _hash_for(uid: uuid.UUID) -> str:
    token = access.token_of(Purpose.INVITATION, uid=str(uid), number=1, key=settings.SECRET_KEY)
    return access.hash_of(token)


@transaction.atomic
def withdraw(*, event_id: int, invitation_id: int, by: Subject, now: datetime) -> None:
    """The link opens nothing any more; whoever registered by it stays registered.

    Of a colleague who was named and never invited nothing is kept.
    """
    require_team(by, event_id)
    row = waiting_invitation(event_id, invitation_id)
    if row.sent_at is None:
        audit.record(verb="registration.suggestion_removed", target=row, by_id=by.user_id, now=now)
        row.delete()
        return
    EventInvitation.objects.filter(pk=row.pk).update(withdrawn_at=now)
    audit.record(verb="registration.uninvited", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def send_again(*, event_id: int, invitation_id: int, by: Subject, now: datetime) -> None:
    """The same link once more: somebody has lost the letter, or was named by a colleague."""
    require_team(by, event_id)
    row = waiting_invitation(event_id, invitation_id)
    if row.declined_at is not None:
        raise Refusal(InvitationRefusal.DECLINED)
    EventInvitation.objects.filter(pk=row.pk).update(sent_at=now)
    audit.record(verb="registration.invited", target=row, by_id=by.user_id, now=now)
    tell_invited(row, now=now)


def waiting_invitation(event_id: int, invitation_id: int) -> EventInvitation:
    """An invitation that nobody has answered, held until the transaction ends."""
    rows = EventInvitation.objects.select_for_update().filter(event_id=event_id, pk=invitation_id)
    row = rows.first()
    if row is None:
        raise Refusal(InvitationRefusal.NOBODY)
    if row.withdrawn_at is not None:
        raise Refusal(InvitationRefusal.WITHDRAWN)
    if row.registration_id is not None:
        raise Refusal(InvitationRefusal.USED)
    return row


def note_opened(*, invitation_id: int, now: datetime) -> None:
    """Somebody has opened the link for the first time."""
    EventInvitation.objects.filter(pk=invitation_id, opened_at__isnull=True).update(opened_at=now)


MOST: Final = 500
PARTED: Final = re.compile(r"[;\t,]")
BRACKETS: Final = re.compile(r"^(.*?)<([^<>]+)>$")


class InviteForm(forms.Form):
    """`Ada Lindqvist; ada@example.org; Werkstatt Ada`, or an address alone, or `Ada <ada@example.org>`."""

    people = TidyText(
        label=gettext_lazy("People to invite"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "One person per line: an email address, or name; email address; organisation. People "
            "already invited or registered are skipped."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of emails"),
        choices=[("de", gettext_lazy("German")), ("en", gettext_lazy("English"))],
    )

    def clean_people(self) -> list[dict[str, str]]:
        lines = [line for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(
                gettext_lazy("You can process up to %(most)s people at once.") % {"most": MOST}
            )
        found, faults = [], []
        for number, line in enumerate(lines, start=1):
            guest = _read(line)
            if guest is None:
                faults.append(
                    gettext_lazy("Line %(number)s has no valid email address: %(line)s")
                    % {"number": number, "line": line[:80]}
                )
            else:
                found.append(guest)
        if faults:
            raise ValidationError(faults[:10])
        return found

    def guests(self) -> list[Invitee]:
        language: Any = self.cleaned_data["language"]
        return [Invitee(language=language, **one) for one in self.cleaned_data["people"]]


def _read(line: str) -> dict[str, str] | None:
    """One line as a guest; None where no part of it is an address."""
    parts = [part.strip() for part in PARTED.split(line)]
    bracket = BRACKETS.match(line.strip())
    if bracket:
        parts = [bracket[1].strip().strip('"'), bracket[2].strip()]
    address = next((part for part in parts if _is_address(part)), None)
    if address is None:
        return None
    rest = [part for part in parts if part and part != address]
    return {
        "email": normalised_address(address),
        "name": rest[0][:120] if rest else "",
        "organisation": rest[1][:200] if len(rest) > 1 else "",
    }


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


STATE_WORDS: Final[Mapping[str, tuple[str | Promise, str]]] = {
    InvitationState.SUGGESTED: (gettext_lazy("suggested by a colleague"), "wait"),
    InvitationState.UNOPENED: (gettext_lazy("not opened"), "wait"),
    InvitationState.OPENED: (gettext_lazy("opened, no reply"), "wait"),
    InvitationState.REGISTERED: (gettext_lazy("registered"), "ok"),
    InvitationState.DECLINED: (gettext_lazy("cannot come"), ""),
    InvitationState.WITHDRAWN: (gettext_lazy("withdrawn"), ""),
}


def state_choices(numbers: Mapping[str, int], *, chosen: str) -> Sequence[tuple[str, str, int, bool]]:
    """Each state that occurs: code, words, how many, and whether the list is narrowed to it."""
    return [
        (state, str(words), numbers[state], state == chosen)
        for state, (words, _tone) in STATE_WORDS.items()
        if state in numbers
    ]


@never_cache
@require_http_methods(GET_OR_POST)
def invitations_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The invitations with the form for more; sent ones are counted, then the list is shown again."""
    event, by = event_for_team(request, slug)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        found = invite(event_id=event.pk, guests=form.guests(), by=by, now=timezone.now())
        said = ngettext("%(n)s invitation has been sent.", "%(n)s invitations have been sent.", found.sent)
        messages.success(request, said % {"n": found.sent})
        if found.left_out:
            left = ngettext("%(n)s was skipped.", "%(n)s were skipped.", len(found.left_out))
            messages.info(request, left % {"n": len(found.left_out)})
        return redirect("registration:invitations", slug=slug)
    state = request.GET.get("state", "")
    invited = invitations_of(event.pk, state=state, page=request.GET.get("page", "1"))
    states = state_choices(invitations_by_state(event.pk), chosen=state)
    status = UNFIT if form.is_bound else 200
    context = console_context(
        event,
        by,
        current=CURRENT,
        form=form,
        invitations=invited,
        states=states,
        state=state,
        preview=example_of("registration.invited", event, now=timezone.now()),
    )
    return render(request, "registration/organising/invitations.html", context, status=status)


@require_POST
def invitation(request: HttpRequest, slug: str) -> HttpResponse:
    """One invitation is sent once more, or withdrawn."""
    event, by = event_for_team(request, slug)
    pk, now = number_in(request.POST, "invitation"), timezone.now()
    try:
        if request.POST.get("do") == "withdraw":
            withdraw(event_id=event.pk, invitation_id=pk, by=by, now=now)
            messages.success(request, gettext("Invitation withdrawn. The link no longer works."))
        else:
            send_again(event_id=event.pk, invitation_id=pk, by=by, now=now)
            messages.success(request, gettext("We have sent the email again."))
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return redirect("registration:invitations", slug=slug)


class InvitationRefusal(Reason):
    USED = "used", _("You have already replied to this invitation. Open your own page instead.")
    WITHDRAWN = "withdrawn", _("This invitation is no longer valid.")
    NOBODY = "nobody", _("This invitation has been deleted.")
    DECLINED = "declined", _("This person cannot come.")
    SUGGESTED_ALREADY = "suggested_already", _("You have already named a colleague.")

"""Who may see and do what: by a personal link, as the event's team, or at the reception."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from handschlag.accounts import codes_and_links, limits, sessions
from handschlag.accounts.limits import Limit
from handschlag.accounts.policy import Action, Role, Subject, may, require
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_day, format_days, local_date, move_to
from handschlag.common.web import current_request_id
from handschlag.design.components.participant import Shell, Tab
from handschlag.design.components.parts import Crumb, Link
from handschlag.events.access import organises, own_event_or_404, receptionist
from handschlag.events.models import Event, EventStatus
from handschlag.registration.hooks import addon_tabs, first_addon_page
from handschlag.registration.models import (
    AddressChange,
    EventInvitation,
    Registration,
    UnconfirmedRegistration,
)


class Purpose(StrEnum):
    REGISTRATION = "registration"
    FEED = "registration_feed"
    INVITATION = "event_invitation"
    CONFIRMATION = "registration_confirmation"
    ADDRESS = "registration_address"
    PAPER = "registration_paper"
    CERTIFICATE = "certificate_of_attendance"


def token_of(purpose: Purpose, *, uid: str, number: int, key: str) -> str:
    """What stands in the address: a secret of 256 bits and the signature over it and its purpose."""
    secret = hmac.new(key.encode(), f"{purpose}:{uid}:{number}".encode(), hashlib.sha256).digest()
    return codes_and_links.token_of(secret, purpose=purpose, key=key)


def paper_token_of(stored: str, *, key: str) -> str:
    """What stands on paper, which others may find: made from the hash of the personal link, ends with it.

    Nobody gets from the hash to the link.
    """
    return codes_and_links.token_of(bytes.fromhex(stored), purpose=Purpose.PAPER, key=key)


def hash_on_paper(token: str, *, key: str) -> str | None:
    """The hash of the personal link that a token on paper was made from; None for any other token."""
    if codes_and_links.hash_in(token, purpose=Purpose.PAPER, key=key) is None:
        return None
    return base64.urlsafe_b64decode(token[: codes_and_links.SECRET_LENGTH] + "=").hex()


def hash_of(token: str) -> str:
    """Under which hash the token is kept."""
    return codes_and_links.hash_of(token[: codes_and_links.SECRET_LENGTH])


def hash_in(token: str, purpose: Purpose, *, key: str) -> str | None:
    """The hash to look for; None for a token that was not made here for this purpose."""
    return codes_and_links.hash_in(token, purpose=purpose, key=key)


# Behind one address may sit a whole institute, or the desk of an event.
REGISTRATIONS_FROM_A_PLACE = Limit("registrations from a place", 600, timedelta(hours=1))
# What strangers use up is never the owner's: tries count by place, and forms are kept also without a letter.
REGISTRATIONS_OF_AN_ADDRESS = Limit("registrations of an address from a place", 10, timedelta(hours=1))
LETTERS_TO_AN_ADDRESS = Limit("letters about forms to an address", 60, timedelta(hours=1))
UNKNOWN_LINKS_FROM_A_PLACE = Limit("unknown links from a place", 100, timedelta(minutes=15))
LINKS_FROM_A_PLACE = Limit("links sent again from a place", 60, timedelta(hours=1))
LINKS_TO_AN_ADDRESS = Limit("links sent again to an address", 5, timedelta(hours=1))
ADDRESS_CHANGES = Limit("changes of the address of a registration", 5, timedelta(hours=1))


def registration_with(token: str) -> Registration | None:
    """The registration of a personal link; erased ones have none."""
    stored = hash_in(token, Purpose.REGISTRATION, key=settings.SECRET_KEY)
    return _BY_SECRET.first(stored=stored) if stored else None


def registration_on_paper(token: str) -> Registration | None:
    """The registration on whose printed sheet the token stands."""
    stored = hash_on_paper(token, key=settings.SECRET_KEY)
    return _BY_SECRET.first(stored=stored) if stored else None


def registration_of_feed(token: str) -> Registration | None:
    """The registration whose calendar stands at this token; None for a wrong, old or erased one."""
    stored = hash_in(token, Purpose.FEED, key=settings.SECRET_KEY)
    return living().filter(feed_hash=stored).first() if stored else None


def living() -> QuerySet[Registration]:
    """All whose person is not erased, cancelled ones too; event and organisation are read along."""
    return Registration.objects.filter(erased_at__isnull=True).select_related("event", "actor")


_BY_SECRET: Final = PreparedQuery(lambda stored: living().filter(secret_hash=stored).order_by()[:1])


def invitation_with(token: str) -> EventInvitation | None:
    """The invitation of this link, a withdrawn one too; None for a token that was not made here."""
    stored = hash_in(token, Purpose.INVITATION, key=settings.SECRET_KEY)
    if not stored:
        return None
    rows = EventInvitation.objects.select_related("event", "actor", "registration")
    return rows.filter(secret_hash=stored).first()


def link_of(registration: Registration) -> str:
    """The token of the personal link."""
    return token_of(
        Purpose.REGISTRATION,
        uid=str(registration.uid),
        number=registration.link_number,
        key=settings.SECRET_KEY,
    )


def paper_link_of(registration: Registration) -> str:
    """The token for printed sheets: it opens the pages of the day and nothing else."""
    return paper_token_of(registration.secret_hash, key=settings.SECRET_KEY)


def feed_of(registration: Registration) -> str:
    """The token of the personal feed."""
    return token_of(
        Purpose.FEED, uid=str(registration.uid), number=registration.feed_number, key=settings.SECRET_KEY
    )


def link_of_invitation(invitation: EventInvitation) -> str:
    """The token that stands in the address; always the same for one invitation."""
    return token_of(Purpose.INVITATION, uid=str(invitation.uid), number=1, key=settings.SECRET_KEY)


def unconfirmed_with(token: str, *, now: datetime) -> UnconfirmedRegistration | None:
    """What was typed, as long as it is kept; also what has become a registration since."""
    stored = hash_in(token, Purpose.CONFIRMATION, key=settings.SECRET_KEY)
    if not stored:
        return None
    rows = UnconfirmedRegistration.objects.select_related("event", "registration", "registration__event")
    return rows.filter(secret_hash=stored, is_repeat=False, ends_at__gt=now).first()


def link_of_unconfirmed(row: UnconfirmedRegistration) -> str:
    """The token that confirms what was typed."""
    return token_of(Purpose.CONFIRMATION, uid=str(row.uid), number=1, key=settings.SECRET_KEY)


def address_change_with(token: str, *, now: datetime) -> AddressChange | None:
    """The change of address that the mailed link stands for, as long as it is open."""
    stored = hash_in(token, Purpose.ADDRESS, key=settings.SECRET_KEY)
    if not stored:
        return None
    rows = AddressChange.objects.select_related("registration__event", "registration__actor")
    return rows.filter(secret_hash=stored, ends_at__gt=now, registration__erased_at=None).first()


def open_address_change(registration: Registration, *, now: datetime) -> AddressChange | None:
    """The change of address whose mailed link is still open; None without one."""
    return AddressChange.objects.filter(registration=registration, ends_at__gt=now).first()


def link_of_address_change(row: AddressChange) -> str:
    """The token that confirms the new address."""
    return token_of(Purpose.ADDRESS, uid=str(row.uid), number=1, key=settings.SECRET_KEY)


def named_by(registration: Registration) -> Sequence[UnconfirmedRegistration]:
    """Colleagues whom this person has named, as long as their links are kept."""
    return list(UnconfirmedRegistration.objects.filter(named_by=registration))


def require_hand(by: Subject, registration: Registration, *, has_link: bool) -> None:
    """Nothing, or `Denied`. Whoever holds the personal link, or its account, owns the registration."""
    is_own = has_link or (by.user_id is not None and by.user_id == registration.user_id)
    if not (is_own and may(by, Action.EDIT_OWN_REGISTRATION, owns=True)):
        require_team(by, registration.event_id)


def require_team(by: Subject, event_id: int) -> None:
    """Nothing, or `Denied`: for the event's own team."""
    require(by, Action.HANDLE_REGISTRATIONS, owns=organises(by, event_id))


def require_check_in_team(by: Subject, event_id: int, *, now: datetime) -> None:
    """Nothing, or `Denied`: for those who check people in, as organisers or by a pass for the reception."""
    if organises(by, event_id):
        require(by, Action.CHECK_IN, owns=True)
        return
    by = receptionist(by, event_id, today=local_date(now))
    require(by, Action.CHECK_IN, owns=Role.RECEPTION in by.roles)


def pass_of(by: Subject) -> dict[str, list[object]]:
    """What the trail says beside an entry of somebody without an account: by which pass."""
    return {"pass_link": [None, by.pass_link_id]} if by.user_id is None and by.pass_link_id else {}


def event_days(event: Event) -> str:
    """Its days, in the language of the page."""
    return format_days(event.first_day, event.last_day) if event.has_days else format_day(event.first_day)


def event_place(event: Event) -> str:
    """House, street and town, as far as they are known."""
    return ", ".join(part for part in (event.venue, event.street, event.place) if part)


def page_context(registration: Registration, token: str, *, now: datetime) -> dict[str, Any]:
    """What each page of the own registration is given."""
    tabs = addon_tabs(registration, token, now=now)
    return {
        "registration": registration,
        "event": registration.event,
        "token": token,
        "shell": frame_of(registration.event, token, name=registration.name, tabs=tabs),
    }


def frame_of(event: Event, token: str, *, name: str, tabs: Sequence[Tab] = ()) -> Shell:
    """The shell of an event; before somebody takes part in anything it has no tabs."""
    where = f", {event.place}" if event.place else ""
    return Shell(
        event=event.title,
        when=f"{event_days(event)}{where}",
        url=reverse("registration:own", args=[token]),
        tabs=tabs,
        name=name,
        own_url=reverse("registration:details", args=[token]),
        phone=event.contact_phone,
    )


def registration_tabs(slug: str, current: str) -> Sequence[Link]:
    """Links to the organisers' pages; `current` is the name of the one that is open."""
    names = {
        "registrations": _("People"),
        "invitations": _("Invitations"),
        "emails": _("Emails"),
        "people_lists": _("Import"),
        "questions": _("Questions"),
        "categories": _("Categories"),
        "pairs": _("Duplicates"),
        "sessions": _("Sessions and places"),
        "needs": _("Lunch and requirements"),
    }
    return _links(slug, names, current)


def reception_tabs(slug: str, current: str) -> Sequence[Link]:
    """Links to the desk, the phone and the badges; `current` is the name of the tab that is open."""
    names = {"desk": _("Check-in"), "device": _("Phone, offline"), "badges": _("Badges and lists")}
    return _links(slug, names, current)


def _links(slug: str, names: Mapping[str, str], current: str) -> Sequence[Link]:
    return [
        Link(label=label, url=reverse(f"registration:{name}", args=[slug]), is_current=name == current)
        for name, label in names.items()
    ]


TOO_MANY, NOT_FOUND, FORBIDDEN = 429, 404, 403


def closed_to_strangers(response: HttpResponseBase) -> HttpResponseBase:
    """No search engine lists the page, and no other site learns its address.

    With "no-referrer" a browser would say "null" for an origin, and the forms be refused.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response


def unknown_link_page(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """Not found, and a field for the address to which the link is sent again; whoever tries often waits.

    The page is the same for a link that is mistyped, has ended, or belongs to somebody who was erased. A link
    that is right always opens.
    """
    try:
        limits.count(UNKNOWN_LINKS_FROM_A_PLACE, sessions.place(request), now=now)
    except Refusal:
        return _told(request, "design/errors/429.html", TOO_MANY)
    return _told(request, "registration/unknown_link.html", NOT_FOUND)


def closed_link_page(request: HttpRequest, token: str, *, now: datetime) -> HttpResponse:
    """Who comes by a printed sheet is told which link opens the page; everybody else as ever."""
    if hash_on_paper(token, key=settings.SECRET_KEY) is None:
        return unknown_link_page(request, now=now)
    return _told(request, "registration/paper_link.html", FORBIDDEN)


def _told(request: HttpRequest, template: str, status: int) -> HttpResponse:
    context = {"is_error": True, "status": status, "request_id": current_request_id()}
    return render(request, template, context, status=status)


type View = Callable[..., HttpResponseBase]
UNFIT = 422


def by_link(view: View) -> Callable[..., HttpResponseBase]:
    """The view gets the registration and its token; whatever else is there opens nothing, always alike."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **more: object) -> HttpResponseBase:
        registration = registration_with(token)
        if registration is None:
            return closed_link_page(request, token, now=timezone.now())
        move_to(registration.event.time_zone)
        return closed_to_strangers(view(request, registration, token, **more))

    return opened


CURRENT = "registration:registrations"


def event_for_team(request: HttpRequest, slug: str) -> tuple[Event, Subject]:
    """The event and who asks, if they may handle its registrations; others are refused."""
    return own_event_or_404(request, slug, Action.HANDLE_REGISTRATIONS)


def registration_or_404(event: Event, number: int) -> Registration:
    """The registration of this event; not found for an erased one or one of another event."""
    rows = Registration.objects.select_related("actor", "event").filter(event=event, erased_at=None)
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


GET_OR_POST = ("GET", "HEAD", "POST")


def public_event_or_404(slug: str) -> Event:
    """The event, whose time zone then holds for the page; not found for a draft."""
    event = Event.objects.filter(slug=slug).exclude(status=EventStatus.DRAFT).first()
    if event is None:
        raise Http404
    move_to(event.time_zone)
    return event


def closed_page(
    request: HttpRequest, event: Event, reason: str, *, may_have_link: bool = False
) -> HttpResponse:
    """The page that says why it does not work; `may_have_link` reminds people of their link."""
    context = {"event": event, "reason": reason, "may_have_link": may_have_link}
    return render(request, "registration/closed.html", context)


def next_page(registration: Registration, *, now: datetime) -> HttpResponse:
    """Whoever has just registered goes on with what they agreed to, or sees the own page."""
    token = link_of(registration)
    return redirect(
        first_addon_page(registration, token, now=now) or reverse("registration:own", args=[token])
    )


def crumbs_of(event: Event, last: str) -> Sequence[Crumb]:
    """The way to a page below the list of registrations."""
    return Crumb(_("Registrations"), reverse("registration:registrations", args=[event.slug])), Crumb(last)


DESK = "registration:desk"


def check_in_event(request: HttpRequest, slug: str) -> tuple[Event, Subject]:
    """The event and who asks, if they may check in there, a pass included; others are refused."""
    return own_event_or_404(request, slug, Action.CHECK_IN)


def is_team(by: Subject) -> bool:
    """Whether more than the reception is open to this person."""
    return Role.RECEPTION not in by.roles

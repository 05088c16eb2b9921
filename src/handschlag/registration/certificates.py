"""Certificates of attendance: taken by their person, checked by anybody, revoked by the organisers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts import limits, sessions
from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject
from handschlag.common import audit
from handschlag.common.printing import qr
from handschlag.common.printing import render as printing_render
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.table_files import dated_name
from handschlag.common.times import (
    at_place,
    format_date,
    format_days,
    format_range,
    format_short_day,
    move_to,
    zone,
)
from handschlag.common.web import refusal_message
from handschlag.directory.emails import address
from handschlag.events.access import own_event_or_404
from handschlag.events.models import Event, EventDay
from handschlag.registration import access
from handschlag.registration.access import (
    GET_OR_POST,
    NOT_FOUND,
    TOO_MANY,
    UNKNOWN_LINKS_FROM_A_PLACE,
    Purpose,
    by_link,
    closed_to_strangers,
    page_context,
    registration_or_404,
    require_hand,
    require_team,
)
from handschlag.registration.models import Certificate, Registration, RegistrationState, SeatState, arrival_of
from handschlag.registration.places import lock_registration
from handschlag.registration.registering.actions import hash_for
from handschlag.registration.sessions import Offer, choices_of, published


def certificate_refusal(
    *, is_confirmed: bool, is_over: bool, has_arrived: bool, is_revoked: bool
) -> CertificateRefusal | None:
    """Why there is no certificate now.

    >>> certificate_refusal(
    ...     is_confirmed=True, is_over=True, has_arrived=False, is_revoked=False
    ... ).value
    'not_checked_in'
    """
    if not is_confirmed:
        return CertificateRefusal.NO_PLACE
    if not is_over:
        return CertificateRefusal.NOT_OVER
    if not has_arrived:
        return CertificateRefusal.NOT_CHECKED_IN
    return CertificateRefusal.REVOKED if is_revoked else None


def was_there(
    starts_at: datetime, ends_at: datetime, *, arrived_at: datetime, left_at: datetime | None
) -> bool:
    """Whether the person was at the event during at least a part of this time."""
    return ends_at > arrived_at and (left_at is None or starts_at < left_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What a certificate says, and why there is none."""

    registration: Registration
    sessions: Sequence[Offer]
    hosts: Sequence[str]
    issued: Certificate | None
    refusal: CertificateRefusal | None

    @property
    def checked_until(self) -> date:
        """The last day on which the code is answered: then the registration is deleted."""
        return self.registration.event.last_day + timedelta(days=settings.KEEP_REGISTRATIONS_DAYS)


def certificate_facts(registration: Registration, *, now: datetime) -> CertificateFacts:
    """What stands on the person's certificate; a constant number of queries."""
    arrived_at, issued = arrival_of(registration), issued_certificate(registration)
    refusal = certificate_refusal(
        is_confirmed=registration.state == RegistrationState.CONFIRMED,
        is_over=now >= _end_of(registration.event),
        has_arrived=arrived_at is not None,
        is_revoked=issued is not None and issued.revoked_at is not None,
    )
    return CertificateFacts(
        registration=registration,
        sessions=_sessions_of(registration, arrived_at) if arrived_at else (),
        hosts=[
            host.network.name if host.network else host.name
            for host in registration.event.hosts.select_related("network")
        ],
        issued=issued,
        refusal=refusal,
    )


def issued_certificate(registration: Registration) -> Certificate | None:
    """The certificate that the person has taken, a revoked one too."""
    return Certificate.objects.filter(registration=registration).first()


def _sessions_of(registration: Registration, arrived_at: datetime) -> Sequence[Offer]:
    """What the person had chosen and could hear: nobody notes who sits in which room."""
    chosen = {one.session_id for one in choices_of(registration) if one.seat != SeatState.WAITING}
    offers = published(registration.event_id) if chosen else {}
    return [
        offer
        for pk, offer in offers.items()
        if pk in chosen
        and not offer.is_cancelled
        and was_there(offer.starts_at, offer.ends_at, arrived_at=arrived_at, left_at=registration.leaves_at)
    ]


def _end_of(event: Event) -> datetime:
    """When the house closes on the last day; without hours, at midnight."""
    day = EventDay.objects.filter(event=event, day=event.last_day).first()
    if day is not None:
        return day.closes_at
    with at_place(event.time_zone):
        return datetime.combine(event.last_day + timedelta(days=1), time(), tzinfo=zone())


def certificate_with(code: str) -> Certificate | None:
    """The valid certificate of this code; None for a wrong one, and for one that holds no longer."""
    stored = access.hash_in(code, Purpose.CERTIFICATE, key=settings.SECRET_KEY)
    if not stored:
        return None
    valid = Certificate.objects.filter(
        revoked_at=None, registration__erased_at=None, registration__state=RegistrationState.CONFIRMED
    )
    found = valid.filter(secret_hash=stored).select_related("registration__event").first()
    return found if found and arrival_of(found.registration) else None


def certificate_code(certificate: Certificate) -> str:
    """What the QR code leads to: signed, and computed anew each time."""
    return access.token_of(Purpose.CERTIFICATE, uid=str(certificate.uid), number=1, key=settings.SECRET_KEY)


@transaction.atomic
def issue_certificate(*, registration_id: int, has_link: bool, by: Subject, now: datetime) -> Certificate:
    """The person's certificate: made once, the same one however often it is downloaded."""
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    facts = certificate_facts(registration, now=now)
    if facts.refusal is not None:
        raise Refusal(facts.refusal)
    if facts.issued is not None:
        return facts.issued
    uid = uuid.uuid4()
    made = Certificate.objects.create(
        registration=registration,
        uid=uid,
        secret_hash=hash_for(Purpose.CERTIFICATE, uid),
        issued_at=now,
    )
    _record("registration.certificate_issued", registration, by=by, now=now)
    return made


@transaction.atomic
def revoke_certificate(*, registration_id: int, by: Subject, now: datetime) -> None:
    """The code on it is answered as one that nobody knows; the person can download it no longer."""
    row = _issued(registration_id, by=by)
    if row.revoked_at is not None:
        return
    Certificate.objects.filter(pk=row.pk).update(revoked_at=now, revoked_by=by.user_id)
    _record("registration.certificate_revoked", row.registration, by=by, now=now)


@transaction.atomic
def restore_certificate(*, registration_id: int, by: Subject, now: datetime) -> None:
    """The same certificate is valid again, on paper too."""
    row = _issued(registration_id, by=by)
    if row.revoked_at is None:
        return
    Certificate.objects.filter(pk=row.pk).update(revoked_at=None, revoked_by=None)
    _record("registration.certificate_restored", row.registration, by=by, now=now)


def _issued(registration_id: int, *, by: Subject) -> Certificate:
    registration = lock_registration(registration_id)
    require_team(by, registration.event_id)
    row = Certificate.objects.filter(registration=registration).first()
    if row is None:
        raise Refusal(CertificateRefusal.NONE)
    row.registration = registration
    return row


def _record(verb: str, registration: Registration, *, by: Subject, now: datetime) -> None:
    audit.record(verb=verb, target=registration, by_id=by.user_id, now=now)


_TEMPLATE: Final = "registration/printing/certificate.typ"


def printed_certificate(facts: CertificateFacts, issued: Certificate, *, now: datetime) -> bytes:
    """The file, in the language that is spoken now."""
    return printing_render(_TEMPLATE, _texts_of(facts, issued), language=get_language() or "de", now=now)


def _texts_of(facts: CertificateFacts, issued: Certificate) -> Mapping[str, Any]:
    registration, event = facts.registration, facts.registration.event
    page = address("registration:check_certificate", certificate_code(issued))
    return {
        "title": gettext("Certificate of attendance for %(name)s") % {"name": registration.name},
        "head": gettext("Certificate of attendance"),
        "name": registration.name,
        "organisation": registration.organisation_name,
        "attended": gettext("attended the event"),
        "event": event.title,
        "when": format_days(event.first_day, event.last_day),
        "where": ", ".join(part for part in (event.venue, event.place) if part),
        "sessions-title": gettext("Sessions"),
        "sessions-note": gettext(
            "Sessions that were chosen at registration and took place during attendance."
        ),
        "heads": [gettext("Time"), gettext("Session")],
        "sessions": [_row_of(one, has_days=event.has_days) for one in facts.sessions],
        "checked-in": gettext("Attendance was recorded at reception."),
        "issued": gettext("Issued on %(day)s") % {"day": format_date(issued.issued_at)},
        "hosts": gettext("Hosts: %(names)s") % {"names": ", ".join(facts.hosts)} if facts.hosts else "",
        "check-title": gettext("Check this certificate"),
        "check": gettext(
            "Scan the code. The page says whether the certificate is valid, for which event it was issued "
            "and when. It can be checked until %(day)s."
        )
        % {"day": format_date(facts.checked_until)},
        "code": qr(page),
        "alt": gettext("QR code to the page that checks this certificate"),
    }


def _row_of(one: Offer, *, has_days: bool) -> tuple[str, str]:
    times = format_range(one.starts_at, one.ends_at)
    return (f"{format_short_day(one.starts_at)}, {times}" if has_days else times), one.title


@require_http_methods(GET_OR_POST)
@by_link
def certificate_page(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """What stands on it, and the button that downloads it; the first time it is issued."""
    now = timezone.now()
    if request.method == "POST":
        try:
            issued = issue_certificate(
                registration_id=registration.pk, has_link=True, by=subject_of(request.user), now=now
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
            return redirect("registration:certificate", token=token)
        made = printed_certificate(certificate_facts(registration, now=now), issued, now=issued.issued_at)
        response = HttpResponse(made, content_type="application/pdf")
        name = dated_name(registration.event.slug, gettext("certificate"), "pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response
    context = page_context(registration, token, now=now) | {"facts": certificate_facts(registration, now=now)}
    return render(request, "registration/certificate.html", context)


@never_cache
@require_safe
def check_certificate_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """Valid, for which event and since when; everything else has one and the same answer."""
    found = certificate_with(token)
    status = 200
    if found is not None:
        move_to(found.registration.event.time_zone)
    else:
        status = NOT_FOUND
        try:
            limits.count(UNKNOWN_LINKS_FROM_A_PLACE, sessions.place(request), now=timezone.now())
        except Refusal:
            status = TOO_MANY
    page = "design/errors/429.html" if status == TOO_MANY else "registration/certificate_check.html"
    context = {
        "event": found.registration.event if found else None,
        "issued_at": found.issued_at if found else None,
    }
    return closed_to_strangers(render(request, page, context, status=status))


@require_POST
def certificate_of(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The organisers revoke somebody's certificate, or take that back."""
    event, by = own_event_or_404(request, slug, Action.HANDLE_REGISTRATIONS)
    row, now = registration_or_404(event, number), timezone.now()
    is_restored = request.POST.get("do") == "restore"
    try:
        if is_restored:
            restore_certificate(registration_id=row.pk, by=by, now=now)
        else:
            revoke_certificate(registration_id=row.pk, by=by, now=now)
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        done = gettext("The certificate is valid again.") if is_restored else gettext("Certificate revoked.")
        messages.success(request, done)
    return redirect("registration:registration", slug=slug, number=number)


class CertificateRefusal(Reason):
    NO_PLACE = "no_place", _("There is no certificate for this registration because it is not confirmed.")
    NOT_OVER = "not_over", _("The certificate will be available here once the event is over.")
    NOT_CHECKED_IN = (
        "not_checked_in",
        _(
            "Reception has no record of you. The certificate confirms attendance, so please ask the "
            "organisers to check you in."
        ),
    )
    REVOKED = "revoked", _("The organisers have revoked this certificate. Please contact them.")
    NONE = "none", _("No certificate has been issued.")

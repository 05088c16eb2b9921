"""A certificate of attendance on paper, and the page on which it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.common.printing import qr, render
from handschlag.common.times import format_date, format_days, format_range, format_short_day
from handschlag.directory.emails.letters import address
from handschlag.registration.models import Certificate
from handschlag.registration.queries.certificates import CertificateFacts, code_of
from handschlag.registration.queries.programmes import Offer

_TEMPLATE: Final = "registration/printing/certificate.typ"


def printed_certificate(facts: CertificateFacts, issued: Certificate, *, now: datetime) -> bytes:
    """The file, in the language that is spoken now."""
    return render(_TEMPLATE, _texts_of(facts, issued), language=get_language() or "de", now=now)


def _texts_of(facts: CertificateFacts, issued: Certificate) -> Mapping[str, Any]:
    registration, event = facts.registration, facts.registration.event
    page = address("registration:check_certificate", code_of(issued))
    return {
        "title": _("Certificate of attendance for %(name)s") % {"name": registration.name},
        "head": _("Certificate of attendance"),
        "name": registration.name,
        "organisation": registration.organisation_name,
        "attended": _("attended the event"),
        "event": event.title,
        "when": format_days(event.first_day, event.last_day),
        "where": ", ".join(part for part in (event.venue, event.place) if part),
        "sessions-title": _("Sessions"),
        "sessions-note": _("Sessions that were chosen at registration and took place during attendance."),
        "heads": [_("Time"), _("Session")],
        "sessions": [_row_of(one, has_days=event.has_days) for one in facts.sessions],
        "checked-in": _("Attendance was recorded at reception."),
        "issued": _("Issued on %(day)s") % {"day": format_date(issued.issued_at)},
        "hosts": _("Hosts: %(names)s") % {"names": ", ".join(facts.hosts)} if facts.hosts else "",
        "check-title": _("Check this certificate"),
        "check": _(
            "Scan the code. The page says whether the certificate is valid, for which event it was issued "
            "and when. It can be checked until %(day)s."
        )
        % {"day": format_date(facts.checked_until)},
        "code": qr(page),
        "alt": _("QR code to the page that checks this certificate"),
    }


def _row_of(one: Offer, *, has_days: bool) -> tuple[str, str]:
    times = format_range(one.starts_at, one.ends_at)
    return (f"{format_short_day(one.starts_at)}, {times}" if has_days else times), one.title

"""The record of processing (Art. 30 GDPR), made from what each part of the platform says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.accounts.hooks.processing_records import Processing
from handschlag.common.times import format_days, format_short_moment
from handschlag.events.models import Event
from handschlag.statistics.screens.documents import Document, Sheet
from handschlag.statistics.screens.protection import BASES


def record_document(event: Event, processings: Sequence[Processing], *, now: datetime) -> Document:
    """The record of processing for the event: kinds of data and purposes, no person's data."""
    contact = " · ".join(
        part for part in (event.contact_name, event.contact_email, event.contact_phone) if part
    )
    return Document(
        title=_("Record of processing: %(event)s") % {"event": event.title},
        facts={
            _("Event"): event.title,
            _("Date"): format_days(event.first_day, event.last_day),
            _("Contact"): contact or _("not known yet"),
            _("As of"): format_short_moment(now),
            _("Transfer to third countries"): _("none by the platform"),
            _("Security"): _("encrypted transport, roles, passkeys for administrators, audit trail"),
        },
        sheets=(
            Sheet(
                key="processings",
                title=_("Processing"),
                heads=(
                    *(_("Data"), _("People"), _("Purpose of processing"), _("Legal basis"), _("Seen by")),
                    *(_("Kept until"), _("Days after the event")),
                ),
                rows=tuple(
                    (
                        *(str(one.what), str(one.whose), str(one.purpose), str(BASES[one.basis])),
                        *(str(one.seen_by), str(one.kept), str(one.days()) if one.days else "–"),
                    )
                    for one in processings
                ),
            ),
        ),
    )

"""The letter that tells editors of a new report. It does not say who sent it: that stays in one place."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import override

from handschlag.accounts.models import User
from handschlag.accounts.queries.addressees import addressee
from handschlag.common import mail
from handschlag.pages.models import Report


def mail_report(reader: User, report: Report, *, now: datetime) -> None:
    """A letter about the report to one who handles reports, in their own language."""
    with override(reader.language):
        path = reverse("pages:reports")
    mail.send(
        to=reader.email,
        template="pages/mail/report",
        context={"report": report, "path": path},
        language=reader.language,
        now=now,
        recipient=addressee(reader),
    )

"""Reports are sent, dealt with, and forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from handschlag.accounts.actions import limits
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.pages.emails import reports as letters
from handschlag.pages.models import Report, ReportKind
from handschlag.pages.queries.reports import readers
from handschlag.pages.rules import reports as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to report, and the signs by which machines give themselves away."""

    kind: ReportKind
    text: str
    about: str = ""
    source: str = ""
    name: str = ""
    email: str = ""
    language: str
    trap: str = ""
    taken: timedelta


def send_report(*, draft: Draft, place: str, by: Subject, now: datetime) -> Report:
    """The report is kept, and every editor has a letter about it."""
    fault = rules.fault_of(text=draft.text, trap=draft.trap, taken=draft.taken)
    if fault:
        raise Refusal(fault)
    limits.count(rules.FROM_A_PLACE, place, now=now)
    limits.count(rules.FROM_EVERYWHERE, "all", now=now)
    with transaction.atomic():
        report = Report.objects.create(
            kind=draft.kind,
            text=draft.text,
            about=draft.about,
            source=draft.source,
            name=draft.name,
            email=draft.email,
            language=draft.language,
            sent_at=now,
        )
        audit.record(verb="report.sent", target=report, by_id=by.user_id, now=now)
        for reader in readers():
            letters.mail_report(reader, report, now=now)
    return report


@transaction.atomic
def mark_done(*, report: Report, by: Subject, now: datetime) -> bool:
    """The report is dealt with; False where somebody else was faster."""
    require(by, Action.HANDLE_REPORT)
    is_mine = Report.objects.filter(pk=report.pk, done_at__isnull=True).update(
        done_at=now, done_by_id=by.user_id
    )
    if is_mine:
        audit.record(verb="report.done", target=report, by_id=by.user_id, now=now)
    return bool(is_mine)


@transaction.atomic
def mark_open(*, report: Report, by: Subject, now: datetime) -> bool:
    """The report is open again; False where it was already."""
    require(by, Action.HANDLE_REPORT)
    is_mine = Report.objects.filter(pk=report.pk, done_at__isnull=False).update(done_at=None, done_by=None)
    if is_mine:
        audit.record(verb="report.reopened", target=report, by_id=by.user_id, now=now)
    return bool(is_mine)


@transaction.atomic
def delete_old_senders(*, now: datetime) -> tuple[int, int]:
    """Who sent old reports is forgotten, and very old ones are gone: how many of each."""
    with_contact = Report.objects.exclude(name="", email="")
    forgotten = with_contact.filter(done_at__lt=now - rules.KEEP_CONTACT_AFTER_DONE) | with_contact.filter(
        sent_at__lt=now - rules.KEEP_CONTACT_AT_MOST
    )
    contacts = forgotten.update(name="", email="")
    gone, _rows = Report.objects.filter(done_at__lt=now - rules.KEEP_REPORT_AFTER_DONE).delete()
    return contacts, gone

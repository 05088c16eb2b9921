"""How long what is kept about people: read from where the code takes it, so that the page cannot be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from handschlag.accounts.hooks.remainders import Remainder, registration_remainders
from handschlag.accounts.rules import codes, known_browsers, retention
from handschlag.common.table_import.drafts import UNFINISHED
from handschlag.design.themes import KEPT_FOR as THEME_KEPT_FOR
from handschlag.directory.rules import joining
from handschlag.directory.rules.imports.retention import UNDOABLE
from handschlag.pages.rules import reports

A_DAY = 24 * 60 * 60
BOOKMARKS = 180  # as the view of the bookmarks sets its cookie; a test compares them
MY_PROGRAMME = 180  # the same for the programme that somebody put together


@dataclass(frozen=True, slots=True, kw_only=True)
class _PrivacyScreen:
    """Days, unless the name says otherwise; a cookie is its name."""

    unused_account_months: int
    notice: int
    code_minutes: int
    mail: int
    session_cookie: str
    form_cookie: str
    session: int
    known_browser: int
    theme: int
    bookmarks: int
    my_programme: int
    join_unconfirmed: int
    join_undecided: int
    join_decided: int
    import_unfinished: int
    import_undoable: int
    report_contact: int
    report: int
    stays: Sequence[Remainder]
    has_push: bool


def privacy_screen() -> _PrivacyScreen:
    """How long data and cookies are kept, as the settings and the rules of the apps say."""
    return _PrivacyScreen(
        unused_account_months=retention.UNUSED_MONTHS,
        notice=retention.NOTICE.days,
        code_minutes=int(codes.LIFETIME.total_seconds() // 60),
        mail=settings.KEEP_MAIL_DAYS,
        session_cookie=settings.SESSION_COOKIE_NAME,
        form_cookie=settings.CSRF_COOKIE_NAME,
        session=settings.SESSION_COOKIE_AGE // A_DAY,
        known_browser=known_browsers.KEPT_FOR.days,
        theme=THEME_KEPT_FOR // A_DAY,
        bookmarks=BOOKMARKS,
        my_programme=MY_PROGRAMME,
        join_unconfirmed=joining.CONFIRM_WITHIN.days,
        join_undecided=joining.KEEP_UNDECIDED.days,
        join_decided=joining.KEEP_DECIDED.days,
        import_unfinished=UNFINISHED.days,
        import_undoable=UNDOABLE.days,
        report_contact=reports.KEEP_CONTACT_AFTER_DONE.days,
        report=reports.KEEP_REPORT_AFTER_DONE.days,
        stays=tuple(registration_remainders),
        has_push=settings.PUSH,
    )

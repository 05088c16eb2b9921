"""How long what is kept about people: read from where the code takes it, so that the page cannot be wrong."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from handschlag.accounts.hooks.remainders import registration_remainders
from handschlag.accounts.rules import codes, known_browsers, retention
from handschlag.common.table_import.drafts import UNFINISHED
from handschlag.design.themes import KEPT_FOR as THEME_KEPT_FOR
from handschlag.directory.rules import joining
from handschlag.directory.rules.imports.retention import UNDOABLE
from handschlag.pages.rules import reports

A_DAY = 24 * 60 * 60
BOOKMARKS = 180  # as the view of the bookmarks sets its cookie; a test compares them
MY_PROGRAMME = 180  # the same for the programme that somebody put together


def privacy_screen() -> dict[str, Any]:
    """Days, unless the name says otherwise, as settings and rules of the apps say; a cookie is its name."""
    return {
        "unused_account_months": retention.UNUSED_MONTHS,
        "notice": retention.NOTICE.days,
        "code_minutes": int(codes.LIFETIME.total_seconds() // 60),
        "mail": settings.KEEP_MAIL_DAYS,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "form_cookie": settings.CSRF_COOKIE_NAME,
        "session": settings.SESSION_COOKIE_AGE // A_DAY,
        "known_browser": known_browsers.KEPT_FOR.days,
        "theme": THEME_KEPT_FOR // A_DAY,
        "bookmarks": BOOKMARKS,
        "my_programme": MY_PROGRAMME,
        "join_unconfirmed": joining.CONFIRM_WITHIN.days,
        "join_undecided": joining.KEEP_UNDECIDED.days,
        "join_decided": joining.KEEP_DECIDED.days,
        "import_unfinished": UNFINISHED.days,
        "import_undoable": UNDOABLE.days,
        "report_contact": reports.KEEP_CONTACT_AFTER_DONE.days,
        "report": reports.KEEP_REPORT_AFTER_DONE.days,
        "has_push": settings.PUSH,
        "has_online_rooms": bool(settings.ONLINE_PROVIDERS.names),
        "stays": tuple(registration_remainders),
    }

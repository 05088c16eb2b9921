"""The words for choices, states and counts of campaigns."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_day, format_span

type Word = str | Promise

AUDIENCES: Final[dict[str, Word]] = {
    "everybody": gettext_lazy("Everyone"),
    "companies": gettext_lazy("Companies"),
    "research": gettext_lazy("Research"),
    "students": gettext_lazy("Students"),
    "schools": gettext_lazy("Schools"),
    "public_bodies": gettext_lazy("Public bodies"),
    "press": gettext_lazy("Press"),
}
FEES: Final[dict[str, Word]] = {"free": gettext_lazy("free of charge"), "paid": gettext_lazy("with a fee")}
WHERES: Final[dict[str, Word]] = {"onsite": gettext_lazy("on site"), "online": gettext_lazy("online")}
LANGUAGES: Final[dict[str, Word]] = {"de": gettext_lazy("German"), "en": gettext_lazy("English")}
SPOKEN: Final[dict[str, Word]] = {**LANGUAGES, "both": gettext_lazy("German and English")}
STATES: Final[dict[str, Word]] = {
    "draft": gettext_lazy("Draft"),
    "in_review": gettext_lazy("in review"),
    "published": gettext_lazy("published"),
    "declined": gettext_lazy("returned by the editors"),
    "cancelled": gettext_lazy("cancelled"),
    "archived": gettext_lazy("discarded"),
}
TITLES: Final[dict[str, Word]] = {
    "land": gettext_lazy("Federal state"),
    "field": gettext_lazy("Field of technology"),
    "audience": gettext_lazy("For whom"),
    "fee": gettext_lazy("Fee"),
    "where": gettext_lazy("Where"),
    "language": gettext_lazy("Language"),
    "programme": gettext_lazy("Programme"),
    "host": gettext_lazy("Host"),
}
OF_CHOICES: Final[dict[str, dict[str, Word]]] = {
    "audience": AUDIENCES,
    "fee": FEES,
    "where": WHERES,
    "language": LANGUAGES,
}


def counted(number: int) -> str:
    """ "1 activity", "200 activities"."""
    shown = number_format(number, force_grouping=True)
    return ngettext("%(shown)s activity", "%(shown)s activities", number) % {"shown": shown}


def fee(cents: int) -> str:
    """ "free of charge", "25 €", "12.50 €"."""
    if not cents:
        return str(FEES["free"])
    amount = number_format(Decimal(cents) / 100, 2 if cents % 100 else 0, force_grouping=True)
    return _("%(amount)s €") % {"amount": amount}


def audiences(values: tuple[str, ...] | list[str]) -> str:
    """The names in our order, with commas between; unknown values are left out."""
    return ", ".join(str(AUDIENCES[value]) for value in AUDIENCES if value in values)


def kilometres(far: float) -> str:
    """In whole kilometres, and never less than one."""
    return _("%(far)s km away") % {"far": number_format(max(1, round(far)))}


def whole(starts_at: datetime, ends_at: datetime) -> str:
    """Day and hours in one line."""
    said = {"day": format_day(starts_at), "hours": format_span(starts_at, ends_at)}
    return _("%(day)s, %(hours)s (time in Germany)") % said

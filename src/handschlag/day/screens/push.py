"""The button for news on this device, and the words that a device shows."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.common.times import format_day_and_time, format_from, format_time
from handschlag.day.queries.push import DayNews, devices_of
from handschlag.matching.models import Participant


def push_card(participant: Participant, token: str) -> dict[str, str] | None:
    """The devices that are switched on, each page knows its own; None where the installation has no push."""
    if not settings.PUSH:
        return None
    return {"devices": " ".join(map(str, devices_of(participant))), "token": token}


def words_without_news() -> dict[str, str]:
    """What a device says that cannot look: its network is gone again, or the platform is busy."""
    return {
        "title": _("Your day has changed"),
        "body": _("Open your day to see what is new."),
        "language": get_language() or "de",
    }


def news_words(news: DayNews) -> dict[str, str]:
    """What stands on the locked screen: what is offered, or that the day has changed and what is next."""
    if news.starts_at is not None and news.answer_until is not None:
        return {**words_without_news(), **_offer_words(news, news.starts_at, news.answer_until)}
    if news.starts_at is None:
        body = _("You have no further meetings.")
    else:
        body = _("Next: %(time)s, meeting point %(place)s, %(names)s") % {
            "time": format_day_and_time(news.starts_at),
            "place": news.place,
            "names": news.names,
        }
    return {**words_without_news(), "body": body, "mark": news.mark}


def _offer_words(news: DayNews, starts_at: datetime, until: datetime) -> dict[str, str]:
    time = format_from(starts_at, now=until)  # an offer of the day before names the day
    known = {"time": time, "name": news.names, "until": format_time(until)}
    return {
        "title": _("%(time)s: would you like to meet %(name)s?") % known,
        "body": _("You both have time. Say yes or no by %(until)s.") % known,
        "mark": news.mark,
    }

"""Why a line is told, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from handschlag.following.models import Subscription


def reason_of(because: Sequence[str]) -> str:
    """With the titles of what its reader follows, in the quotation marks of the language."""
    titles = ", ".join(_("“%(title)s”") % {"title": title} for title in because)
    return _("Because you follow %(titles)s") % {"titles": titles}


def where_news_stands(subscription: Subscription | None) -> str:
    """By the choice of the person; whoever follows something for the first time gets emails."""
    if subscription is None or subscription.is_emailed:
        return _("What is new is in your email on Monday.")
    if subscription.is_by_feed:
        return _("What is new is in your personal feed. You get no emails at present.")
    return _("What is new is on the page “What you follow”. You get no emails at present.")

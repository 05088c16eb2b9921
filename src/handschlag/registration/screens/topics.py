"""What can be added to a registration, topic by topic; and the form of one topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.registration import labels
from handschlag.registration.models import Registration
from handschlag.registration.queries.programmes import Offer
from handschlag.registration.rules.topics import FIELDS, Topic, topic_after
from handschlag.registration.screens.own import Facts, needs_of, times_of
from handschlag.registration.screens.registering import change_screen

TITLES: Final[Mapping[Topic, str | Promise]] = {
    Topic.CONTACT: gettext_lazy("Role and telephone"),
    Topic.TIMES: gettext_lazy("Arrival and lunch"),
    Topic.SESSIONS: gettext_lazy("Sessions"),
    Topic.NEEDS: gettext_lazy("Meals, accessibility and languages"),
    Topic.SHARING: gettext_lazy("Consents and visibility"),
}
# What each is good for, so that people can tell whether it matters to them.
USES: Final[Mapping[Topic, str | Promise]] = {
    Topic.CONTACT: gettext_lazy("So that we can call you on the day if something changes."),
    Topic.TIMES: gettext_lazy("Only if you arrive later, leave earlier or skip lunch."),
    Topic.SESSIONS: gettext_lazy(
        "They appear in your calendar, and we reserve places where places are limited."
    ),
    Topic.NEEDS: gettext_lazy("So that the food, the rooms and the interpreters are right for you."),
    Topic.SHARING: gettext_lazy(
        "What other participants may see of you, and what we may do after the event."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _TopicRow:
    """One topic on the overview: what is known, and the page that asks."""

    title: str | Promise
    use: str | Promise
    said: Facts
    url: str


def overview_screen(
    registration: Registration, *, token: str, asked: Sequence[Topic], elsewhere: Mapping[str, str]
) -> dict[str, Any]:
    """All topics with what is known of each; `elsewhere` has the page of what another part asks for."""
    said = _said_words(registration)
    return {
        "registration": registration,
        "event": registration.event,
        "first_url": _topic_url(token, asked[0]),
        "rows": [
            _TopicRow(
                title=TITLES[topic],
                use=USES[topic],
                said=said[topic],
                url=_topic_url(token, topic) if topic in asked else elsewhere[FIELDS[topic][0]],
            )
            for topic in Topic
            if topic in asked or FIELDS[topic][0] in elsewhere
        ],
    }


def topic_screen(
    registration: Registration,
    form: Any,
    topic: Topic,
    *,
    token: str,
    asked: Sequence[Topic],
    elsewhere: Mapping[str, str],
    offers: Mapping[int, Offer],
    **shown: Any,
) -> dict[str, Any]:
    """The form of one topic, its place in the row, and where it leads."""
    more_url = next((elsewhere[field] for field in FIELDS[topic] if field in elsewhere), "")
    return {
        **change_screen(registration, form, back_url=_overview_url(token), offers=offers, **shown),
        "title": TITLES[topic],
        "use": USES[topic],
        "part": f"registration/parts/topics/{topic}.html",
        "number": asked.index(topic) + 1,
        "count": len(asked),
        "is_last": topic_after(topic, asked) is None,
        "next_url": next_url(token, topic, asked),
        "more_url": more_url,
    }


def next_url(token: str, topic: Topic, asked: Sequence[Topic]) -> str:
    """The page of the next topic; after the last one the own page."""
    following = topic_after(topic, asked)
    return _topic_url(token, following) if following else reverse("registration:own", args=[token])


def _topic_url(token: str, topic: Topic) -> str:
    return reverse("registration:topic", args=[token, topic.value])


def _overview_url(token: str) -> str:
    return reverse("registration:more", args=[token])


def _said_words(registration: Registration) -> Mapping[Topic, Facts]:
    """What is known of each topic, as labels and values."""
    contact = (
        (_("Role"), registration.role),
        (_("Place"), registration.place),
        (_("Telephone"), registration.phone),
    )
    number, given = len(registration.wishes), registration.consents_given
    sessions = ngettext("%(n)s session", "%(n)s sessions", number) % {"n": number}
    return {
        Topic.CONTACT: [(label, value) for label, value in contact if value],
        Topic.TIMES: times_of(registration),
        Topic.SESSIONS: [(_("Chosen"), sessions)] if number else [],
        Topic.NEEDS: needs_of(registration),
        Topic.SHARING: [(_("Your consents"), " ".join(_consent_words(given)))] if given else [],
    }


def _consent_words(given: Sequence[str]) -> Sequence[str]:
    """What was agreed to, in the words in which it was asked."""
    return [str(label) for purpose, (label, _hint) in labels.CONSENTS.items() if purpose in given]

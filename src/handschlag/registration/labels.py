"""Words of the form that are kept with a version, or chosen from."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.registration.models import ConsentPurpose, RegistrationSource, RegistrationState
from handschlag.registration.rules.visibility import Audience

type Word = str | Promise

STATES: Final[dict[str, Word]] = {
    RegistrationState.ASKED: _("waiting for approval"),
    RegistrationState.WAITING: _("on the waiting list"),
    RegistrationState.CONFIRMED: _("confirmed"),
    RegistrationState.DECLINED: _("declined"),
    RegistrationState.CANCELLED: _("cancelled"),
}
TONES: Final[dict[str, str]] = {
    RegistrationState.ASKED: "wait",
    RegistrationState.WAITING: "wait",
    RegistrationState.CONFIRMED: "ok",
}
SOURCES: Final[dict[str, Word]] = {
    RegistrationSource.SELF: _("by themselves"),
    RegistrationSource.ASSISTED: _("by the organisers"),
    RegistrationSource.IMPORTED: _("from a list"),
    RegistrationSource.WALK_IN: _("at reception"),
}
NEEDS: Final[dict[str, Word]] = {
    "remote": _("takes part online"),
    "step_free": _("a step-free route"),
    "quiet": _("a quiet place"),
    "interpreter": _("interpreting"),
    "words": _("something else"),
    "diet": _("special food"),
    "no_lunch": _("no lunch"),
}
WISHES: Final[tuple[tuple[str, Word], ...]] = (
    ("", pgettext_lazy("wish for a session", "No")),
    ("like", pgettext_lazy("wish for a session", "Would like to attend")),
    ("must", pgettext_lazy("wish for a session", "Must attend")),
)
AUDIENCES: Final[tuple[tuple[str, Word], ...]] = (
    (Audience.NOBODY.value, _("organisers only")),
    (Audience.PARTICIPANTS.value, _("also participants")),
    (Audience.EVERYBODY.value, _("everyone")),
)
FACTS: Final[dict[str, Word]] = {
    "organisation": _("Organisation"),
    "role": _("Your role"),
    "place": _("Place"),
    "speaks": _("Languages that you speak"),
    "email": _("Email address"),
    "phone": _("Telephone"),
}
LANGUAGES: Final[tuple[tuple[str, Word], ...]] = (
    ("de", _("German")),
    ("en", _("English")),
    ("fr", _("French")),
    ("pl", _("Polish")),
    ("cs", _("Czech")),
    ("nl", _("Dutch")),
    ("it", _("Italian")),
    ("es", _("Spanish")),
    ("uk", _("Ukrainian")),
    ("gsg", _("German Sign Language")),
)
# Whoever changes these words changes their version: `rules.consents.VERSIONS`.
CONSENTS: Final[dict[str, tuple[Word, Word]]] = {
    ConsentPurpose.PARTICIPANTS_LIST: (
        _("Show me on the list of participants."),
        _("Others see your name and the details you select under “Visibility”."),
    ),
    ConsentPurpose.MATCHING: (
        _("I want to take part in matchmaking for one-to-one meetings."),
        _(
            "We compare your organisation, what you offer and what you are looking for with others to "
            "suggest meetings."
        ),
    ),
    ConsentPurpose.REMEMBERED: (
        _("Remember whom I have met, so that later events introduce me to new people."),
        _(
            "Only where the other person allows it, too. You are then not recommended to each other again. "
            "Kept for two years at most; deleted when you withdraw this."
        ),
    ),
    ConsentPurpose.CONTACT_AFTER: (
        _("The organisers may email me after the event."),
        _("About the results and future events, for two years at most."),
    ),
    ConsentPurpose.PHOTOS: (
        _("Photos in which I can be recognised may be published."),
        _("In reports about this event on the organisers’ website."),
    ),
}

# What a form says to whoever fills it in for somebody else.
SPOKEN_BY_OTHERS: Final = _("Languages")
NEEDS_OF_OTHERS: Final = {
    "needs_step_free": (_("Needs step-free access"), None),
    "needs_quiet": (_("Needs a quiet place to talk"), None),
    "needs_interpreter": (_("Needs an interpreter"), None),
}

"""Who else comes: the list that participants see of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.design.components.parts import Facet
from handschlag.registration import labels
from handschlag.registration.models import Registration
from handschlag.registration.queries.participants import listed
from handschlag.registration.rules.participants import ORDERS, ListedParticipant, ParticipantQuery, chosen
from handschlag.registration.rules.visibility import Viewer
from handschlag.registration.screens.organising import question

ON_A_PAGE: Final = 50
_ORDERS: Final[Mapping[str, str | Promise]] = {
    "name": gettext_lazy("by name"),
    "organisation": gettext_lazy("by organisation"),
    "place": gettext_lazy("by town"),
}


def participants_screen(mine: Registration, asked: ParticipantQuery, *, page: str) -> dict[str, Any]:
    """Those who come and agreed to be listed, fifty a page; says whether `mine` is among them."""
    everybody = listed(mine.event_id, Viewer.PARTICIPANT)
    return {
        "registration": mine,
        "event": mine.event,
        "number_of_all": len(everybody),
        "asked": asked,
        "questions": _questions_of(everybody, asked),
        "page": Paginator(chosen(everybody, asked), ON_A_PAGE).get_page(page),
        "is_listed": any(person.pk == mine.pk for person in everybody),
    }


def _questions_of(people: Sequence[ListedParticipant], asked: ParticipantQuery) -> Sequence[Facet]:
    spoken = {code for person in people for code in person.speaks}
    languages = {code: word for code, word in labels.LANGUAGES if code in spoken}
    return (
        question("speaks", _("Speaks"), languages, asked.speaks),
        question("order", _("Order"), {one: _ORDERS[one] for one in ORDERS}, asked.order, is_all=False),
    )


def languages_of(person: ListedParticipant) -> str:
    """The languages that somebody speaks."""
    languages = dict(labels.LANGUAGES)
    return ", ".join(str(languages.get(code, code)) for code in person.speaks)


def participant_lines(event_id: int, asked: ParticipantQuery) -> Iterator[Sequence[str]]:
    """A head, and one line for each who fits, with what participants may see."""
    yield (
        *(_("Name"), _("Role"), _("Organisation"), _("Place"), _("Languages")),
        *(_("Email address"), _("Telephone")),
    )
    for one in chosen(listed(event_id, Viewer.PARTICIPANT), asked):
        yield (one.name, one.role, one.organisation, one.place, languages_of(one), one.email, one.phone)
